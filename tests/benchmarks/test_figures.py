"""What `make bench` says of a verdict that takes longer than is wanted."""

import pytest
from benchmarks.verdict.figures import Figures, Times, table


def figures(warm=60.0, fresh=800.0, stripped=300.0, forked=50.0):
    return Figures("flask", *(Times(median, median) for median in (warm, fresh, stripped, forked)), 10.0, 40.0, 10.0)


def test_nothing_is_named_when_every_bound_holds():
    assert figures().broken() == []
    assert figures(warm=75.0, fresh=750.0, forked=50.0).broken() == []


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"fresh": 500.0}, "flask: the warm verdict takes 0.120 of a fresh pytest; at most 0.1 is wanted"),
        (
            {"forked": 30.0},
            "flask: the warm verdict takes 2.00 times a warm process without walls; at most 1.5 is wanted",
        ),
        (
            {"warm": 151.0, "fresh": 2000.0, "forked": 150.0},
            "flask: the warm verdict takes 151 ms; at most 150 ms are wanted",
        ),
    ],
)
def test_a_bound_that_does_not_hold_is_named(measured, words):
    assert figures(**measured).broken() == [words]


def test_times_are_milliseconds():
    assert Times.of([0.1, 0.2, 0.3]) == Times(200.0, 290.0)


def test_no_bound_is_on_the_stripped_pytest():
    assert figures(stripped=61.0).broken() == []


def test_the_table_shows_medians_ratios_and_phases():
    heads, rule, line = table([figures()]).splitlines()
    assert heads.startswith("| | warm verdict | fresh pytest | stripped pytest | warm, no walls | of fresh |")
    assert rule.count("---") == heads.count("|") - 1
    numbers = ["60 / 60", "800 / 800", "300 / 300", "50 / 50", "0.075", "0.200", "1.20", "10", "40", "10"]
    assert line.strip("| ").split(" | ") == ["flask", *numbers]
