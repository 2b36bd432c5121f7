"""What is wrong with a translation is named, with the file that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roadmap.languages.bare import bare_texts
from roadmap.languages.extraction import Domain, domains_of, extract, read, update, written
from roadmap.languages.proof import problems

VIEW = """\
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("acme")
GREETING = _("Hello ${name}")
"""
PAGE = """\
<p>{{ _("Topics") }}</p>
<p>{% trans count=topics|length %}{{ count }} topic{% pluralize %}{{ count }} topics{% endtrans %}</p>
<p>{% trans url=page %}See <a href="{{ url }}">the docs</a>.{% endtrans %}</p>
"""
GERMAN = {
    "Hello ${name}": "Hallo ${name}",
    "Topics": "Themen",
    "%(count)s topic": ("%(count)s Thema", "%(count)s Themen"),
    'See <a href="%(url)s">the docs</a>.': 'Sieh in die <a href="%(url)s">Doku</a>.',
}


@pytest.fixture
def domain(tmp_path: Path) -> Domain:
    package = tmp_path / "acme"
    (package / "templates").mkdir(parents=True)
    (package / "views.py").write_text(VIEW)
    (package / "templates" / "page.jinja2").write_text(PAGE)
    (package / "exercises").mkdir()
    (package / "exercises" / "solution.py").write_text('_("a learner\'s own text")\n')
    (domain,) = domains_of(package)
    update(domain)
    for language in ("de", "es"):
        fill(domain, language, lambda catalog: None)
    return domain


def fill(domain: Domain, language: str, change: Callable[..., None]) -> None:
    catalog = read(domain.po(language), language)
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            message.string = GERMAN[key]
    change(catalog)
    domain.po(language).write_bytes(written(catalog))
    update(domain)


def test_a_complete_package_has_no_problems(domain: Domain) -> None:
    assert problems(domain) == []
    assert "a learner's own text" not in extract(domain)


def test_writing_twice_changes_nothing(domain: Domain) -> None:
    files = [domain.template, domain.po("de"), domain.mo("de")]
    before = [path.read_bytes() for path in files]
    update(domain)
    assert [path.read_bytes() for path in files] == before


@pytest.mark.parametrize(
    ("key", "string", "problem"),
    [
        ("Topics", "", "has no translation"),
        ("Hello ${name}", "Hallo ${nahme}", "has other placeholders"),
        ("Hello ${name}", "Hallo", "has other placeholders"),
        ("%(count)s topic", ("ein Thema", "%(count) Themen"), "has other placeholders"),
        ("%(count)s topic", ("%(count)s Thema", ""), "has no translation"),
        ('See <a href="%(url)s">the docs</a>.', "Sieh in die Doku von %(url)s.", "has other markup"),
        ('See <a href="%(url)s">the docs</a>.', 'Sieh <a href="%(url)s" onclick="x">hin</a>.', "has other markup"),
        ("Topics", " Themen", "begins or ends with another space"),
    ],
)
def test_a_wrong_translation(domain: Domain, key: str, string: str, problem: str) -> None:
    def change(catalog: object) -> None:
        catalog[key].string = string  # type: ignore[index]

    fill(domain, "de", change)
    (found, *_) = problems(domain)
    assert problem in found
    assert str(domain.po("de")) in found


def test_a_guess_of_the_tool_does_not_count(domain: Domain) -> None:
    fill(domain, "es", lambda catalog: catalog["Topics"].flags.add("fuzzy"))
    (found,) = problems(domain)
    assert "'Topics' is marked as fuzzy" in found


def test_a_new_text_is_missed_until_it_is_collected(domain: Domain) -> None:
    (domain.sources / "views.py").write_text(VIEW + 'BYE = _("Bye")\n')
    assert [problem.partition(" lacks ")[2] for problem in problems(domain)] == [
        "'Bye': collect it with `roadmap messages`"
    ] * 3
    update(domain)
    assert [problem.partition(": ")[2] for problem in problems(domain)] == ["'Bye' has no translation"] * 2
    (domain.sources / "views.py").write_text(VIEW)
    assert "which nothing says any more" in problems(domain)[0]


def test_a_catalogue_that_is_not_compiled(domain: Domain) -> None:
    domain.mo("de").write_bytes(b"old")
    (found,) = problems(domain)
    assert "is not made of acme.po" in found


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("<p>Hello there</p>", "Hello there"),
        ("<p>\n{{ name }} has\nleft</p>", "… has left"),
        ('<nav aria-label="Breadcrumb"></nav>', "Breadcrumb"),
        ('{{ ui.button("Send") }}', "Send"),
        ('{{ "no page" if empty else "some" }}', "no page"),
        ("{% trans %}Told{% endtrans %} untold", "untold"),
        ("{% trans n=1 %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}<b>Bare</b>", "Bare"),
    ],
)
def test_a_text_that_goes_past_gettext(template: str, text: str) -> None:
    assert [found for _, found in bare_texts(template)] == [text]


@pytest.mark.parametrize(
    "template",
    [
        '<p class="lead wide">{{ _("Hello") }} · {{ name }}, {% trans %}you <b>there</b>{% endtrans %}</p>',
        '{% extends "roadmap:site/templates/layout.jinja2" %}{% block shape %}plain{% endblock %}',
        "<code>SELECT this</code> <kbd>Esc</kbd> 12 ms, Roadmap",
        '<input name="q" value="{{ query }}" type="search">',
        '{%- set described -%} aria-describedby="a b"{%- endset -%}',
        '{{ ui.field("path", _("Path"), kind="primary") }}',
    ],
)
def test_what_is_no_text(template: str) -> None:
    assert bare_texts(template) == []
