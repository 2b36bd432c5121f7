"""A visitor who means ill, and a browser's eye for what their words have become."""

import html.parser
import json
import string

FIELDS = {"a", "article", "body", "button", "form", "h1", "h2", "head", "html", "input", "meta", "p", "script", "title"}


class Page(html.parser.HTMLParser):
    """The page as a browser reads it: elements with attributes, and the text within each."""

    def __init__(self, text):
        super().__init__()
        self.articles, self.found, self.scripts, self.stack = [], [], [], []
        self.looked_for, self.search = None, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.found.append((tag, attrs))
        self.stack.append((tag, attributes))
        if tag == "article":
            self.articles.append({"name": "", "message": "", "href": None, "title": None})
        if tag == "script":
            self.scripts.append({"attributes": attributes, "text": ""})
        if tag == "a" and self.articles:
            self.articles[-1]["href"] = attributes.get("href")
        if tag == "p":
            if attributes.get("id") == "looked-for":
                self.looked_for = ""
            elif self.articles:
                self.articles[-1]["title"] = attributes.get("title")
        if tag == "input" and attributes.get("name") == "q":
            self.search = attributes.get("value")
        if tag in ("input", "meta"):
            self.stack.pop()

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = [tag for tag, _ in self.stack]
        if "script" in inside:
            self.scripts[-1]["text"] += data
        elif "h2" in inside and self.articles:
            self.articles[-1]["name"] += data
        elif "p" in inside and self.stack[-1][1].get("id") == "looked-for":
            self.looked_for += data
        elif "p" in inside and self.articles:
            self.articles[-1]["message"] += data

    def foreign(self):
        """Elements and event handlers that this page has no use for, up to the script at its end."""
        for tag, attrs in self.found:
            if tag == "script" and ("id", "names") in attrs:
                return
            if tag == "script" or tag not in FIELDS:
                yield f"<{tag}>"
            yield from (f'{name}="{value}"' for name, value in attrs if name.startswith("on"))

    def article(self, word):
        return next((one for one in self.articles if word in one["name"] or word in one["message"] or word in (one["title"] or "")), None)


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=10))


def sign(http, **fields):
    answer = http.post("/", data={"name": "Ann", "site": "", "message": "Hello.", **fields})
    assert answer.status_code == 303, f"POST / answered {answer.status_code}, and 303 was expected: no entry is refused."


def read(http, **query):
    answer = http.get("/", params=query)
    assert answer.status_code == 200, f"GET / answered {answer.status_code}."
    return Page(answer.text)


def test_entries_are_words(http, random, expect):
    """Name and message appear letter by letter as they were written, and add nothing to the page"""
    for evil in ("<script>steal()</script>", "<img src=x onerror=steal()>", "</p></article><h1>", 'a < b && c > "d"', "O'Neill <the second>", "&lt;b&gt;", "&amp;copy;"):
        mark = word(random)
        sign(http, name=f"{mark} {evil}", message=f"{evil} {mark}")
        page = read(http, q=mark)
        foreign = next(page.foreign(), None)
        assert foreign is None, f"With {evil!r} in an entry, the page has got {foreign}: words have become markup. Escape them where they are written between tags."
        found = page.article(mark)
        assert found is not None, f"The entry with {evil!r} is not on the page any more. Every entry is kept."
        for part, want in (("name", f"{mark} {evil}"), ("message", f"{evil} {mark}")):
            expect(found[part]).equals(want, message=f"The {part} reads differently from what was written. Nothing has to be thrown away, and nothing escaped twice.")


def test_what_was_looked_for_is_words(http, random, expect):
    """What was looked for appears as it was typed, in the sentence and in the search field"""
    mark = word(random)
    for evil in (f"<svg onload=steal()>{mark}", f'"><script>{mark}</script>', f"{mark} onfocus=steal() autofocus", f'{mark}" onfocus="steal()', f"{mark}' onfocus='steal()"):
        page = read(http, q=evil)
        foreign = next(page.foreign(), None)
        assert foreign is None, f"A link to /?q={evil} gives the page {foreign}. What came with the request is written into the page as code: that is reflected cross-site scripting."
        assert page.looked_for is not None and evil in page.looked_for, f"The sentence above the entries should have {evil!r} in it, and says {page.looked_for!r}."
        expect(page.search).equals(evil, message="The search field should hold what was typed. An attribute without quotes ends at the first blank.")


