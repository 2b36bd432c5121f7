"""What only shows once several sections are there."""

from dataclasses import replace

import pytest

from roadmap.catalogue import Catalogue, check_links
from roadmap.catalogue.links import Link, check_order

from .example import changed, load, write


def catalogue(tmp_path, changes):
    """The example, and another section made of it without its exercises, quiz and samples."""
    both = Catalogue()
    both.add(load(write(tmp_path / "demo", changes)))
    other = {
        "content/section.md": "Other.\n",
        "content/10-first.md": "---\nid: intro\ntitle: I\nsummary: S\nminutes: 1\n---\n"
        "## Why\n\nText.\n\n::: today {C-1} Now\nText.\n:::\n",
        "content/20-second.md": None,
        "content/quiz.toml": None,
    }
    package = write(tmp_path / "other", other)
    package = package.rename(package.with_name("roadmap_other"))
    both.add(load(package, id="other", title="Other", exercises=None))
    return both


def found(tmp_path, changes):
    return [str(finding) for finding in check_links(catalogue(tmp_path, changes))]


def link_to(href):
    return changed("content/10-first.md", "lesson:second#the-end", href)


@pytest.mark.parametrize(
    "href", ["lesson:other/intro", "lesson:other/intro#why", "lesson:other/intro#C-1", "section:other"]
)
def test_links_that_live(tmp_path, href):
    assert found(tmp_path, link_to(href)) == []


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("lesson:other/outro", "dead link lesson:other/outro (did you mean intro?)"),
        ("lesson:other/intro#whi", "dead link: lesson:other/intro has no heading #whi (did you mean why?)"),
        ("exercise:other/double", "dead link exercise:other/double"),
        ("quiz:other", "dead link quiz:other: other has no quiz (link to the section)"),
        ("section:othr", "dead link section:othr: there is no section othr (did you mean other?)"),
    ],
)
def test_links_that_are_dead(tmp_path, href, message):
    (finding,) = found(tmp_path, link_to(href))
    assert finding.startswith(f"roadmap_demo/content/10-first.md:9: {message}")


def test_needs_of_another_section(tmp_path):
    def needs(what):
        return changed("content/20-second.md", "[first]", f"[{what}]")

    assert found(tmp_path / "a", needs("other/intro")) == []
    assert found(tmp_path / "b", needs("not-installed/intro")) == []
    (finding,) = found(tmp_path / "c", needs("other/outro"))
    assert finding == "roadmap_demo/content/20-second.md:6: needs other/outro: no lesson of other (did you mean intro?)"


def test_sample_ids_are_unique_in_the_site(tmp_path):
    both = Catalogue()
    section = load(write(tmp_path))
    both.add(section)
    both.add(replace(section, id="again"))
    assert any("sample demo-hello is in section demo too" in finding.message for finding in check_links(both))


def test_sections_that_wait_for_each_other(tmp_path):
    section = load(write(tmp_path))

    def after(**edges):
        return check_order([replace(section, id=id, after=tuple(names)) for id, names in edges.items()])

    assert after(a=[], b=["a"], c=["a", "b"], d=["elsewhere"]) == ()
    (finding,) = after(a=["c"], b=["a"], c=["b"], d=["a"])
    assert finding.message == "sections come after each other in a circle: a after c after b after a"
    assert len(after(a=["b"], b=["a"], c=["d"], d=["c"])) == 2


@pytest.mark.parametrize(
    "href", ["lesson:", "section:a/b", "quiz:a/b", "lesson:A", "lessons:a", "lesson:a/b/c", "lesson:a b"]
)
def test_what_is_no_link(href):
    assert Link.of(href, "demo") is None
