"""Sending an attempt with a plain form; nothing is run here, see tests/browser for verdicts."""

from __future__ import annotations

from typing import Any

GREET = "/learn/specimen/exercises/greet"


def test_everything_that_one_needs_is_on_the_page(site: Any) -> None:
    page = site.get(GREET)
    form = page.forms["work"]
    assert "def greet(name: str)" in form["file:greeting.py"].value
    assert "Greetings are for everyone." in page.text
    assert [item.get_text(strip=True) for item in page.html.select(".check-title")] == [
        "Not checked yetgreet(name) greets that name",
        'Not checked yetgreet("") greets the world',
    ]
    assert len(page.html.select("details.fold summary")) >= 3 + 1
    assert "random.choice" not in page.text, "checks are hidden"
    assert "or 'world'" not in page.text, "so is the solution"


def test_an_attempt_is_stored_and_keeps_the_code(site: Any) -> None:
    form = site.get(GREET).forms["work"]
    form["file:greeting.py"] = "\ndef greet(name):\r\n    return 1\r\n"
    sent = form.submit("action", value="check")
    assert sent.status_int == 303
    page = sent.follow()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.html.find("meta", attrs={"http-equiv": "refresh"})
    assert page.forms["work"]["file:greeting.py"].value == "\ndef greet(name):\n    return 1\n"
    assert "This page looks again every second." in page.text
    assert len(site.get(f"{GREET}/attempts").html.select(".listing li")) == 1


def test_an_attempt_is_its_visitors_own(site: Any) -> None:
    page = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 1"})
    address = page.headers["Location"]
    assert site.get(address).status_int == 200
    # The address belongs to one exercise.
    site.get(address.replace("/greet/", "/shelf/"), status=404)
    site.reset()
    site.get(address, status=404)
    site.get(f"{GREET}/attempts/nothing", status=404)


def test_a_file_that_cannot_be_taken(site: Any) -> None:
    page = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = '\0'"}, status=400)
    assert "greeting.py" in page.text


def test_files_that_are_given_cannot_be_sent(site: Any) -> None:
    sent = site.post(f"{GREET}/attempts", {"file:about.txt": "mine", "file:greeting.py": "a = 1"})
    page = sent.follow()
    assert "Greetings are for everyone." in page.text


def test_no_solution_before_a_try(site: Any) -> None:
    for path in (f"{GREET}/solution", f"{GREET}/solution?show=yes"):
        page = site.get(path, status=403)
        assert "world" not in page.text
        assert page.headers["Cache-Control"] == "private, no-store"
