"""Exercises: the solution passes; the starter, empty files and every wrong answer fail, as they should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from roadmap.catalogue import Exercise, Finding, Section, WrongAnswer
from roadmap.catalogue.files import line_of
from roadmap.catalogue.finding import shown
from roadmap.cli.proof.leaks import leaks
from roadmap.cli.proof.trial import Trial, told, unavailable
from roadmap.runner.job import Job
from roadmap.runner.verdict import Outcome, State, Verdict

Judge = Callable[[Verdict], Iterable[Finding]]


def exercise_trials(section: Section, exercise: Exercise, solutions: int) -> Iterator[Trial]:
    """Every answer whose verdict is known; the solution `solutions` times, each with other random inputs."""
    yield _trial(section, exercise, "starter", {}, _judge_unsolved(section, exercise, "starter"))
    empty = dict.fromkeys(exercise.edit, "")
    yield _trial(section, exercise, "empty files", empty, _judge_unsolved(section, exercise, "empty files"))
    for number in range(1, solutions + 1):
        name = "solution" if solutions == 1 else f"solution, {number} of {solutions}"
        yield _trial(section, exercise, name, exercise.solution, _judge_solution(section, exercise))
    for answer in exercise.wrong:
        judge = _judge_wrong(section, exercise, answer)
        yield _trial(section, exercise, f"wrong answer {answer.name}", answer.files, judge)


def _trial(section: Section, exercise: Exercise, name: str, edited: Mapping[str, str], judge: Judge) -> Trial:
    files = exercise.program_files(edited)
    place = shown(exercise.path, section.path)

    def judge_all(verdict: Verdict) -> Iterator[Finding]:
        gone = unavailable(verdict, place)
        yield from gone or judge(verdict)
        if gone:
            return
        for source, line in leaks(exercise, files, verdict):
            message = f"{name}: the learner is shown a line of {source}: {line!r}"
            yield Finding(place, 1, message, "keep what is hidden out of feedback and output", detail=told(verdict))

    job = Job.to_check(exercise, files, id=f"check-{exercise.key.replace('/', '-')}")
    return Trial(f"{exercise.key}: {name}", section, exercise, job, judge_all)


def _judge_unsolved(section: Section, exercise: Exercise, name: str) -> Judge:
    def judge(verdict: Verdict) -> Iterator[Finding]:
        if verdict.state is State.PASSED:
            place = shown(exercise.path / ("starter" if name == "starter" else "checks.py"), section.path)
            yield Finding(place, 1, f"the {name} of {exercise.key} passed", "check for what the learner has to do")
        yield from _silent(section, exercise, verdict)

    return judge


def _judge_solution(section: Section, exercise: Exercise) -> Judge:
    def judge(verdict: Verdict) -> Iterator[Finding]:
        if verdict.state is State.PASSED:
            return
        seed = f"seed {verdict.seed}" if verdict.seed is not None else "no seed"
        failed = [result for result in verdict.checks if result.outcome in (Outcome.FAILED, Outcome.ERROR)]
        lines = {check.id: check.line for check in exercise.checks}
        for result in failed:
            message = f"the solution fails {result.id} ({seed}): {result.feedback or result.outcome}"
            place = shown(exercise.path / "checks.py", section.path)
            yield Finding(place, lines.get(result.id, 1), message, "mend one of the two", detail=told(verdict))
        if not failed:
            place = shown(exercise.path / "solution", section.path)
            message = f"the solution does not pass ({seed}): {verdict.state}: {verdict.message}"
            yield Finding(place, 1, message, "mend the solution", detail=told(verdict))

    return judge


def _judge_wrong(section: Section, exercise: Exercise, answer: WrongAnswer) -> Judge:
    def judge(verdict: Verdict) -> Iterator[Finding]:
        def wrong(key: str, message: str, cure: str) -> Finding:
            line = line_of(key, toml)
            return Finding(shown(toml, section.path), line, message, cure, detail=told(verdict))

        toml: Path = answer.path / "wrong.toml"
        if verdict.state is State.PASSED:
            yield wrong("check", f"wrong answer {answer.name} passed", f"make {answer.check} catch it")
            return
        if verdict.state is not State.FAILED:
            # What stops the whole program has no feedback of a check; then the verdict's own words have to say it.
            if not _says(verdict.message, answer.words):
                message = f"wrong answer {answer.name} ended with {verdict.state}, without the words “{answer.words}”"
                yield wrong("words", message, "make the check fail, or name words of the verdict's message")
            return
        result = next((result for result in verdict.checks if result.id == answer.check), None)
        if result is None or result.outcome is not Outcome.FAILED:
            others = ", ".join(result.id for result in verdict.checks if result.outcome is Outcome.FAILED) or "none"
            outcome = result.outcome if result else "not there"
            message = f"wrong answer {answer.name}: {answer.check} is {outcome}, failed are: {others}"
            yield wrong("check", message, f"make {answer.check} catch it, or name the check that does")
        elif not _says(result.feedback, answer.words):
            message = f"wrong answer {answer.name}: the feedback of {answer.check} lacks the words “{answer.words}”"
            yield wrong("words", message, f"it says: {result.feedback}")
        yield from _silent(section, exercise, verdict)

    return judge


def _silent(section: Section, exercise: Exercise, verdict: Verdict) -> Iterator[Finding]:
    """Checks that fail without a word, or by a mistake of their own."""
    lines = {check.id: check.line for check in exercise.checks}
    place = shown(exercise.path / "checks.py", section.path)
    for result in verdict.checks:
        if result.outcome is Outcome.FAILED and not result.feedback.strip():
            yield Finding(
                place, lines.get(result.id, 1), f"{result.id} fails without feedback", "say what was observed"
            )


def _says(text: str, words: str) -> bool:
    """Line breaks in feedback are the terminal's, not the author's."""
    return " ".join(words.split()) in " ".join(text.split())
