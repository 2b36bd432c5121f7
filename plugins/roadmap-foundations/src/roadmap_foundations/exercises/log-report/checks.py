"""Reports on logs that are made up for each run, compared with what was put into them."""

import string


def a_path(random):
    return "/" + "".join(random.choices(string.ascii_lowercase, k=8))


def a_line(random, path=None, status=None, seconds=None):
    address = f"203.0.113.{random.randrange(1, 255)}"
    method = random.choice(["GET", "POST", "PUT"])
    status = random.choice([200, 201, 302, 404, 422, 500]) if status is None else status
    seconds = f"{random.randrange(1, 3000) / 1000:.3f}" if seconds is None else seconds
    return f"2026-11-22T09:{random.randrange(60):02}:00Z {address} {method} {path or a_path(random)} {status} {seconds}"


def report(call, lines):
    return checked(call("report:report", lines))


def checked(found):
    assert isinstance(found, dict), f"report() returned a {type(found).__name__}; a dictionary was expected."
    missing = {"classes", "slowest", "malformed"} - set(found)
    assert not missing, f"The dictionary has no {sorted(missing)[0]!r}; it has the keys {sorted(found)}."
    return found


def test_counts_classes(call, random, expect):
    """Answers are counted by status class, and classes without an answer are absent"""
    for _ in range(3):
        wanted = {f"{number}xx": random.randrange(1, 9) for number in random.sample([1, 2, 3, 4, 5], 3)}
        lines = [
            a_line(random, status=int(name[0]) * 100 + random.randrange(100)) + random.choice(["", "\n"])
            for name, count in wanted.items()
            for _ in range(count)
        ]
        random.shuffle(lines)
        expect(report(call, lines)["classes"]).equals(
            wanted,
            if_equals=[({**dict.fromkeys(["1xx", "2xx", "3xx", "4xx", "5xx"], 0), **wanted}, "A class that no answer had should be absent, not 0.")],
            message=f"The counts for {len(lines)} lines are wrong.",
        )


def test_slowest_paths(call, random, expect):
    """The five slowest paths are listed with the longest time of each, the longest first"""
    times = {a_path(random): random.sample(range(1, 100_000), 3) for _ in range(9)}
    lines = [a_line(random, path, seconds=value / 1000) for path, values in times.items() for value in values]
    random.shuffle(lines)
    longest = sorted(((max(values) / 1000, path) for path, values in times.items()), reverse=True)
    totals = sorted(((sum(values) / 1000, path) for path, values in times.items()), reverse=True)
    got = report(call, lines)["slowest"]
    expect(got).equals(
        [[path, value] for value, path in longest[:5]],
        if_equals=[
            ([[path, value] for value, path in longest], "All paths came back; five were asked for."),
            ([[path, value] for value, path in longest[::-1][:5]], "These are the fastest: sort the other way round."),
        ],
        message="Each path counts with its slowest request."
        + (" The order suggests that you added the times up." if [pair[0] for pair in got] == [path for _, path in totals[:5]] else ""),
    )
    few = [a_line(random, "/a", seconds="0.5"), a_line(random, "/b", seconds="0.7")]
    expect(report(call, few)["slowest"]).equals([["/b", 0.7], ["/a", 0.5]], message="Two paths should give two pairs.")


def test_ties_by_path(call, random, expect):
    """Paths with equal times come in alphabetical order"""
    paths = [a_path(random) for _ in range(8)]
    lines = [a_line(random, path, seconds="0.250") for path in sorted(paths, reverse=True)]
    expect(report(call, lines)["slowest"]).equals(
        [[path, 0.25] for path in sorted(paths)[:5]],
        message="Eight paths took equally long. Equal times should come in alphabetical order of the path: sort by two things.",
    )


def test_malformed_lines(call, random, expect):
    """Malformed lines are counted, contribute to nothing, and do not end the report"""
    bad = [
        "",
        "\n",
        "-- log rotated --",
        a_line(random).rsplit(" ", 1)[0],
        a_line(random) + " extra",
        a_line(random, status="OK"),
        a_line(random, status=99),
        a_line(random, status=600),
        a_line(random, status="20.0"),
        a_line(random, seconds="fast"),
        a_line(random, seconds="nan"),
        a_line(random, seconds="inf"),
        a_line(random, seconds="-inf"),
        a_line(random, status=999, seconds="-0.5"),
        a_line(random, seconds="-0.5") + " extra",
    ]
    for line in bad:
        lines = [a_line(random, "/ok", 200, "0.1"), line, a_line(random, "/ok", 200, "0.2")]
        try:
            found = report(call, lines)
        except call.Raised as problem:
            raise AssertionError(f"{line!r} is malformed, and report() raised {raised(problem)}. {why_malformed(line)}") from None
        expect(found["malformed"]).equals(1, message=f"Of three lines, {line!r} is malformed, and only that one.")
        expect(found["classes"]).equals({"2xx": 2}, message=f"{line!r} is malformed and must not be counted as an answer.")
        expect(found["slowest"]).equals([["/ok", 0.2]], message=f"{line!r} is malformed and must not appear among the slowest.")
    some = random.choices(bad, k=random.randrange(5, 20))
    expect(report(call, some)["malformed"]).equals(len(some), message="A log of nothing but malformed lines.")


