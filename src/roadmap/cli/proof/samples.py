"""Samples: each is run as a visitor would run it, and prints what its page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from roadmap.catalogue import Finding, Lesson, Sample, Section
from roadmap.catalogue.finding import shown
from roadmap.cli.proof.trial import Trial, told, unavailable
from roadmap.runner.job import Job
from roadmap.runner.verdict import State, Verdict

# A visitor waits for it; what takes longer is no sample.
SLOW_SECONDS = 2.0
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def sample_trials(section: Section) -> Iterator[Trial]:
    for lesson in section.lessons:
        for sample in lesson.samples:
            name = f"{section.id}: sample {sample.id}"
            job = Job.to_run(sample, id=f"check-{section.id}-{sample.id}")
            yield Trial(name, section, sample, job, _judge(section, lesson, sample))


def same_output(printed: str, page: str, *, varying: bool) -> bool:
    """Whether a page shows what was printed: white space at line ends is no difference, nor, if `varying`, numbers."""
    return _plain(printed, varying) == _plain(page, varying)


def first_difference(printed: str, page: str, *, varying: bool) -> str:
    """The first line on which they part, in words."""
    ran, written = _plain(printed, varying), _plain(page, varying)
    for number in range(max(len(ran), len(written))):
        ours = ran[number] if number < len(ran) else None
        theirs = written[number] if number < len(written) else None
        if ours != theirs:
            says = f"prints {ours!r}" if ours is not None else "ends"
            shows = f"the page shows {theirs!r}" if theirs is not None else "the page shows no more"
            return f"line {number + 1} {says}, {shows}"
    return "no difference"


def _judge(section: Section, lesson: Lesson, sample: Sample) -> Callable[[Verdict], Iterator[Finding]]:
    def judge(verdict: Verdict) -> Iterator[Finding]:
        file, page = shown(sample.path, section.path), shown(lesson.path, section.path)
        yield from (gone := unavailable(verdict, file))
        if gone:
            return
        if verdict.state is not State.PASSED:
            message = f"sample {sample.id} does not run: {verdict.state}: {verdict.message or 'see below'}"
            yield Finding(file, _failing_line(sample, verdict), message, "mend the sample", detail=told(verdict))
            return
        if not verdict.output.strip():
            yield Finding(file, 1, f"sample {sample.id} prints nothing", "a sample shows what it does: print something")
        if sample.output is not None and not same_output(verdict.output, sample.output, varying=sample.varying):
            where = first_difference(verdict.output, sample.output, varying=sample.varying)
            cure = "show what it prints" if sample.varying else "show what it prints, or say `output varying`"
            message = f"sample {sample.id} does not print what the page shows: {where}"
            yield Finding(page, sample.line, message, cure, detail="it printed:\n" + verdict.output.rstrip())
        if verdict.phases.ran > SLOW_SECONDS:
            message = f"sample {sample.id} ran for {verdict.phases.ran:.1f} s"
            yield Finding(file, 1, message, f"at most {SLOW_SECONDS:g} s", severity="warning")

    return judge


def _failing_line(sample: Sample, verdict: Verdict) -> int:
    lines = re.findall(rf"{re.escape(sample.name)}\"?, line (\d+)", verdict.traceback or verdict.output)
    return int(lines[-1]) if lines else 1


def _plain(text: str, varying: bool) -> list[str]:
    lines = [line.rstrip() for line in text.rstrip().split("\n")]
    return [_NUMBER.sub("0", line) for line in lines] if varying else lines
