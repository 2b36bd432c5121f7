"""What is wrong with a package's translations: texts that are missing, unsure, or say something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from babel.messages.catalog import Catalog, Message

from roadmap.languages.extraction import Domain, compiled, extract, read, translated_languages

# `%(name)s` in templates, `${name}` in code, `{name}` in scripts.
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\$?\{\w+\}")


def problems(domain: Domain) -> list[str]:
    """Each in a sentence that names the file; none where every text is translated into every language."""
    if not domain.template.is_file():
        return [f"{domain.template} is missing: write it with `roadmap messages`"]
    texts = extract(domain)
    found = list(_compared(texts, read(domain.template), str(domain.template)))
    for language in translated_languages():
        path = domain.po(language)
        if not path.is_file():
            found.append(f"{path} is missing: write it with `roadmap messages`")
            continue
        catalog = read(path, language)
        found += _compared(texts, catalog, str(path))
        found += [f"{path}: {problem}" for message in catalog if message.id for problem in _of(message)]
        mo = domain.mo(language)
        if not mo.is_file() or mo.read_bytes() != compiled(catalog):
            found.append(f"{mo} is not made of {path.name}: compile it with `roadmap messages`")
    return found


def _compared(texts: Catalog, catalog: Catalog, where: str) -> Iterator[str]:
    wanted, there = ({str(_first(message)) for message in each if message.id} for each in (texts, catalog))
    for text in sorted(wanted - there):
        yield f"{where} lacks {text!r}: collect it with `roadmap messages`"
    for text in sorted(there - wanted):
        yield f"{where} has {text!r}, which nothing says any more: run `roadmap messages`"


def _of(message: Message) -> Iterator[str]:
    ids, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield f"{ids[0]!r} is marked as fuzzy: check it, and take the mark away"
    if not all(strings) or not strings:
        yield f"{ids[0]!r} has no translation"
        return
    for string in strings:
        if not any(_placeholders(id) == _placeholders(string) for id in ids):
            yield f"{string!r} has other placeholders than {ids[-1]!r}"
        if not any(_tags(id) == _tags(string) for id in ids):
            yield f"{string!r} has other markup than {ids[-1]!r}"
        if _ends(string) != _ends(ids[0]):
            yield f"{string!r} begins or ends with another space than {ids[0]!r}"


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def _ends(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _tags(text: str) -> Counter[str]:
    """Elements and their attributes, in whatever order a sentence has them."""
    reader = _Tags()
    reader.feed(text)
    return reader.found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag} {sorted(attrs)}>"] += 1

    def handle_endtag(self, tag: str) -> None:
        self.found[f"</{tag}>"] += 1


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return [text or ""] if isinstance(text, str) or text is None else [str(each) for each in text]


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id
