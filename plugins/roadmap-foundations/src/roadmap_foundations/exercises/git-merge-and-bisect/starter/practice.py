"""Makes a repository with a conflict and a culprit, runs solve.sh in it, and tells what came out."""

import os
import random
import shutil
import subprocess
import sys

GOOD = "    return sum(cents) * (100 + percent) // 100\n"
BROKEN = "    return sum(cents * (100 + percent) // 100\n"
BAD = (
    "    return sum(cents) * 100 // (100 - percent)\n",
    "    return sum(cents) + percent\n",
    "    return sum(cents[1:]) * (100 + percent) // 100\n",
)
TOPICS = ("naming", "layout", "comments", "rounding", "spelling", "spacing", "wording", "order", "headings", "style")
TESTS = """\
import pathlib

lines = pathlib.Path("rates.txt").read_text().splitlines()
rates = dict(line.split() for line in lines)
assert len(rates) == len(lines), "a country stands there twice"
assert all(len(country) == 2 and percent.isdigit() for country, percent in rates.items()), "not a rate"
print(len(rates), "rates are fine")
"""
# Nobody's own settings, nobody to ask, and no editor that waits.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "true",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ADVICE": "0",
    "GIT_AUTHOR_NAME": "You",
    "GIT_AUTHOR_EMAIL": "you@shop.example",
    "GIT_COMMITTER_NAME": "You",
    "GIT_COMMITTER_EMAIL": "you@shop.example",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def git(repository, *arguments, **options):
    """What `git` prints. Raises if it fails."""
    command = ["/usr/bin/git", "-C", repository, *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, errors="replace", env=ENVIRONMENT, timeout=20, **options
    ).stdout.strip()


def invent(seed):
    """What a repository is made of: where the culprit is, what it broke, and what both sides added."""
    dice = random.Random(seed)
    countries = ["NO", "CH", "IS", "UA", "RS", "MD"]
    dice.shuffle(countries)
    lines = [f"{country} {dice.randrange(5, 26)}\n" for country in countries]
    return {
        "culprit": dice.randrange(19, 29),
        "broken": [14, 15, 16],
        "change": dice.randrange(len(BAD)),
        "fork": dice.randrange(4, 12),
        "ours": lines[:2],
        "theirs": lines[2:4],
        "subjects": [f"Improve {dice.choice(TOPICS)}, part {dice.randrange(100, 1000)}{n:02}" for n in range(30)],
    }


def build(folder, plan):
    """The repository `folder`/shop, in which commit number 0 is good and `plan["culprit"]` is the first that is not."""
    os.makedirs(folder)
    repository = os.path.join(folder, "shop")
    git(folder, "init", "--quiet", "--template=", "--initial-branch=main", "shop")
    # A pack, not a hundred loose files.
    git(repository, "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", input="".join(history(plan)))
    git(repository, "reset", "--hard", "--quiet", "main")
    for name in ("solve.sh", "is_good.py"):
        shutil.copy(name, folder)
    return repository


def history(plan):
    """The commits, in the form that `git fast-import` reads."""
    old = "AT 20\nDE 19\nFR 20\nIT 22\n"
    for number, subject in enumerate(plan["subjects"]):
        line = GOOD if number < plan["culprit"] else BAD[plan["change"]]
        line = BROKEN if number in plan["broken"] else line
        files = {"prices.py": f"# revision {number}\n\n\ndef total(cents, percent):\n{line}", "test_rates.py": TESTS}
        files["rates.txt"] = old + "".join(plan["ours"] if number > plan["fork"] else [])
        yield from commit("main", number, subject, files, mark=number + 1)
    yield from commit("coupons", 40, "Accept coupons", {"coupons.py": "COUPONS = {}\n"}, parent=plan["fork"] + 1)
    yield from commit("coupons", 41, "Ship to more countries", {"rates.txt": old + "".join(plan["theirs"])})
    yield "reset refs/tags/v1.0\nfrom :1\n\n"


def commit(branch, minute, subject, files, mark=None, parent=None):
    yield f"commit refs/heads/{branch}\n" + (f"mark :{mark}\n" if mark else "")
    yield f"committer Ada <ada@shop.example> {1_790_000_000 + 60 * minute} +0000\ndata {len(subject)}\n{subject}\n"
    yield f"from :{parent}\n" if parent else ""
    for name, text in files.items():
        yield f"M 644 inline {name}\ndata {len(text)}\n{text}\n"


def solve(repository):
    """Runs solve.sh; its exit code and what it printed, or None and why if it took too long."""
    command = ["/bin/sh", "../solve.sh"]
    try:
        done = subprocess.run(
            command,
            cwd=repository,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=15,
        )
    except subprocess.TimeoutExpired:
        return None, "solve.sh was still running after 15 seconds"
    return done.returncode, done.stdout.decode(errors="replace")


if __name__ == "__main__":
    seed = sys.argv[1] if len(sys.argv) > 1 else random.randrange(10**6)
    shutil.rmtree("practice", ignore_errors=True)
    plan = invent(seed)
    repository = build("practice", plan)
    code, printed = solve(repository)
    print(printed)
    print(f"---- solve.sh ended with {code}; this is what it left")
    print(git(repository, "log", "--oneline", "--graph", "-6", "main"))
    print(git(repository, "status", "--short", "--branch"))
    print(git(repository, "show", "main:rates.txt"))
    answer = os.path.join("practice", "answer.txt")
    print("answer: ", open(answer).read().strip() if os.path.exists(answer) else "there is no answer.txt")
    print("culprit:", plan["subjects"][plan["culprit"]])
