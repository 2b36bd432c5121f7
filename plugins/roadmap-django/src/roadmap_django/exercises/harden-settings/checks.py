"""The shop as browsers, proxies and people with time on their hands see it."""

import html.parser
import http.cookies
import re
import string

import pytest

HOST = "shop.example"
TRACEBACK = "The program's output has the traceback, unless LOGGING was taken out of settings.py."


def word(random, length=10):
    return "".join(random.choices(string.ascii_lowercase, k=length))


class Browser:
    """A visitor behind the proxy, with cookies of their own: httpx would not send those that are for HTTPS only."""

    def __init__(self, client):
        self.client, self.cookies = client, {}

    def request(self, method, path, scheme="https", host=HOST, **options):
        headers = {"Host": host, **options.pop("headers", {})}
        if scheme == "https":
            headers["X-Scheme"] = "https"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        answer = self.client.request(method, path, headers=headers, **options)
        for line in answer.headers.get_list("set-cookie"):
            self.cookies.update(http.cookies.SimpleCookie(line))
        return answer

    def page(self, path, what, **options):
        """The answer to a GET that should be 200."""
        answer = self.request("GET", path, **options)
        hint = ""
        if answer.status_code in (301, 302) and answer.headers.get("location", "").startswith("https://"):
            hint = " It had come over HTTPS, as its header X-Scheme says: does Django know of that header?"
        if answer.status_code == 500:
            hint = f" {TRACEBACK} Did a quotation mark break the SQL?" if "'" in what else f" {TRACEBACK}"
        if answer.status_code == 400:
            hint = f" Is {HOST} among the hosts that are allowed?"
        assert answer.status_code == 200, f"{what} answered {answer.status_code}; 200 was expected.{hint}"
        return answer


@pytest.fixture
def new_browser(new_http, probe):
    """Browsers of visitors, at a site that knows its proxy and its name, whatever settings.py says of them."""
    probe("known", True, True)
    return lambda: Browser(new_http())


@pytest.fixture
def browser(new_browser):
    return new_browser()


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.field, self.items = [], "", None, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "input" and dict(attrs).get("name") == "q":
            self.field = attrs
        if tag == "li":
            self.items.append("")

    def handle_data(self, data):
        self.text += data
        if self.items and self.tags[-1] == "li":
            self.items[-1] += data.strip()


def searched(browser, query):
    return Page(browser.page("/", f"GET /?q=… with {query!r}", params={"q": query}).text)


def token(browser):
    """The token of the form in the basket."""
    text = browser.page("/basket/", "GET /basket/").text
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert found, "The form of GET /basket/ holds no token. Its template has one; is the view still as it was?"
    return found[1]


def put(browser, name, token=None):
    data = {"name": name, **({"csrfmiddlewaretoken": token} if token else {})}
    return browser.request("POST", "/basket/", data=data, headers={"Referer": f"https://{HOST}/basket/"})


def test_check_deploy(probe):
    """check --deploy has nothing to say, and nothing in it is silenced"""
    said, silenced = probe("deploy")
    assert not silenced, f"SILENCED_SYSTEM_CHECKS has {', '.join(map(str, silenced))[:200]}. Silencing is not fixing: what it would have said still holds."
    problems = [line for line in said.splitlines() if line.startswith("?:")]
    assert not said, "check --deploy has something to say:\n" + "\n".join(problems or [said])[:1800]


def test_secret_from_environment(probe, random):
    """The secret comes from DJANGO_SECRET_KEY, and without that the site does not start and says so"""
    key = word(random, 60)
    got = probe("secret_with", key)
    assert got.get("key") == key, (
        f"With DJANGO_SECRET_KEY={key[:6]}… in the environment, settings.py "
        + (f"raised {got['error'][:300]}" if "error" in got else "has another SECRET_KEY. One that stands in the code is known to all who can read it.")
    )
    got = probe("secret_with", None)
    assert "error" in got or got["key"], (
        f"Without DJANGO_SECRET_KEY, settings.py has an empty key, {got.get('key')!r}, and goes on. What Django says of that later does not name the variable; the error "
        "must, so raise it here."
    )
    assert "error" in got, "Without DJANGO_SECRET_KEY, settings.py found a secret all the same. A default in the code is as good as public, and nobody notices that it is in use."
    assert "DJANGO_SECRET_KEY" in got["error"], f"Without DJANGO_SECRET_KEY, settings.py raised {got['error'][:200]!r}. Whoever reads that should learn which variable is missing."


