import string


def room(random):
    return "/rooms/" + "".join(random.choices(string.ascii_lowercase, k=10))


def test_created(http, random):
    """Answers 201 to a message."""
    assert http.post(room(random), json={"text": "a"}).status_code == 201, "201 is expected."


def test_numbered(http, random):
    """Numbers the messages of a room."""
    place = room(random)
    seen = [http.post(place, json={"text": text}).json()["number"] for text in "ab"]
    assert seen == [1, 2], f"The numbers are {seen}."


def test_kept(http, random):
    """Gives back what was said, in order."""
    place = room(random)
    said = [str(random.random()) for _ in range(3)]
    for text in said:
        http.post(place, json={"text": text})
    assert http.get(place).json() == {"messages": said}, "These are not the messages."


def test_location(http, random):
    """Says where the message is."""
    place = room(random)
    http.post(place, json={"text": "first"})
    second = http.post(place, json={"text": "second"}).headers["Location"]
    assert http.get(second).json()["messages"] == ["second"], "Another message is there."


def test_listed(http, random):
    """Lists the rooms."""
    place = room(random)
    http.post(place, json={"text": "a"})
    assert place.rpartition("/")[2] in http.get("/rooms").json()["rooms"], "The room is not listed."


def test_missing(http, random):
    """Answers 404 to a room that does not exist."""
    answer = http.get(room(random))
    assert (answer.status_code, "error" in answer.json()) == (404, True), "A 404 with an error is expected."


def test_not_json(http, random):
    """Refuses what is not JSON."""
    assert http.post(room(random), content=b"{").status_code == 400, "400 is expected."


def test_removed(http, random):
    """Forgets a room that was removed."""
    place = room(random)
    http.post(place, json={"text": "a"})
    assert http.delete(place).status_code == 204, "204 is expected."
    assert http.get(place).status_code == 404, "It is still there."
