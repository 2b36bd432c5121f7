"""Two audiences, each with its own errors; and factories that share nothing."""

import html.parser
import re
import string
import time


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=12))


def links(text):
    found = []

    class Links(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "a":
                found.append(dict(attrs).get("href"))

    Links().feed(text)
    return found


def json_of(answer, what):
    """What `answer` says in JSON, where it is an object."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    kind = answer.headers.get("content-type", "no content type")
    assert isinstance(body, dict), f"{what} answered {answer.status_code} with {kind}; a JSON object was expected."
    return body


def shelf(answer, what):
    """The teas of an answer that a probe brought, a list of objects."""
    hints = {
        404: " Nothing answers there: the blueprint of the API belongs at the url_prefix /api/v1.",
        500: " The output has the exception: does the view read a setting that is not there?",
    }
    assert answer["status"] == 200, f"{what} answered {answer['status']}; 200 was expected." + hints.get(answer["status"], "")
    teas = answer["json"].get("teas") if isinstance(answer["json"], dict) else None
    assert isinstance(teas, list) and all(isinstance(tea, dict) for tea in teas), (
        f"{what} should answer with JSON that has a list of teas under teas; it answered {answer['text'][:80]!r}."
    )
    return teas


def is_problem(answer, status, what):
    """Assert that `answer` is a problem document with `status`, and return it."""
    assert answer.status_code == status, f"{what} answered {answer.status_code}; {status} was expected."
    kind = answer.headers.get("content-type", "").partition(";")[0]
    assert kind == "application/problem+json", (
        f"{what} answered {status} with the content type {kind or 'missing'}; programs expect application/problem+json."
        + (" A URL that matches no route never reaches a blueprint's handler." if kind == "text/html" and status == 404 else "")
    )
    problem = json_of(answer, what)
    assert isinstance(problem.get("title"), str) and problem["title"], (
        f"The problem document of {what} needs a text under title."
    )
    assert problem.get("status") == status, (
        f"The problem document of {what} has {problem.get('status')!r} under status; it should be the number {status}."
    )
    return problem


def test_teas(http, random, expect):
    """The API lists, adds and shows teas under /api/v1"""
    name = word(random)
    made = http.post("/api/v1/teas", json={"name": name})
    expect(made.status_code).equals(
        201, if_equals={404: "Nothing answers at /api/v1/teas: register the blueprint with its url_prefix."},
        message="POST /api/v1/teas should answer 201.",
    )
    tea = json_of(made, "POST /api/v1/teas")
    expect(tea.get("name")).equals(name, message="The answer should be the new tea, with its name.")
    path = f"/api/v1/teas/{tea.get('id')}"
    expect(made.headers.get("location", "").removeprefix("http://app")).equals(path, message="Location should lead to the new tea.")
    expect(json_of(http.get(path), f"GET {path}")).equals(tea, message=f"GET {path} should answer with the tea that was just added.")
    answer = http.get("/api/v1/teas")
    assert answer.status_code == 200, f"GET /api/v1/teas answered {answer.status_code}; 200 was expected."
    listed = json_of(answer, "GET /api/v1/teas").get("teas")
    assert isinstance(listed, list), "GET /api/v1/teas should answer with a list under teas."
    portion = http.get("/api/v1/portion", params={"grams": 12, "cups": 4})
    what = "GET /api/v1/portion?grams=12&cups=4"
    expect(json_of(portion, what)).equals({"grams_per_cup": 3.0}, message=f"{what} is wrong.")


def test_pages(http, expect):
    """The pages answer with HTML, and home links to the API's list"""
    for path in ("/", "/about"):
        answer = http.get(path)
        expect(answer.status_code).equals(200, message=f"GET {path} should answer 200.")
        assert answer.headers["content-type"].startswith("text/html"), f"GET {path} should be HTML."
    assert "/api/v1/teas" in links(http.get("/").text), "The home page should have a link to /api/v1/teas."


def test_factories_share_nothing(probe, random, expect):
    """Two applications made by create_app share nothing, and none exists at module level"""
    name = word(random)
    facts = probe("two_shelves", name)
    assert not facts["same"], "create_app returned the same object twice; this check needs two applications."
    first, second = (shelf(answer, "GET /api/v1/teas of an application that create_app() has just made") for answer in facts["lists"])
    assert name not in [tea.get("name") for tea in second], (
        "A tea that was added to the first application stands on the shelf of the second too: the list lives in a module, "
        "and modules exist once. Keep it with the application."
    )
    assert [tea.get("name") for tea in first] == [name], (
        "A tea was added to a new application, but its list does not consist of that one tea: "
        f"it shows {first!r}. A new application starts with an empty shelf of its own."
    )
    for _ in range(2):
        added, _ = probe("visit", {}, None, [["POST", "/api/v1/teas", {"name": name}], ["GET", "/", None]])
        number = added["json"].get("id") if isinstance(added["json"], dict) else None
        assert number == 1, f"The first tea of a new application got the id {number!r}. Each application counts from 1."
    found = probe("module_level_applications")
    assert not found, f"There is an application at module level ({', '.join(found)}): create it in create_app only."


def test_configuration_from_environment(probe, random, expect):
    """FLASK_ variables override the defaults, and the mapping overrides both"""
    name, given = word(random), word(random)
    size = random.randrange(2, 5)
    added = [word(random) for _ in range(23)]
    visits = [*(["POST", "/api/v1/teas", {"name": tea}] for tea in added), ["GET", "/api/v1/teas", None], ["GET", "/", None]]
    for key, value in (("SHOP_NAME", "Tea shelf"), ("PAGE_SIZE", 20)):
        got = probe("setting", {}, key)
        assert got == value, f"Without variables and without a mapping, app.config[{key!r}] is {got!r}; the default is {value!r}."
    *_, listed, home = probe("visit", {}, None, visits)
    assert "Tea shelf" in home["text"], 'Without variables, the home page should show the default name "Tea shelf".'
    teas = shelf(listed, "Without variables, GET /api/v1/teas")
    expect(len(teas)).equals(20, message="With the default PAGE_SIZE, 20 of 23 teas should be listed.")
    assert [tea.get("name") for tea in teas] == added[:20], (
        "The list does not have the first 20 teas in the order in which they were added: oldest first."
    )
    *_, listed, home = probe("visit", {"FLASK_SHOP_NAME": name, "FLASK_PAGE_SIZE": str(size)}, None, visits)
    assert name in home["text"], (
        f"FLASK_SHOP_NAME={name} was set before create_app() was called, but the home page does not show it. Was the "
        "environment read when the module was imported?"
    )
    assert listed["status"] == 200, (
        f"With FLASK_PAGE_SIZE={size} the list answered {listed['status']}. A variable in the environment is always "
        "text: something has to make a number of it. Flask's config has a method that reads prefixed variables and does so."
    )
    teas = shelf(listed, f"With FLASK_PAGE_SIZE={size}, GET /api/v1/teas")
    expect(len(teas)).equals(size, message=f"With FLASK_PAGE_SIZE={size}, the list should stop there.")
    assert re.search(r"\b23\b", home["text"]), (
        f"There are 23 teas on the shelf and PAGE_SIZE is {size}. The home page should show the number of all teas, 23."
    )
    other = word(random).upper()
    got = probe("setting", {f"FLASK_{other}": "[1, true]"}, other)
    assert got == [1, True], (
        f"With FLASK_{other}=[1, true] in the environment, app.config[{other!r}] is {got!r}. Every variable with the prefix "
        "belongs in the configuration, parsed as JSON where that works: Flask's config has a method that does so."
    )
    *_, listed, home = probe("visit", {"FLASK_SHOP_NAME": name, "FLASK_PAGE_SIZE": "1"}, {"SHOP_NAME": given, "PAGE_SIZE": size}, visits)
    assert given in home["text"], "The mapping given to create_app should beat the environment, for SHOP_NAME at least it did not."
    teas = shelf(listed, f"With PAGE_SIZE={size} in the mapping, GET /api/v1/teas")
    expect(len(teas)).equals(size, message="PAGE_SIZE in the mapping should beat the environment.")


def test_url_for(probe, random, expect):
    """url_for finds the endpoints by blueprint and name"""
    number = random.randrange(1, 1000)
    wanted = [
        ("pages.home", {}, "/"),
        ("pages.about", {}, "/about"),
        ("api.teas", {}, "/api/v1/teas"),
        ("api.tea", {"tea_id": number}, f"/api/v1/teas/{number}"),
        ("api.portion", {}, "/api/v1/portion"),
    ]
    there = probe("endpoints")
    for endpoint, values, path in wanted:
        blueprint, _, view = endpoint.partition(".")
        named = [name for name in there if name.startswith(f"{blueprint}.")]
        assert endpoint in there, (
            f"There is no endpoint {endpoint}: no blueprint named {blueprint} is registered. The application has {', '.join(there) or 'none'}."
            if not named
            else f"There is no endpoint {endpoint}; the blueprint {blueprint} has {', '.join(named)}. After the point stands the "
            f"name of the view function, unless its route says otherwise: call it {view}, or give the route endpoint={view!r}."
        )
        try:
            got = probe("url", endpoint, values)
        except probe.Raised as error:
            raise AssertionError(f'url_for("{endpoint}") with the parameters {values} failed with {error.type}: {error.message}') from None
        expect(got).equals(path, message=f'url_for("{endpoint}") leads elsewhere.')


def test_api_404(http, random):
    """What does not exist under /api/ is answered with a 404 problem document"""
    number = random.randrange(10**6, 10**9)
    http.post("/api/v1/teas", json={"name": word(random)})
    is_problem(http.get(f"/api/v1/teas/{number}"), 404, "GET /api/v1/teas/<unknown id>")
    is_problem(http.get("/api/v1/teas/0"), 404, "GET /api/v1/teas/0 (ids count from 1)")
    for path in (f"/api/v1/{word(random)}", f"/api/{word(random)}"):
        is_problem(http.get(path), 404, f"GET {path}")


def test_page_404(http, random, expect):
    """A page that does not exist is answered with an HTML 404 that links to /"""
    for path in (f"/{word(random)}", f"/api{word(random)}"):
        answer = http.get(path)
        expect(answer.status_code).equals(404, message=f"GET {path} should answer 404.")
        assert answer.headers["content-type"].startswith("text/html"), (
            f"GET {path} answered with {answer.headers['content-type']}: people should get an HTML page, JSON is for what "
            "is below /api/."
        )
        assert "/" in links(answer.text), "The 404 page should have a link to / (an a element with that href)."


def test_405_keeps_allow(http, random):
    """A wrong method under /api/ is answered with 405 and keeps the Allow header"""
    answer = http.request(random.choice(["DELETE", "PUT", "PATCH"]), "/api/v1/teas")
    is_problem(answer, 405, "A wrong method at /api/v1/teas")
    allowed = {method.strip() for method in answer.headers.get("allow", "").split(",")}
    assert {"GET", "POST"} <= allowed, (
        f"The Allow header of the 405 is {answer.headers.get('allow')!r}; it should name GET and POST. Werkzeug puts it on "
        "the response of its own exception: build yours from that one instead of from nothing."
    )


def test_malformed_json(http, random):
    """A body that is not JSON, or lacks a name, is answered with a 400 problem document"""
    for body in ('{"name": ', word(random), ""):
        answer = http.post("/api/v1/teas", content=body, headers={"Content-Type": "application/json"})
        is_problem(answer, 400, f"POST /api/v1/teas with the body {body!r}")
    for value in ({}, {"name": ""}, {"name": random.randrange(100)}, [word(random)], random.randrange(100)):
        is_problem(http.post("/api/v1/teas", json=value), 400, f"POST /api/v1/teas with {value!r}")


def test_unexpected_exception(http, probe, random):
    """An unexpected exception is answered with a 500 problem document that reveals nothing"""
    answer = http.get("/api/v1/portion", params={"grams": random.randrange(1, 100), "cups": 0})
    is_problem(answer, 500, "GET /api/v1/portion?cups=0")
    for clue in ("ZeroDivision", "division", "Traceback", "api.py"):
        assert clue not in answer.text, (
            f"The 500 reveals {clue!r}. Exceptions can carry passwords and paths: say that something went wrong, and keep "
            "the rest for the log."
        )
    text = word(random)
    got = probe("raise_in_a_view", text)
    assert got["status"] == 500 and got["type"] == "application/problem+json", (
        f"The checks added a view under /api/ that raises a LookupError. It was answered with {got['status']} as "
        f"{got['type']}; a 500 as a problem document was expected. Bugs come in all types, not only in the one of /portion."
    )
    assert text not in got["text"] and "LookupError" not in got["text"], "The 500 reveals the type or the text of a LookupError."


def test_unexpected_exception_is_logged(http, random, logs):
    """The traceback of an unexpected exception goes to the program's log"""
    before = len(logs())
    status = http.get("/api/v1/portion", params={"grams": random.randrange(1, 100), "cups": 0}).status_code
    assert status == 500, (
        f"GET /api/v1/portion?cups=0 answered {status}, so there is no exception that could be logged. The task asks to leave the bug "
        "in: this request should divide by zero and be answered with 500."
        + (" Nothing answers at /api/v1/portion." if status == 404 else "")
    )
    for _ in range(20):
        if "Traceback" in logs()[before:] and "ZeroDivisionError" in logs()[before:]:
            break
        time.sleep(0.05)
    new = logs()[before:]
    assert "ZeroDivisionError" in new, (
        "The 500 left no trace in the program's output. A handler for Exception replaces Flask's own, which would have "
        "logged the traceback: log it yourself, or handle InternalServerError instead."
    )
    assert "Traceback" in new, (
        "The program's output names the exception but has no traceback, so nobody learns which line raised it. "
        "app.logger.exception, called while the exception is handled, writes both."
    )
