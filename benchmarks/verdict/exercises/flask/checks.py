def test_home(http):
    """Shows a front page."""
    assert "Notes" in http.get("/").text, "The front page does not say Notes."


def test_created(http):
    """Answers 201 to a new note."""
    assert http.post("/notes", json={"text": "a"}).status_code == 201, "201 is expected."


def test_location(http):
    """Says where the new note is."""
    assert http.post("/notes", json={"text": "a"}).headers["Location"].startswith("/notes/"), "Location is missing."


def test_round_trip(http, random):
    """Gives back what it was given."""
    text = str(random.random())
    place = http.post("/notes", json={"text": text}).headers["Location"]
    assert http.get(place).json()["text"] == text, "The text is not the one that was sent."


def test_type(http):
    """Answers with JSON."""
    kind = http.post("/notes", json={"text": "a"}).headers["Content-Type"]
    assert kind == "application/json", f"It is {kind}."


def test_missing(http):
    """Answers 404 to an unknown note."""
    assert http.get("/notes/99999").status_code == 404, "404 is expected."


def test_empty(http):
    """Refuses a note without text."""
    assert http.post("/notes", json={}).status_code == 400, "400 is expected."


def test_method(http):
    """Refuses other methods."""
    assert http.delete("/notes").status_code == 405, "405 is expected."
