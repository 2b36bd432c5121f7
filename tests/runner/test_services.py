"""Services as the catalogue describes them, the servers that this machine has, and PostgreSQL's template."""

import os
import tarfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap.catalogue import SERVICES
from roadmap.runner import Job, State, postgres_template, services
from roadmap.runner.inside import clients, roles
from roadmap.runner.runtimes import RuntimeProblem


def test_all_parts_know_the_same_services():
    assert list(roles.SERVICES) == list(clients.CLIENTS) == list(SERVICES)
    assert {name: client.fixtures for name, client in clients.CLIENTS.items()} == {
        name: service.fixtures for name, service in SERVICES.items()
    }
    # A program has one environment, and a check one name for each thing.
    variables = [name for service in SERVICES.values() for name in service.environment]
    fixtures = [name for service in SERVICES.values() for name in service.fixtures]
    assert len(set(variables)) == len(variables)
    assert len(set(fixtures)) == len(fixtures)


def test_the_newest_postgresql_is_taken(tmp_path, monkeypatch):
    for version in ("9", "14", "15", "common"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/postgres").touch()
    monkeypatch.setattr(services, "_POSTGRES", tmp_path)
    assert services.find("postgres") == tmp_path / "15/bin/postgres"


def test_what_is_missing_is_named_with_the_cure(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "find", lambda name: None)
    with pytest.raises(RuntimeProblem, match="redis-server is missing: install the Debian package redis-server"):
        services.prepare(["redis"], tmp_path)
    with pytest.raises(RuntimeProblem, match="no service is called 'rabbit'; there are: redis, postgres"):
        services.prepare(["rabbit"], tmp_path)
    assert services.installed() == []


@pytest.mark.sandbox
class TestTemplate:
    def test_it_is_made_once_whoever_asks(self, tmp_path):
        programs = services.find("postgres").parent
        with ThreadPoolExecutor(3) as pool:
            made = set(pool.map(lambda _: postgres_template.build(programs, tmp_path), range(3)))
        (path,) = made
        first = path.stat()
        assert postgres_template.build(programs, tmp_path) == path
        assert path.stat() == first
        assert set(os.listdir(tmp_path)) == {path.name, ".postgres.lock"}

    def test_it_lets_one_role_in_and_has_one_database_for_it(self, tmp_path):
        path = postgres_template.build(services.find("postgres").parent, tmp_path)
        with tarfile.open(path) as template:
            assert template.extractfile("./pg_hba.conf").read() == b"local app app trust\n"
            settings = template.extractfile("./postgresql.conf").read().decode()
            databases = [member.name for member in template if member.name.startswith("./base/") and member.isdir()]
        assert "listen_addresses = ''" in settings
        assert len(databases) == 2
        assert path.stat().st_size < 20_000_000

    def test_a_folder_that_cannot_be_written_has_a_cure(self, tmp_path):
        root = tmp_path / "file/root"
        root.parent.touch()
        with pytest.raises(
            RuntimeProblem, match=r"template cannot be kept: .*: run `roadmap runtimes build` as the user"
        ):
            postgres_template.build(services.find("postgres").parent, root)

    def test_an_initdb_that_fails_says_what_it_said(self, tmp_path):
        with pytest.raises(RuntimeProblem, match=r"cannot be made by /usr/share/initdb: .*not found"):
            postgres_template.build(Path("/usr/share"), tmp_path)


@pytest.mark.sandbox
@pytest.mark.parametrize("name", list(SERVICES))
def test_a_server_that_cannot_be_executed_is_named(runner, monkeypatch, name):
    prepare = services.prepare
    monkeypatch.setattr(
        services,
        "prepare",
        lambda names, root: tuple(replace(each, binary=Path("/usr/bin/nothing")) for each in prepare(names, root)),
    )
    job = Job(kind="run", runtime="redis", files={"m.py": ""}, main="m.py", services=(name,))
    verdict = runner.execute(job)
    assert verdict.state is State.UNAVAILABLE
    assert verdict.message.startswith(f"{SERVICES[name].server}, which this program needs, did not start, twice: ")
    assert "FileNotFoundError" in verdict.output
