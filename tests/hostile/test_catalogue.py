"""No row of the catalogue of hostile submissions is without a test."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from .table import GROUPS, placed

# Others are asked for all their tests, which takes a busy machine minutes.
pytestmark = pytest.mark.timeout(900)
ROWS = """
    1 2 4 5 7 8 10 11 13 14 16 17 19 20 22 23 25 26 28 29 31 32 34 35 37 38 40 41 43 44 46 47 49 50 52 53 55
    56 58 59 61 62 64 65 67 68 70 71 73 74 76 77 79 80 82 83 85 86 88 89 91 92 94 95 97 98 100 101 103 104 106
    107 109 110 112 113 115 116 118 119 121 122 124 125 127 128 130 131 133 134 136 137 139 140 142 143 145
    146 148 149 151 152 154 155 157 158 160 161 163 164 166 167 169 170 172 173 175 176 178 179 181 182 184
    185 187 188 190 191 193 194 196 197 199 200 202 203
"""
HERE = Path(__file__).parent


@cache
def collected(how=""):
    """Ids of all tests here, without their folder."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", str(HERE)]
    environment = {**os.environ, "ROADMAP_HOSTILE": how}
    found = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parents[1], check=True, env=environment)
    return [line.removeprefix("tests/hostile/") for line in found.stdout.splitlines() if "::" in line]


def far(tests):
    return [test for test in tests if re.search(r"\[celery\b", test)]


def test_every_row_has_a_test():
    covered = {row for test in collected() for _, row in placed(test) if isinstance(row, int)}
    assert {int(row) for row in ROWS.split()} - covered == set()


def test_a_worker_is_attacked_in_all_ways_but_those_that_say_why_not():
    tests = collected("whole")
    local = {test.replace("[local", "[celery") for test in tests if re.search(r"\[local\b", test)}
    assert {test.partition("::")[2].partition("[")[0] for test in local - set(far(tests))} == {
        "test_row_187_walls_that_fell_are_noticed",
        "test_row_187_walls_stand",
        "test_row_197_clock_is_monotonic",
        "test_many_runs_leave_nothing",
    }


def test_the_sample_has_rows_of_each_group_and_every_cheat_and_every_kind():
    whole, sample = far(collected("whole")), far(collected())
    rows = defaultdict(set)
    for test in sample:
        for group, row in placed(test):
            rows[group].add(row)
    assert len(rows) == len({group for test in whole for group, _ in placed(test)})
    assert min(len(found) for found in rows.values()) >= 2
    assert set(sample) < set(whole)
    cheats = [[test for test in tests if test.startswith("test_g_kinds")] for tests in (whole, sample)]
    assert {test.rpartition("-")[0] for test in cheats[0]} == {test.rpartition("-")[0] for test in cheats[1]}
    assert {test.rpartition("-")[2] for test in cheats[0]} == {test.rpartition("-")[2] for test in cheats[1]}


def test_every_row_has_a_group():
    assert all(any(int(row) in rows for rows in GROUPS.values()) for row in ROWS.split())
