"""A learner's own traceback: without frames of ours, in bounded time and size, whatever their exception does."""

from __future__ import annotations

import re
import traceback
from types import TracebackType

_OURS = ("/opt/roadmap/", "<frozen importlib", "<frozen runpy")
_LONGEST = 16_000


def name_of(problem: BaseException) -> str:
    return type(problem).__name__[:200]


def message_of(problem: BaseException) -> str:
    try:
        # The text of a SyntaxError repeats the place.
        return str(problem.msg if isinstance(problem, SyntaxError) else problem)[:2000]
    except BaseException:
        return f"<unprintable {name_of(problem)}>"


def text_of(problem: BaseException) -> str:
    """As Python prints it, with paths relative to the learner's folder."""
    try:
        told = traceback.TracebackException(type(problem), problem, problem.__traceback__, limit=-60, compact=True)
        _strip(told, 0)
        text = "".join(told.format())
    except BaseException:
        text = f"{name_of(problem)}: {message_of(problem)}\n"
    text = text.replace('File "/work/', 'File "')
    text = re.sub(r'File "/opt/runtime/lib/python3\.\d+/site-packages/', 'File "', text)
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + "\n  …\n" + text[-_LONGEST // 2 :]


def place_of(problem: BaseException) -> str:
    """`app.py, line 3`: the innermost frame in the learner's own files, or nothing."""
    if isinstance(problem, SyntaxError) and (problem.filename or "").startswith("/work/"):
        return f"{(problem.filename or '')[6:]}, line {problem.lineno}"
    place, frame = "", problem.__traceback__
    while isinstance(frame, TracebackType):
        if frame.tb_frame.f_code.co_filename.startswith("/work/"):
            place = f"{frame.tb_frame.f_code.co_filename[6:]}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return place


def _strip(told: traceback.TracebackException, depth: int) -> None:
    frames = [frame for frame in told.stack if not frame.filename.startswith(_OURS)]
    theirs = next((number for number, frame in enumerate(frames) if frame.filename.startswith("/work/")), None)
    # What led into the learner's files is ours, or the importing that we asked for.
    told.stack = traceback.StackSummary.from_list(frames[theirs:] if theirs is not None else [])
    for cause in (told.__cause__, told.__context__):
        if cause is not None and depth < 20:
            _strip(cause, depth + 1)