def test_attributes_hold(http, random, expect):
    """No quote or blank leads out of an attribute"""
    for evil in ('" onmouseover="steal()', "' onmouseover='steal()", " onmouseover=steal() ", "`x` '\""):
        mark = word(random)
        sign(http, message=f"{mark}{evil}")
        page = read(http, q=mark)
        foreign = next(page.foreign(), None)
        assert foreign is None, f"The message {mark + evil!r} has added {foreign} to an element: it ended the attribute title. Both kinds of quotes have to be escaped, or the one that stands around the value."
        found = page.article(mark)
        assert found is not None, f"The entry with {evil!r} is not on the page any more."
        expect(found["title"]).equals(f"{mark}{evil}", message="The attribute title of the <p> should be the whole message.")


def test_links_lead_to_the_web(http, random):
    """Only http and https addresses become links, and no entry is lost for its address"""
    port = random.randrange(1024, 60000)
    for site in (f"https://shop.example:{port}/?a=1&b=%3C", f"http://{word(random)}.example/", f"HTTPS://Shop.Example:{port}"):
        mark = word(random)
        sign(http, name=mark, site=site, message=mark)
        found = read(http, q=mark).article(mark)
        assert found is not None and found["href"] == site, f"The address {site} should be a link, exactly as it was given; the page has {found and found['href']!r}."
    for site in ("javascript:steal()", "JavaScript:steal()", " javascript:steal()", "java\tscript:steal()", "\x01javascript:steal()", "data:text/html,<script>steal()</script>", "vbscript:x", f"javascript://shop.example:{port}/%0asteal()", "https:/\"onclick=\"steal()", "ftp://shop.example/"):
        mark = word(random)
        sign(http, name=mark, site=site, message=mark)
        page = read(http, q=mark)
        found = page.article(mark)
        assert found is not None, f"The entry with the address {site!r} is not on the page. Its name should stand there, without a link."
        assert found["href"] is None or found["href"].lower().startswith(("http://", "https://")), (
            f"The address {site!r} has become a link. Escaping cannot help here, since there is nothing to escape: look at the scheme, and allow http and https instead of forbidding what you can think of."
        )
        foreign = next(page.foreign(), None)
        assert foreign is None, f"The address {site!r} has given the page {foreign}."


def test_data_in_the_script(http, random):
    """The names in the script are JSON, all of them, and none ends the script"""
    names = [f"{word(random)} {evil}" for evil in ("</script><script>steal()</script>", "<!--<script>", "& 'x' \"y\" \\ \u2028", "</SCRIPT >")]
    for name in names:
        sign(http, name=name)
    page = read(http)
    data = next((script for script in page.scripts if script["attributes"].get("id") == "names"), None)
    assert data is not None, 'There is no <script id="names"> any more, and another script needs it.'
    assert data["attributes"].get("type") == "application/json", 'The script with the names should keep type="application/json".'
    assert len(page.scripts) == 1, "A name has ended the script and begun another. json.dumps knows JSON and nothing of HTML: </script> within a text ends the element all the same."
    try:
        got = json.loads(data["text"])
    except ValueError:
        raise AssertionError("What stands in the script is not JSON any more. HTML entities are not decoded within <script>, so html.escape spoils it; JSON has an escape of its own for any character: \\u003c.") from None
    missing = [name for name in names if name not in got]
    assert not missing, f"The name {missing[0]!r} is not among the names in the script. It has to be there as it was written."


def test_second_wall(http):
    """Each page comes with a Content-Security-Policy that allows no inline script"""
    policy = http.get("/").headers.get("content-security-policy", "")
    assert policy, "There is no Content-Security-Policy. It is the wall behind the wall, for the place that you have overlooked."
    rules = {name.lower(): values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    scripts = rules.get("script-src", rules.get("default-src"))
    assert scripts is not None, f"The policy {policy!r} says nothing about scripts: give it script-src, or default-src."
    loose = {"'unsafe-inline'", "*", "data:", "https:", "http:", "'unsafe-eval'"}.intersection(value.lower() for value in scripts)
    assert not loose, f"The policy lets {min(loose)} run, and with it what an attacker writes."
