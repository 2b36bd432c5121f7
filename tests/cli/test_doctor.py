"""`roadmap doctor` works where nothing else does, and names a cure for each thing that is missing."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Command

from roadmap.runner import host
from roadmap.runner.finding import Finding


def found(roadmap: Command, **more: Any) -> dict[str, dict[str, Any]]:
    answer = roadmap("doctor", "--json", **more)
    assert "Traceback" not in answer.stderr
    findings = json.loads(answer.stdout)
    assert answer.returncode == (0 if all(finding["ok"] for finding in findings) else 1)
    assert all(finding["ok"] or finding["cure"] for finding in findings)
    return {finding["title"]: finding for finding in findings}


def test_a_site_that_starts(roadmap: Command) -> None:
    findings = found(roadmap)
    assert findings["settings"]["ok"] and findings["plugins"]["ok"] and findings["database"]["ok"]
    assert "bubblewrap" in findings


def test_settings_that_cannot_be_used_do_not_hide_the_machine(roadmap: Command, ini: Callable[..., Path]) -> None:
    findings = found(roadmap, config=ini(runner="sometimes"))
    assert not findings["settings"]["ok"] and "roadmap.runner" in findings["settings"]["detail"]
    assert "bubblewrap" in findings


def test_a_failed_plugin_and_old_tables_are_told(roadmap: Command, ini: Callable[..., Path]) -> None:
    findings = found(roadmap, plugins=("good", "syntax_error"), config=ini(development="false"))
    assert not findings["plugins"]["ok"] and "syntax-error" in findings["plugins"]["detail"]
    assert not findings["database"]["ok"]


def test_runtimes_that_are_not_built_are_told(roadmap: Command, ini: Callable[..., Path], tmp_path: Path) -> None:
    findings = found(roadmap, config=ini(runtimes=str(tmp_path / "none")))
    assert not findings["plugins' runtimes"]["ok"] and "roadmap runtimes build" in findings["plugins' runtimes"]["cure"]


def test_a_database_that_cannot_be_reached_is_told(roadmap: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("ROADMAP_DATABASE", f"postgresql+psycopg://user:hidden@127.0.0.1:{port}/site")
    findings = found(roadmap)
    assert not findings["database"]["ok"] and "roadmap.database" in findings["database"]["cure"]
    assert "hidden" not in str(findings["database"])
    assert "bubblewrap" in findings


def test_what_would_be_better_is_no_fault(roadmap: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    better = Finding("control groups", True, "none", "Delegate them.")
    monkeypatch.setattr(host, "control_groups", lambda: better)
    printed = roadmap("doctor")
    assert "ok      control groups: none\n        better: Delegate them.\n" in printed.stdout
    assert printed.returncode == (1 if "missing" in printed.stdout else 0)


def test_no_broker_is_looked_for_where_none_is_used(roadmap: Command) -> None:
    assert "broker" not in found(roadmap)
