"""`roadmap plugins` tells of every plugin, also of those that keep the site from starting."""

from __future__ import annotations

import json

from tests.cli.conftest import Command


def test_good_plugins_are_listed_with_what_they_bring(roadmap: Command) -> None:
    answer = roadmap("plugins", plugins=("good", "other"))
    assert answer.returncode == 0, answer.stderr
    assert "good (roadmap-good 1.0)" in answer.stdout and "1 exercise" in answer.stdout


def test_a_failed_plugin_is_told_with_place_and_cure_beside_the_good_one(roadmap: Command) -> None:
    answer = roadmap("plugins", "--json", plugins=("good", "no_includeme"))
    states = {state["id"]: state for state in json.loads(answer.stdout)}
    assert answer.returncode == 1
    assert states["good"]["state"] == "active"
    failed = next(state for state in states.values() if state["state"] == "failed")
    assert "includeme" in failed["error"] and failed["cure"] and failed["distribution"] and failed["version"]


def test_other_commands_stop_with_the_one_message_for_all_plugins(roadmap: Command) -> None:
    answer = roadmap("runtimes", "list", plugins=("good", "no_includeme", "syntax_error"))
    assert answer.returncode == 1
    assert "2 plugins can't be used" in answer.stderr
    assert "Traceback" not in answer.stderr