def test_errors_tell_nothing(browser, probe, random):
    """Error pages tell nothing of code, settings or data"""
    code = word(random).upper()
    probe("stock", [word(random)], code)
    for path, want in (("/report/", 500), (f"/{word(random)}/", 404)):
        answer = browser.request("GET", path)
        clues = [clue for clue in (code, "Traceback", "TemplateDoesNotExist", "URLconf", "INSTALLED_APPS", "views.py", "DEBUG") if clue in answer.text]
        assert not clues, f"The error page of GET {path} shows {', '.join(clues)}. That is for developers, and this is the internet."
        hint = " The task asks to leave this view failing." if want == 500 else ""
        assert answer.status_code == want, f"GET {path} answered {answer.status_code}; {want} was expected.{hint}"


def test_forged_host(browser, probe, random):
    """Only requests for shop.example are answered"""
    probe("known", True, False)
    browser.page("/", f"GET / of the host {HOST}")
    for host in (f"{word(random)}.example", f"{HOST}.{word(random)}.example", f"{word(random)}{HOST}", "localhost", f"{word(random)}.{HOST}"):
        answer = browser.request("GET", "/", host=host)
        assert answer.status_code == 400 or not host.endswith(f".{HOST}"), (
            f"A request for the host {host} was answered with {answer.status_code}; 400 was expected. A dot in front of a name lets in all of its subdomains, and whoever "
            "gets hold of one of them is let in as well."
        )
        assert answer.status_code == 400, (
            f"A request for the forged host {host} was answered with {answer.status_code}; 400 was expected. Django builds links from this header, those in mails for a "
            "forgotten password, too."
        )


def test_plain_http_is_sent_on(browser, probe, random):
    """Plain HTTP is sent on to https for good; what came over HTTPS is answered"""
    probe("known", False, True)
    path = f"/?q={word(random)}"
    answer = browser.request("GET", path, scheme="http")
    assert answer.status_code == 301, f"GET {path} over plain HTTP answered {answer.status_code}; a permanent redirect, 301, was expected."
    location = answer.headers.get("location", "")
    assert location == f"https://{HOST}{path}", f"GET {path} over plain HTTP leads to {location}; the same address with https was expected."
    browser.page(path, f"GET {path} over HTTPS")


def test_search_takes_no_sql(browser, probe, random):
    """Nothing that is typed into the search becomes part of the SQL"""
    # Not one in s: beside "Small", capitals would have a say in the order.
    code, rare = word(random).upper(), random.choice("bcdfgklmnpt") + word(random)
    names = sorted([f"O'{rare.title()} mug", f"{rare.upper()} kettle", f"Small {rare}"])
    # Not in their order, lest that of the rows in the table passes for it.
    probe("stock", [names[2], word(random), names[0], names[1]], code)
    got = [item.rpartition(":")[0] for item in searched(browser, rare.title()).items]
    assert got == names or sorted(got) != names, f"Searching for {rare.title()!r} lists {got}: the right goods, not sorted by name. Without an order, the database chooses one."
    assert got == names, f"Searching for {rare.title()!r} lists {got}; {names} was expected, whatever the capitals."
    tricks = [
        "%' UNION SELECT code, percent FROM shop_voucher --",
        f"{word(random)}' UNION SELECT code, percent FROM shop_voucher --",
        f"{word(random)}' UNION ALL SELECT code, percent FROM shop_voucher WHERE '%' LIKE '",
        f'{word(random)}" UNION SELECT code, percent FROM shop_voucher --',
        f"{word(random)}\\' UNION SELECT code, percent FROM shop_voucher --",
        f"{word(random)}') UNION SELECT code, percent FROM shop_voucher --",
        f"{word(random)}'/**/UNION/**/SELECT/**/code,percent/**/FROM/**/shop_voucher--",
        f"{word(random)}' uNiOn SeLeCt code, percent FROM shop_voucher --",
    ]
    random.shuffle(tricks)
    answers = [(trick, browser.request("GET", "/", params={"q": trick})) for trick in tricks]
    for trick, answer in answers:
        assert code not in answer.text, f"Searching for {trick!r} lists the codes of vouchers: what was typed continued the SQL. It has to be handed over as a value."
    for trick, answer in answers:
        assert answer.status_code == 200, f"Searching for {trick!r} answered {answer.status_code}; 200 and no goods were expected. Did the quotation mark break the query?"
        items = Page(answer.text).items
        assert not items, f"Searching for {trick!r} lists {items[:3]}; nothing was expected, as nothing is called that."
    quoted = [item.rpartition(":")[0] for item in searched(browser, f"O'{rare[:4]}").items]
    assert quoted == [f"O'{rare.title()} mug"], f"Searching for a name with a quotation mark in it, O'{rare[:4]}, lists {quoted}. People are called that; it is no attack."


