import string


def title(random):
    return "".join(random.choices(string.ascii_letters, k=12))


def test_created(http, random):
    """Answers 201 to a new task, with the task."""
    name = title(random)
    answer = http.post("/tasks", json={"title": name})
    assert answer.status_code == 201, f"The status is {answer.status_code}."
    assert answer.json() == {"id": answer.json()["id"], "title": name, "priority": 3, "done": False}


def test_location(http, random):
    """Says where the new task is."""
    name = title(random)
    place = http.post("/tasks", json={"title": name}).headers["Location"]
    assert http.get(place).json()["title"] == name, "Another task is there."


def test_missing(http):
    """Answers 404 to a task that does not exist."""
    assert http.get("/tasks/99999").status_code == 404, "404 is expected."


def test_validated(http):
    """Refuses a priority that there is not, and names the field."""
    answer = http.post("/tasks", json={"title": "a", "priority": 9})
    assert answer.status_code == 422, f"The status is {answer.status_code}."
    assert answer.json()["detail"][0]["loc"] == ["body", "priority"], "The field is not named."


def test_not_a_number(http):
    """Refuses a task number that is no number."""
    assert http.get("/tasks/seven").status_code == 422, "422 is expected."


def test_filtered(http, random):
    """Lists tasks of one priority only when asked to."""
    name = title(random)
    for priority in (1, 5):
        http.post("/tasks", json={"title": name, "priority": priority})
    found = http.get("/tasks", params={"priority": 5}).json()
    assert {task["priority"] for task in found} == {5}, "Other priorities are listed."
    assert name in [task["title"] for task in found], "The new task is not listed."


def test_done(http, random):
    """Remembers that a task is done."""
    place = http.post("/tasks", json={"title": title(random)}).headers["Location"]
    http.post(f"{place}/done")
    assert http.get(place).json()["done"] is True, "It is not done."


def test_described(http):
    """Describes itself as OpenAPI."""
    assert "/tasks/{number}" in http.get("/openapi.json").json()["paths"], "A path is missing."
