"""The broker's address: where it comes from, and that nobody sees its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap.settings import Settings, SettingsError

SECRET = "a secret that is long enough for everybody"


def settings(tmp_path: Path, environ: dict[str, str] | None = None, **more: str) -> Settings:
    mapping = {"roadmap.data": str(tmp_path / "data"), "roadmap.secret": SECRET, "roadmap.runner": "celery", **more}
    return Settings.from_ini(mapping, environ or {})


@pytest.mark.parametrize(
    "url",
    [
        "redis://localhost:6379/0",
        "rediss://cache.example.org/1",
        "redis+socket:///run/redis.sock",
        "amqp://queue.example.org:5672/roadmap",
    ],
)
def test_an_address_is_taken(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, **{"roadmap.broker": url}).broker == url


def test_without_one_celery_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"roadmap\.broker: missing, and roadmap\.runner is celery: name the Redis"):
        settings(tmp_path)
    assert settings(tmp_path, **{"roadmap.runner": "local"}).broker == ""


def test_everything_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_ini({"roadmap.data": str(tmp_path), "roadmap.runner": "celery"}, {})
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["roadmap.broker", "roadmap.secret"]


def test_a_file_can_hold_it(tmp_path: Path) -> None:
    file = tmp_path / "broker"
    named = {"roadmap.broker_file": str(file)}
    with pytest.raises(SettingsError, match=r"roadmap\.broker_file: .*broker can't be read: .*No such file"):
        settings(tmp_path, **named)
    file.write_text("amqp://site:hunter2@queue.example.org//\n")
    assert settings(tmp_path, **named).broker == "amqp://site:hunter2@queue.example.org//"
    file.write_text("sqs://site:hunter2@queue.example.org")
    with pytest.raises(SettingsError, match=r"broker_file: what .*broker holds must be an address like") as caught:
        settings(tmp_path, **named)
    assert "hunter2" not in str(caught.value)


def test_a_password_does_not_belong_into_the_ini_file(tmp_path: Path) -> None:
    url = "redis://:hunter2@localhost/0"
    with pytest.raises(
        SettingsError, match=r"a password must not stand in the \.ini file: set ROADMAP_BROKER"
    ) as caught:
        settings(tmp_path, **{"roadmap.broker": url})
    assert "hunter2" not in str(caught.value)
    found = settings(tmp_path, {"ROADMAP_BROKER": url})
    assert found.broker == url
    assert "hunter2" not in repr(found)


def test_what_is_no_broker_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"ROADMAP_BROKER: what is given can't be used, it must be") as caught:
        settings(tmp_path, {"ROADMAP_BROKER": "http://:hunter2@localhost"})
    assert "hunter2" not in str(caught.value)
