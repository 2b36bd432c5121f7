"""What the doctor says of a machine that is well, and of one that is not."""

import pytest

from roadmap.runner import doctor

pytestmark = pytest.mark.sandbox


def test_this_machine_is_well(declared):
    found = doctor.findings()
    assert [finding for finding in found if not finding.ok] == []
    around = {"Docker", "Kubernetes", "Podman", "container"}
    assert [finding.title for finding in found if finding.title not in around] == [
        "bubblewrap",
        "libseccomp",
        "user namespaces",
        "temporary folder",
        "Python for sandboxes",
        "sandbox in a sandbox",
        "control groups",
        "redis-server",
        "PostgreSQL",
        "judge",
    ]
    assert doctor.first_problem() is None


def test_what_is_missing_has_a_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {finding.title: finding for finding in doctor.findings(root=tmp_path)}
    assert found["bubblewrap"].cure == "Install the Debian package bubblewrap."
    assert not found["sandbox in a sandbox"].ok
    assert "roadmap runtimes" in found["judge"].cure
    assert all(finding.cure for finding in found.values() if not finding.ok)
    assert "bubblewrap" in doctor.first_problem()


def test_servers_that_are_missing_have_a_cure(monkeypatch):
    monkeypatch.setattr(doctor.services, "find", lambda name: None)
    found = {finding.title: finding for finding in doctor.findings()}
    assert found["redis-server"].cure == "Install the Debian package redis-server."
    assert found["PostgreSQL"].cure == "Install the Debian package postgresql."
    assert found["PostgreSQL"].detail.startswith("PostgreSQL is missing")
