"""`roadmap doctor` works where nothing else does, and names a cure for each thing that is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command


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
