"""Memory is that of the whole family."""

import os
import subprocess
import sys

from roadmap.runner.memory import tree_bytes

MEGABYTE = 1024 * 1024
PARENT = f"""
import subprocess, sys
held = bytearray(b"x" * {20 * MEGABYTE})
child = "import sys; held = bytearray(b'x' * {30 * MEGABYTE}); print('ready', flush=True); sys.stdin.read()"
subprocess.run([sys.executable, "-c", child])
"""


def test_children_count():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        assert 50 * MEGABYTE < tree_bytes(process.pid) < 150 * MEGABYTE
        process.stdin.close()
    assert tree_bytes(process.pid) == 0


def test_what_others_own_shows_its_resident_pages(tmp_path):
    process = tmp_path / "7"
    (process / "task" / "7").mkdir(parents=True)
    (process / "task" / "7" / "children").write_text("8 9 ")
    (process / "statm").write_text("1000 25 10 1 0 50 0\n")
    # 8 may be seen in full; 9 has ended meanwhile.
    (tmp_path / "8" / "task").mkdir(parents=True)
    (tmp_path / "8" / "smaps_rollup").write_text("Rss:  9000 kB\nPss:     100 kB\n")
    assert tree_bytes(7, tmp_path) == 25 * os.sysconf("SC_PAGE_SIZE") + 100 * 1024
