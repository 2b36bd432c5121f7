"""A stamp holds only while what ran is what the page shows."""

from dataclasses import replace
from datetime import date

from roadmap.catalogue.verified import Stamp, digest, key, read_stamps, stamp, write_stamps

from .example import load, write

VERSIONS = {"Flask": "3.1.3", "Werkzeug": "3.1.9"}


def stamped(section, day=date(2026, 11, 22)):
    items = (*section.samples, *section.exercises)
    write_stamps(section, {key(item): Stamp(day, VERSIONS, digest(item)) for item in items})


def test_a_stamp_is_read_back(tmp_path):
    section = load(write(tmp_path))
    stamped(section)
    assert (section.content / "verified.json").is_file()
    for item in (section.lessons[0], section.samples[0], section.exercises[0]):
        assert stamp(section, item).text == "Flask 3.1.3, 22 Nov 2026"
    assert list(stamp(section, section.samples[0]).versions.items()) == list(VERSIONS.items())


def test_a_lesson_without_samples_has_none(tmp_path):
    section = load(write(tmp_path))
    stamped(section)
    assert stamp(section, section.lessons[1]) is None


def test_a_stamp_falls_with_the_smallest_change(tmp_path):
    section = load(write(tmp_path))
    stamped(section)
    (sample,), (exercise,) = section.samples, section.exercises
    assert stamp(section, replace(sample, code=sample.code + "\n")) is None
    assert stamp(section, replace(sample, output="hullo\n")) is None
    assert stamp(section, replace(exercise, solution={"doubling.py": "x"})) is None
    assert stamp(section, replace(exercise, version="another")) is None
    assert stamp(section, replace(section.lessons[0], samples=(replace(sample, code="x"),))) is None


def test_the_title_of_an_exercise_is_not_what_ran(tmp_path):
    section = load(write(tmp_path))
    stamped(section)
    assert stamp(section, replace(section.exercises[0], title="Twice")) is not None


def test_older_stamps_are_kept_as_long_as_they_hold(tmp_path):
    section = load(write(tmp_path))
    stamped(section, date(2026, 1, 1))
    (sample,) = section.samples
    write_stamps(section, {key(sample): Stamp(date(2026, 2, 3), VERSIONS, digest(sample))})
    assert stamp(section, sample).text == "Flask 3.1.3, 3 Feb 2026"
    assert stamp(section, section.exercises[0]).day == date(2026, 1, 1)
    write_stamps(replace(section, exercises=(replace(section.exercises[0], version="new"),)), {})
    assert set(read_stamps(section)) == {"samples/demo-hello"}


def test_a_missing_or_broken_record_is_no_stamp(tmp_path):
    section = load(write(tmp_path))
    for text in (None, "", "[]", "{", '{"ran": {"samples/demo-hello": {"day": "x"}}}', '{"ran": []}', "\ud800"):
        if text is not None:
            (section.content / "verified.json").write_text(text, "utf-8", "surrogatepass")
        assert stamp(section, section.samples[0]) is None
