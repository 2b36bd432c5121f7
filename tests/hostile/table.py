"""What came of the attacks, counted from what happened and printed when they are over."""

import re
from collections import Counter, defaultdict

from .harness import Forged, Leaked

GROUPS = {
    "A. Time and CPU": range(1, 20),
    "B. Memory": range(20, 36),
    "C. Processes, threads, signals": range(37, 59),
    "D. Files": range(59, 93),
    "E. Network, IPC, kernel surface": range(94, 108),
    "F. Output and reporting": range(108, 131),
    "G. Grading integrity": range(131, 186),
    "H. Faults of the service itself": range(187, 204),
}
OWN = {"own-cheat": "Cheats of our own", "own-escape": "Escapes of our own", "wall-down": "Walls knocked out"}
_ROW = re.compile(r"row[-_](\d{3})")


class Tally:
    """Fills up as tests end; each counts once, by the worst that happened in it, for the runner that it attacked."""

    def __init__(self):
        self.rows = defaultdict(lambda: defaultdict(set))
        self.ends = defaultdict(lambda: defaultdict(Counter))

    def add(self, runner, name, error):
        for group, row in placed(name):
            self.rows[runner][group].add(row)
            self.ends[runner][group][_end(error)] += 1

    def lines(self):
        head = f"{'rows':>6}{'tests':>7}{'contained':>11}{'leaked':>8}{'forged':>8}{'other':>7}"
        together, rows = Counter(), set()
        for runner in sorted(self.ends, reverse=True):
            title = f"runner {runner}" if runner else "a site or supervisor of its own"
            yield f"{title:<34}{head}"
            total = Counter()
            for group in (group for group in (*GROUPS, *OWN.values()) if group in self.ends[runner]):
                total.update(self.ends[runner][group])
                rows |= self.rows[runner][group]
                yield _line(group, len(self.rows[runner][group]), self.ends[runner][group])
            yield _line("together", sum(len(found) for found in self.rows[runner].values()), total)
            yield "-" * (34 + len(head))
            together.update(total)
        yield _line("all", len(rows), together)


def placed(name):
    """Group and row of a test, by its id."""
    if found := _ROW.search(name):
        number = int(found[1])
        yield from ((group, number) for group, rows in GROUPS.items() if number in rows)
        return
    for mark, group in OWN.items():
        if found := re.search(rf"{mark}-[a-z0-9-]+", name.replace("_", "-")):
            yield group, found[0]
            return


def sampled(names):
    """Of these names of tests, those of every fourth row of each group: two rows at least, and always the same ones."""
    rows = defaultdict(set)
    for name in names:
        for group, row in placed(name):
            rows[group].add(row)
    chosen = {(group, row) for group, found in rows.items() for row in sorted(found)[::4]}
    return {name for name in names if chosen & set(placed(name))}


def one_kind_each(names):
    """Of these names of tests, of each that is there for several kinds of program one: now for this kind, now for that."""
    cheats = defaultdict(list)
    for name in sorted(names):
        cheats[name.rpartition("-")[0]].append(name)
    return {kinds[number % len(kinds)] for number, kinds in enumerate(cheats.values())}


def _end(error):
    if error is None:
        return "contained"
    return "leaked" if isinstance(error, Leaked) else "forged" if isinstance(error, Forged) else "other"


def _line(name, rows, ends):
    numbers = (ends["contained"], ends["leaked"], ends["forged"], ends["other"])
    return f"{name:<34}{rows:>6}{ends.total():>7}{numbers[0]:>11}{numbers[1]:>8}{numbers[2]:>8}{numbers[3]:>7}"
