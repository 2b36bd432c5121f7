"""Signs of life: who has stopped showing them, by the watcher's own time."""

from __future__ import annotations

from roadmap.learning.silence import Silences


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_whoever_beats_is_alive_and_whoever_does_not_is_silent_after_a_while() -> None:
    clock = Clock()
    silences = Silences(10, longest_gap=4, clock=clock)
    assert silences.look({"a": 0, "b": 0}) == set()
    for beat in range(1, 4):
        clock.now += 3
        assert silences.look({"a": beat, "b": 0}) == set()
    clock.now += 3
    assert silences.look({"a": 4, "b": 0}) == {"b"}
    assert silences.look({"a": 4}) == set()


def test_a_beat_ends_a_silence() -> None:
    clock = Clock()
    silences = Silences(5, longest_gap=4, clock=clock)
    silences.look({"a": 0})
    clock.now += 4
    silences.look({"a": 0})
    clock.now += 4
    assert silences.look({"a": 1}) == set()
    clock.now += 4
    assert silences.look({"a": 1}) == set()


def test_time_in_which_nobody_could_look_makes_nobody_silent() -> None:
    """A database that was away for an hour was away for the holders, too."""
    clock = Clock()
    silences = Silences(10, longest_gap=4, clock=clock)
    silences.look({"a": 7})
    clock.now += 3600
    assert silences.look({"a": 7}) == set()
    clock.now += 2
    assert silences.look({"a": 8}) == set()
