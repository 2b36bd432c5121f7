"""Ids are permanent: none vanishes without a successor, none is new without being recorded."""

import pytest

from roadmap.catalogue import ContentError
from roadmap.catalogue.ids import check_ids, record_ids, successor

from .example import FILES, load, write

IDS = "content/ids.toml"


def checked(tmp_path, ids):
    section = load(write(tmp_path, {IDS: ids}))
    return [str(finding).removeprefix("roadmap_demo/content/") for finding in check_ids(section)]


def test_all_recorded(tmp_path):
    assert checked(tmp_path, FILES[IDS]) == []


def test_an_id_that_vanished(tmp_path):
    found = checked(tmp_path, FILES[IDS].replace("second = {}", "second = {}\nzeroth = {}"))
    assert found == [
        "ids.toml:4: lesson zeroth is gone, and people's progress hangs on it "
        '(bring it back, or say who follows: zeroth = { replaced_by = "…" })'
    ]


def test_an_id_with_a_successor(tmp_path):
    assert checked(tmp_path, FILES[IDS].replace("second = {}", 'second = {}\nold = { replaced_by = "first" }')) == []
    assert (
        checked(tmp_path, FILES[IDS].replace("second = {}", 'second = {}\nold = { replaced_by = "flask/micro" }')) == []
    )
    assert checked(tmp_path, FILES[IDS].replace("second = {}", 'second = {}\nold = { replaced_by = "frst" }')) == [
        "ids.toml:4: old is replaced by frst, which is gone (did you mean first?)"
    ]


def test_a_new_id(tmp_path):
    assert checked(tmp_path, FILES[IDS].replace("what = {}\n", "")) == [
        "ids.toml:1: question what is new (run `roadmap check --record`)"
    ]


@pytest.mark.parametrize(
    ("ids", "finding"),
    [
        (None, "ids.toml:1: file is missing (run `roadmap check --record`)"),
        ("[lessons\n", "ids.toml:1: is not TOML"),
        (FILES[IDS].replace("lessons", "lesons"), "ids.toml:1: unknown key 'lesons' (did you mean lessons?)"),
        (FILES[IDS].replace("second = {}", "second = { replaced = 1 }"), "ids.toml:3: unknown key 'replaced'"),
    ],
)
def test_a_record_that_cannot_be_read(tmp_path, ids, finding):
    assert any(line.startswith(finding) for line in checked(tmp_path, ids))


def test_recording_adds_what_is_new_and_keeps_what_is_old(tmp_path):
    ids = (
        FILES[IDS].replace("second = {}", 'old = { replaced_by = "first" }').replace("[samples]\ndemo-hello = {}\n", "")
    )
    section = load(write(tmp_path, {IDS: ids}))
    assert record_ids(section) == ("second", "demo-hello")
    assert check_ids(section) == ()
    text = (section.content / "ids.toml").read_text()
    assert 'old = { replaced_by = "first" }\nsecond = {}\n' in text
    assert record_ids(section) == ()
    assert (section.content / "ids.toml").read_text() == text


def test_the_first_recording(tmp_path):
    section = load(write(tmp_path, {IDS: None}))
    assert set(record_ids(section)) == {"first", "second", "double", "what", "demo-hello"}
    assert check_ids(section) == ()


def test_recording_does_not_overwrite_what_it_cannot_read(tmp_path):
    section = load(write(tmp_path, {IDS: "[lessons\n"}))
    with pytest.raises(ContentError, match=r"ids\.toml:1: is not TOML"):
        record_ids(section)
    assert (section.content / "ids.toml").read_text() == "[lessons\n"


def test_successors(tmp_path):
    ids = FILES[IDS].replace("second = {}", 'second = {}\na = { replaced_by = "b" }\nb = { replaced_by = "first" }\n')
    ids = ids.replace("what = {}", 'what = {}\nx = { replaced_by = "y" }\ny = { replaced_by = "x" }')
    section = load(write(tmp_path, {IDS: ids}))
    assert successor(section, "lessons", "a") == "first"
    assert successor(section, "lessons", "first") is None
    assert successor(section, "questions", "x") is None