def why_malformed(line):
    if line.endswith("-inf"):
        return "-inf is no finite number: that comes before the question whether a duration is negative."
    if "-0.5" in line:
        return "NegativeDuration is for lines that are otherwise as described; look at fields and status first."
    return "It should be counted, and the report go on."


def raised(problem):
    return f"{problem.type}: {problem.message}{f' ({problem.place})' if problem.place else ''}"


def run(call, probe, function, *args):
    """What the probe found out. What report() raises meanwhile is named as its own."""
    try:
        return probe(function, *args)
    except call.Raised as problem:
        raise AssertionError(f"report() raised {raised(problem)}") from None


def test_negative_duration(call, random):
    """A negative duration raises NegativeDuration"""
    lines = [a_line(random), a_line(random, seconds=f"-0.{random.randrange(1, 1000):03}"), a_line(random)]
    try:
        found = call("report:report", lines)
    except call.Raised as problem:
        assert problem.type.rpartition(".")[2] == "NegativeDuration", (
            f"A line with a negative duration raised {problem.type}: {problem.message}. NegativeDuration was expected."
        )
    else:
        raise AssertionError(
            f"The line {lines[1]!r} has a negative duration, and the report was {found}. NegativeDuration should have been raised; it "
            "is a kind of ValueError, so take care that you do not catch it yourself."
        )


def test_negative_is_a_value_error(call, probe):
    """NegativeDuration is a kind of ValueError, and not ValueError itself"""
    facts = run(call, probe, "kind_of_error")
    assert facts["exists"], "report.py no longer has the class NegativeDuration."
    assert facts["is_value_error"] and not facts["is_same"], "NegativeDuration should be a subclass of ValueError."
    assert facts["raised"], "A negative duration did not raise NegativeDuration."


def test_one_pass_is_enough(call, probe, random, expect):
    """The lines are asked for once"""
    lines = [a_line(random, "/only", 200, "0.5") for _ in range(random.randrange(3, 9))] + ["broken"]
    facts = run(call, probe, "from_generator", lines)
    assert facts["passes"] == 1, (
        f"The lines were asked for {facts['passes']} times. A generator has nothing left the second time: gather all that you need in one loop."
    )
    wanted = {"classes": {"2xx": len(lines) - 1}, "slowest": [["/only", 0.5]], "malformed": 1}
    expect(facts["report"]).equals(wanted, message="The lines came from a generator.")


def test_memory_stays_flat(call, probe, random):
    """200,000 lines take no more memory than a few"""
    seed = random.randrange(10**6)
    facts = run(call, probe, "memory", 200_000, seed)
    assert facts["counted"] == 200_000, f"200,000 good lines came in, and the classes add up to {facts['counted']}."
    held = facts["most_alive"]
    assert held <= 100, f"At one moment {held:,} of 200,000 lines were held at once: you read the log into memory. Take one line, use it, let it go."
    assert facts["peak_kb"] <= 128, (
        f"While reading 20,000 lines with forty different paths, your program took {facts['peak_kb']:,} KiB more than before. Something "
        "from every line is kept in memory; keep one number for each path."
    )


def test_broken_source(probe, random):
    """An error that comes from the source of the lines is let through"""
    lines = [a_line(random) for _ in range(4)]
    for kind in ("KeyboardInterrupt", "OSError", "RuntimeError"):
        got = probe("from_broken_source", lines, kind)
        assert got == kind, (
            f"The source of the lines raised {kind} after four lines, and "
            + (f"{got} came out of report()." if got else "report() returned as if nothing had happened: it was swallowed.")
            + " Catch ValueError, and only around the work on one line."
        )


def test_empty_log(call, expect):
    """An empty log gives an empty report"""
    expect(report(call, [])).equals({"classes": {}, "slowest": [], "malformed": 0}, message="The report on no lines at all.")
