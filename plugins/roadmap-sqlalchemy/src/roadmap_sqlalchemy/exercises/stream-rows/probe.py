"""Runs in the learner's process: exports, with memory, calls and connections watched."""

import gc
import json
import os

import export
from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"], pool_size=2, pool_timeout=5, connect_args={"application_name": "export"})
other = create_engine(os.environ["DATABASE_URL"], connect_args={"application_name": "other"})


def memory():
    """What this process takes now, in KiB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def measured(chunk):
    """Memory during an export whose output is thrown away; ids are added up, to see that each came once."""
    engine.dispose()
    gc.collect()
    with engine.connect() as connection:  # what connecting costs is not the export's doing
        connection.execute(text("SELECT 1"))
    before, most, first, ids, lines = memory(), 0, [], 0, 0

    def write(portion):
        nonlocal most, ids, lines
        most = max(most, memory())
        if not first:
            first.append(memory() - before)
        for line in portion.splitlines():
            ids += json.loads(line)["id"]
            lines += 1

    count = export.export(engine, write, chunk)
    return {"count": count, "more": max(0, most - before), "first": first[0] if first else 0, "ids": ids, "lines": lines}


class Stop(Exception):
    pass


def watched(chunk, stop_after=None, fail_after=None, changes=None):
    """Lines, sizes of portions, calls of progress; `changes` are statements that somebody else commits after the first portion."""
    portions, told, raised, asked = [], [], "", []

    def write(portion):
        if fail_after is not None and len(portions) == fail_after:
            raise Stop
        portions.append(portion)

    def progress(count):
        told.append(count)
        if changes and len(told) == 1:
            with other.begin() as connection:
                for statement in changes:
                    connection.execute(text(statement))

    def cancelled():
        asked.append(len(portions))
        return stop_after is not None and len(portions) >= stop_after

    count = None
    try:
        count = export.export(engine, write, chunk, progress, cancelled)
    except Stop:
        raised = "Stop"
    in_use = engine.pool.checkedout()
    lines = [line for portion in portions for line in portion.splitlines()]
    sizes = [portion.count("\n") for portion in portions]
    if in_use:
        engine.dispose()
        gc.collect()
    return {"lines": lines, "sizes": sizes, "told": told, "asked": asked, "count": count, "raised": raised, "in_use": in_use}
