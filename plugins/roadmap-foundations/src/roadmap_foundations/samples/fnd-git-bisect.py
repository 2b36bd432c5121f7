"""A real repository of thirty commits, and `git bisect run` on the hunt."""

import os
import subprocess
import sys
import tempfile

# Nobody's own settings, and the same dates each time.
os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", GIT_PAGER="cat", LC_ALL="C")


def git(*arguments, **options):
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True, **options).stdout


def history():
    """Thirty commits in the form that `git fast-import` reads. From number 12 on, the tax is wrong."""
    for number in range(1, 31):
        tax = "cents * 12 // 10" if number < 12 else "cents + 20"
        code = f"# revision {number}\ndef with_tax(cents):\n    return {tax}\n"
        subject = "Make it shorter" if number == 12 else f"Change number {number}"
        yield f"commit refs/heads/main\ncommitter Ada <ada@shop.example> {1_000_000 + number} +0000\n"
        yield f"data {len(subject)}\n{subject}\nM 644 inline tax.py\ndata {len(code)}\n{code}\n"


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    git("init", "--quiet", "--initial-branch=main", ".")
    git("fast-import", "--quiet", input="".join(history()))
    git("reset", "--hard", "--quiet", "main")
    print("commits:", git("rev-list", "--count", "main").strip())

    git("bisect", "start", "main", "main~29")
    probe = "from tax import with_tax; raise SystemExit(with_tax(500) != 600)"
    log = git("bisect", "run", sys.executable, "-B", "-c", probe)
    print("tested: ", log.count("running "))
    print("culprit:", git("log", "-1", "--format=%s", "refs/bisect/bad").strip())
    git("bisect", "reset")
    os.chdir("/")
