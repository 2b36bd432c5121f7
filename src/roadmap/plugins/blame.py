"""From an exception to the line in the plugin's own file, what is wrong there, and the cure."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from pyramid.exceptions import ConfigurationConflictError, ConfigurationExecutionError

from roadmap.catalogue.finding import ContentError
from roadmap.plugins.discovery import Plugin
from roadmap.plugins.refusal import Refused
from roadmap.plugins.report import Failure


def blame(plugin: Plugin, error: BaseException) -> Failure:
    """Why `plugin` can't be used, as `error` tells."""
    disable = f"or turn it off with roadmap.plugins.disabled = {plugin.id}"
    match error:
        case ConfigurationExecutionError():
            return _executed(plugin, error)
        case ConfigurationConflictError():
            return _conflict(plugin, error)
        case Refused():
            place = (error.file, error.line) if error.file else _frame(plugin, error)
            return Failure(error.what, error.cure, *place)
        case ContentError():
            return _content(plugin, error)
        case TemplateSyntaxError():
            return Failure(
                f"a template does not compile: {error.message}", "mend the template", error.filename or "", error.lineno
            )
        case SyntaxError():
            return Failure(f"SyntaxError: {error.msg}", f"mend the line, {disable}", error.filename or "", error.lineno)
        case ImportError():
            cure = f"install what it needs, or name it in the plugin's dependencies, {disable}"
            return Failure(f"{type(error).__name__}: {error}", cure, *_frame(plugin, error))
        case _:
            return Failure(f"{type(error).__name__}: {error}", f"mend the plugin, {disable}", *_frame(plugin, error))


def _executed(plugin: Plugin, error: Any) -> Failure:
    failure = blame(plugin, error.evalue)
    # The declaration of the entry point says less than the line that called the directive.
    if _is_own(plugin, failure.file):
        return failure
    return Failure(failure.error, failure.cure, *_place(error.info))


def _conflict(plugin: Plugin, error: Any) -> Failure:
    discriminator, infos = next(iter(error._conflicts.items()))
    own = next((info for info in infos if _is_own(plugin, info.file)), infos[-1])
    others = sorted({f"{info.file}:{info.line}" for info in infos if info is not own})
    more = len(error._conflicts) - 1
    return Failure(
        f"it claims {_claim(discriminator)}, which is claimed already at {', '.join(others)}"
        + (f" (and {more} more of the same kind)" if more else ""),
        f"give it another name, or turn one of the two off with roadmap.plugins.disabled = {plugin.id}",
        *_place(own),
    )


def _claim(discriminator: object) -> str:
    if isinstance(discriminator, tuple):
        return " ".join(str(part) for part in discriminator if isinstance(part, str) and part) or repr(discriminator)
    return str(discriminator)


def _content(plugin: Plugin, error: ContentError) -> Failure:
    first = error.findings[0]
    more = len(error.findings) - 1
    file = next((path for folder in plugin.folders if (path := folder.parent / first.path).exists()), Path(first.path))
    return Failure(
        first.message + (f" (and {more} more: `roadmap check {plugin.id}` lists them)" if more else ""),
        first.cure or "mend the file",
        str(file),
        first.line,
        error.findings,
    )


def _frame(plugin: Plugin, error: BaseException) -> tuple[str, int | None]:
    """The innermost line of the plugin's own code, or where it is declared if none of it ran."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(plugin, frame.filename)]
    return (frames[-1].filename, frames[-1].lineno) if frames else plugin.declared()


def _place(info: Any) -> tuple[str, int | None]:
    return (str(info.file), int(info.line)) if info and info.file else ("", None)


def _is_own(plugin: Plugin, file: str | None) -> bool:
    return bool(file) and _is_below(Path(str(file)).resolve(), plugin.folders)


def _is_below(file: Path, folders: Iterable[Path]) -> bool:
    return any(file.is_relative_to(folder) for folder in folders)
