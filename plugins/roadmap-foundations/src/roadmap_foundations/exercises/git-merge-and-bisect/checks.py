"""Three repositories, each with its own culprit; solve.sh runs once in each, and git tells what it left."""

COUNTRIES = ["NO", "CH", "IS", "UA", "RS", "MD", "MK", "AL", "BA", "GE"]
WORDS = ["naming", "layout", "comments", "rounding", "spelling", "spacing", "wording", "order", "headings", "style"]
PLANS = []


def plans(random):
    """Drawn once for the run: all checks look at the same three repositories."""
    if not PLANS:
        # Twice after the commits that cannot be tested, and once before them.
        PLANS.extend(plan(random, culprit) for culprit in (random.randrange(19, 25), random.randrange(5, 10), random.randrange(25, 29)))
    return PLANS


def plan(random, culprit):
    lines = [f"{country} {random.randrange(5, 26)}\n" for country in random.sample(COUNTRIES, 4)]
    numbers = random.sample(range(1000, 10000), 30)
    return {
        "culprit": culprit,
        "broken": [13, 14, 15, 16],
        "change": random.randrange(3),
        "fork": random.randrange(3, 20),
        "ours": lines[:2],
        "theirs": lines[2:],
        "subjects": [f"Improve {random.choice(WORDS)}, part {number}" for number in numbers],
    }


def each(probe, random):
    """The plan of each repository, and what became of it."""
    for number, one in enumerate(plans(random), 1):
        yield one, probe("solved", number, one)


def ended(facts):
    how = f"solve.sh ended with exit code {facts['code']}." if facts["code"] is not None else "solve.sh took more than 15 seconds."
    return f"{how} The last lines that it printed: {' / '.join(facts['printed'].strip().splitlines()[-3:]) or 'none'}"


def test_merges_without_markers(probe, random):
    """coupons is merged into main, and no file holds a conflict marker"""
    for _, facts in each(probe, random):
        assert not facts["merging"], f"The merge is still under way: conflicts were not settled and committed. {ended(facts)}"
        assert "main" in facts["contains"]["coupons"].split() or len(facts["kept"]) > 1 and facts["now"]["main"] != facts["tips"]["main"], (
            f"Nothing was merged: the tip of main is where it was. {ended(facts)}"
        )
        for name, text in facts["texts"].items():
            marked = [line for line in text.splitlines() if line.startswith(("<<<<<<<", "=======", ">>>>>>>"))]
            assert not marked, f"{name} was committed with git's markers in it, such as {marked[0]!r}. They say where the two sides meet, and have to be removed."


def test_keeps_both_sides(probe, random):
    """rates.txt has the lines that main added and those that coupons added"""
    for one, facts in each(probe, random):
        moved = facts["now"]["main"] != facts["tips"]["main"]
        assert moved, f"Nothing was merged: the tip of main is where it was, and the lines of coupons are not there. {ended(facts)}"
        lines = facts["texts"].get("rates.txt", "").splitlines()
        for side, added in (("main", one["ours"]), ("coupons", one["theirs"])):
            missing = [line.strip() for line in added if line.strip() not in lines]
            assert not missing, (
                f"One side's change is lost: {missing[0]!r}, which {side} had added to rates.txt, is gone. --ours and --theirs, and -X with them, choose one side of each conflict; here both are wanted."
            )
        assert "coupons.py" in facts["texts"], "coupons.py, which the branch brought, is not there."


def test_merge_has_two_parents(probe, random):
    """The merge is a commit with two parents: main as it was, and coupons"""
    for _, facts in each(probe, random):
        want = [facts["tips"]["main"], facts["tips"]["coupons"]]
        assert facts["now"]["main"] != facts["tips"]["main"], f"main has no new commit. {ended(facts)}"
        assert len(facts["parents"]) == 2, (
            f"The tip of main has {len(facts['parents'])} parent. git merge --squash, a cherry-pick or a rebase bring the changes but forget where they came from; a merge remembers both."
        )
        assert facts["parents"] == want, "The two parents of the tip of main are not main as it was and coupons, in this order. Merge coupons into main, once."


def test_names_the_culprit(probe, random):
    """../answer.txt holds the subject of the commit that broke the prices, in three repositories"""
    for one, facts in each(probe, random):
        right = one["subjects"][one["culprit"]]
        assert facts["answer"] is not None, f"There is no answer.txt beside the repository. {ended(facts)}"
        answer = facts["answer"].strip()
        if answer == right:
            continue
        where = one["subjects"].index(answer) if answer in one["subjects"] else None
        assert where not in one["broken"], (
            f"The answer is {answer!r}. That commit is not where the prices went wrong: its prices.py cannot even be imported. Exit code 125 tells git bisect to skip a commit that cannot be tested; 1 calls it bad."
        )
        assert where is not None, (
            f"The answer is {answer[:80]!r}, and no commit of this repository has that subject. Each repository has the bug in another commit, so look it up while the script runs: after the bisection, refs/bisect/bad is the culprit."
        )
        raise AssertionError(
            f"The answer is commit {where + 1} of 30, and the first with wrong prices is commit {one['culprit'] + 1}. Did the bisection start from a bad commit and the good v1.0, and did is_good.py judge each commit by its own prices?"
        )


def test_leaves_the_tree_clean(probe, random):
    """main is checked out, and no file is changed or new"""
    for _, facts in each(probe, random):
        assert facts["branch"] == "main", (
            f"Checked out is {facts['branch'] or 'a bare commit, no branch'}, and not main. git bisect reset goes back to where the bisection began."
        )
        assert not facts["status"], f"git status --porcelain is not empty: {facts['status'].splitlines()[0]!r}. The answer belongs beside the repository, and what was merged belongs into the commit."


def test_rewrites_nothing(probe, random):
    """Commits that existed before are still there, unchanged, on both branches"""
    for _, facts in each(probe, random):
        for name in ("coupons", "v1.0"):
            assert facts["now"][name] == facts["tips"][name], f"{name} points to another commit than before. A merge only adds a commit to main; a rebase writes others' commits anew."
        assert "main" in facts["contains"]["main"].split(), (
            "The commits that were on main are not in its history any more: they were rewritten. Whoever has them already would have to merge with their own past."
        )
        assert facts["now"]["main"] != facts["tips"]["main"], f"main has no new commit at all. {ended(facts)}"


def test_repository_passes_its_tests(probe, random):
    """The merged repository passes test_rates.py"""
    for _, facts in each(probe, random):
        assert facts["now"]["main"] != facts["tips"]["main"], f"There is no merged commit to test. {ended(facts)}"
        assert not facts["tests"], f"test_rates.py fails on the tip of main: {facts['tests']}"


def test_bisection_has_ended(probe, random):
    """No bisection is under way at the end"""
    for _, facts in each(probe, random):
        assert facts["answer"] is not None, f"No bisection has left an answer. {ended(facts)}"
        assert not facts["bisecting"], "The bisection is still under way: the repository stands on some commit in the middle. git bisect reset ends it, also after the culprit was found."