def test_search_adds_no_markup(browser, random):
    """What is typed into the search is shown as it was typed, in the paragraph and in the field"""
    tag, event = word(random), f"on{word(random, 6)}"
    typed = [f"<{tag}>hello</{tag}>", f'"><{tag}>', f"x {event}=alert(1)", f'" {event}="alert(1)']
    random.shuffle(typed)
    # Apostrophes last: where SQL is glued together they break the query, and that is not what is looked for here.
    typed += ["1 < 2 & <b>3</b>", "salt & pepper", f"'><{tag}>", f"' {event}='alert(1)"]
    pages = []
    for query in typed:
        page = searched(browser, query)
        pages.append((query, page))
        assert tag not in page.tags and "b" not in page.tags, f"Searching for {query!r} put an element into the page: markup was not escaped."
        assert page.field is not None, "The search field (an input with the name q) is gone."
        extra = [name for name, _ in page.field if name.startswith("on")]
        assert not extra, f"Searching for {query!r} gave the field a new attribute, {extra[0]}. Escaping does not help an attribute that has no quotation marks."
    for query, page in pages:
        value = dict(page.field).get("value")
        assert value == query, f"Searching for {query!r}, the field has the value {value!r}. It should repeat what was typed; removing tags loses text, and lets attributes through."
        assert query in page.text, f"Searching for {query!r}, the page shows {' '.join(page.text.split())[:120]!r}. It should repeat what was typed, as text."


def test_post_needs_token(new_browser, probe, random):
    """A POST to the basket needs the token of this visitor's own form"""
    name = word(random)
    probe("stock", [name], word(random))
    ann, bob = new_browser(), new_browser()
    own, foreign = token(ann), token(bob)
    for what, given in (("no token", None), ("the token of another visitor", foreign), ("an invented token", word(random, 64))):
        answer = put(ann, name, given)
        assert answer.status_code == 403, (
            f"POST /basket/ with {what} answered {answer.status_code}; 403 was expected. Any page on the web can send that form in a visitor's name. Who asks for the token, "
            "and is this view exempt?"
        )
    assert put(new_browser(), name, own).status_code == 403, "POST /basket/ with a token and no cookies was not refused with 403."
    answer = put(ann, name, own)
    assert answer.status_code == 302, f"POST /basket/ with the token of the visitor's own form answered {answer.status_code}; 302 was expected."
    assert name in Page(ann.page("/basket/", "GET /basket/").text).items, "What was put into the basket is not there."


def test_cookies(browser, probe, random):
    """The cookies are Secure and SameSite, and that of the session is HttpOnly"""
    name = word(random)
    probe("stock", [name], word(random))
    put(browser, name, token(browser))
    # Whatever they are called: a project may rename them, and keep the token in the session.
    sessions = [cookie for key, cookie in browser.cookies.items() if "csrf" not in key]
    tokens = [cookie for key, cookie in browser.cookies.items() if "csrf" in key]
    assert sessions, "After something was put into the basket, the browser has no cookie of a session."
    for cookie, what in (*((cookie, "the session") for cookie in sessions), *((cookie, "the token") for cookie in tokens)):
        assert cookie["secure"], f"The cookie of {what}, {cookie.key}, is not Secure: the browser sends it over plain HTTP as well, where all can read it."
        assert cookie["samesite"].lower() in ("lax", "strict"), (
            f"The cookie of {what}, {cookie.key}, has {cookie['samesite'] or 'nothing'} under SameSite: browsers may send it along with requests that other sites start."
        )
    assert all(cookie["httponly"] for cookie in sessions), "The cookie of the session is not HttpOnly: every script in a page can read it and take it away."


def test_headers(browser):
    """Answers have the headers that keep browsers on HTTPS and out of frames"""
    headers = browser.page("/", "GET / over HTTPS").headers
    policy = headers.get("strict-transport-security", "")
    age = re.search(r"max-age=(\d+)", policy)
    assert age, "Answers have no Strict-Transport-Security, so a browser that was here once tries plain HTTP the next time. Which middleware sets it, and which setting?"
    assert int(age[1]) >= 365 * 24 * 60 * 60, f"Strict-Transport-Security holds for {age[1]} seconds; a year has 31536000."
    assert "includesubdomains" in policy.lower(), f"Strict-Transport-Security is {policy}, without the subdomains."
    for name, want in (("x-frame-options", "DENY"), ("x-content-type-options", "nosniff")):
        assert headers.get(name) == want, f"The header {name} is {headers.get(name) or 'missing'}; {want} was expected. A middleware of Django's sets it."
    assert headers.get("referrer-policy"), "The header Referrer-Policy is missing. Django's SecurityMiddleware sets it, to same-origin."
