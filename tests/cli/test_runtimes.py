"""`roadmap runtimes` builds what plugins declare, lists it, and removes what nobody needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Command


def states(answer: str) -> dict[str, str]:
    return {row["name"]: row["state"] for row in json.loads(answer)}


@pytest.mark.sandbox
def test_build_list_remove(roadmap: Command, ini: Callable[..., Path], tmp_path: Path) -> None:
    own = ini(runtimes=str(tmp_path / "runtimes"))
    assert states(roadmap("runtimes", "list", "--json", config=own).stdout) == {"judge": "missing", "good": "missing"}
    built = roadmap("runtimes", "build", "good", config=own)
    assert built.returncode == 0, built.stderr
    assert states(roadmap("runtimes", "list", "--json", config=own).stdout) == {"judge": "missing", "good": "built"}
    unused = roadmap("runtimes", "list", "--json", plugins=(), config=own)
    assert states(unused.stdout) == {"judge": "missing", "good": "unused"}
    assert roadmap("runtimes", "remove", "--unused", config=own).stdout == ""
    assert "removed" in roadmap("runtimes", "remove", "good", config=own).stdout
    assert states(roadmap("runtimes", "list", "--json", config=own).stdout)["good"] == "missing"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "nope"), "there is no runtime 'nope'; there are: judge, good"),
        (("remove",), "--unused"),
        (("remove", "nope"), "not built: nope"),
    ],
)
def test_what_cannot_be_done_is_said(roadmap: Command, arguments: tuple[str, ...], words: str) -> None:
    answer = roadmap("runtimes", *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
