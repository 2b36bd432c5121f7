"""Makes repositories, runs solve.sh in each, and reports what it left behind."""

import contextlib
import os
import shutil
import subprocess

import practice

_known = {}


def solved(number, plan):
    """Facts about repository `number`. solve.sh runs in it once; every further question gets the same answer."""
    if number not in _known:
        folder = os.path.abspath(f"check-{number}")
        repository = practice.build(folder, plan)
        tips = {name: practice.git(repository, "rev-parse", name) for name in ("main", "coupons", "v1.0")}
        code, printed = practice.solve(repository)
        # What a script writes there decides what git tells us next.
        with open(os.path.join(repository, ".git", "config"), "w") as file:
            file.write("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
        shutil.rmtree(os.path.join(repository, ".git", "hooks"), ignore_errors=True)
        _known[number] = {"code": code, "printed": printed[-1500:], **look(folder, repository, tips)}
        shutil.rmtree(folder, ignore_errors=True)
    return _known[number]


def look(folder, repository, tips):
    def ask(*arguments):
        with contextlib.suppress(subprocess.SubprocessError):
            return practice.git(repository, *arguments)
        return ""

    answer = None
    with contextlib.suppress(OSError, UnicodeDecodeError), open(os.path.join(folder, "answer.txt")) as file:
        answer = file.read(2000)
    names = ask("ls-tree", "-r", "--name-only", "main").splitlines()
    return {
        "answer": answer,
        "parents": ask("log", "-1", "--format=%P", "main").split(),
        "tips": tips,
        "now": {name: ask("rev-parse", name) for name in tips},
        "kept": ask("rev-list", "--first-parent", "main").splitlines()[:2],
        "contains": {name: ask("branch", "--contains", tip, "--format=%(refname:short)") for name, tip in tips.items()},
        "branch": ask("symbolic-ref", "--short", "HEAD"),
        "status": ask("status", "--porcelain"),
        "bisecting": os.path.exists(os.path.join(repository, ".git", "BISECT_START")),
        "merging": os.path.exists(os.path.join(repository, ".git", "MERGE_HEAD")),
        "texts": {name: ask("show", f"main:{name}") for name in names[:20]},
        "tests": tests(repository, ask),
    }


def tests(repository, ask):
    """What the repository's own tests say of the tip of main, in a checkout of our own."""
    place = f"{repository}-merged"
    ask("worktree", "add", "--quiet", "--detach", place, "main")
    command = ["/usr/bin/python3", "-c", practice.TESTS]
    if not os.path.isdir(place):
        return "main cannot be checked out"
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, env=practice.ENVIRONMENT, timeout=10)
    ask("worktree", "remove", "--force", place)
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]
