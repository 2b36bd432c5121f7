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


def test_a_waiting_page_can_be_cancelled(site: Any) -> None:
    page = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 1"}).follow()
    address = page.request.path
    (form,) = [form for form in page.forms.values() if form.action.endswith("/cancel")]
    page = form.submit().follow()
    assert page.request.path == address
    assert page.html.select_one("[data-state]").get_text(strip=True) == "Cancelled"
    assert "You took it back." in page.text
    assert "Cancelled at" in page.html.select_one("[data-when]").get_text()
    assert not page.html.find("meta", attrs={"http-equiv": "refresh"})
    assert page.forms["work"]["file:greeting.py"].value == "a = 1"


def test_nobody_cancels_what_others_sent(site: Any) -> None:
    address = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 1"}).headers["Location"]
    site.post(address.replace("/greet/", "/shelf/") + "/cancel", status=404)
    cookies = dict(site.cookies)
    site.reset()
    site.post(f"{address}/cancel", status=404)
    site.post(f"{address}/again", status=404)
    site.set_cookie("visitor", cookies["visitor"])
    assert "This page looks again every second." in site.get(address).text


def test_a_replaced_attempt_names_the_one_that_took_its_place(site: Any) -> None:
    old = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 1"}).headers["Location"]
    new = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 2"}).headers["Location"]
    page = site.get(old)
    assert page.html.select_one("[data-message] a")["href"] in new
    assert "Replaced by a newer check" in site.get(f"{GREET}/attempts").text


def test_an_attempt_stays_with_its_version_and_can_be_checked_again(site: Any) -> None:
    address = site.post(f"{GREET}/attempts", {"file:greeting.py": "a = 1"}).headers["Location"]
    site.post(f"{address}/cancel")
    assert "earlier version of the exercise" not in site.get(address).text
    catalogue = site.app.registry.catalogue
    exercise = catalogue.exercise_by_key("specimen/greet")
    before = exercise.version
    object.__setattr__(exercise, "version", "edited")
    try:
        page = site.get(address)
        assert "belongs to an earlier version of the exercise" in page.text
        assert "(an earlier version of the exercise)" in site.get(f"{GREET}/attempts").text
        (form,) = [form for form in page.forms.values() if form.action.endswith("/again")]
        again = form.submit()
        assert again.headers["Location"] != address
        page = again.follow()
        assert page.forms["work"]["file:greeting.py"].value == "a = 1"
        assert "belongs to an earlier version of the exercise" not in page.text
    finally:
        object.__setattr__(exercise, "version", before)


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
