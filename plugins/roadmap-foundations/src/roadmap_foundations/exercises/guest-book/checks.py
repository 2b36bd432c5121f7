"""A visitor who means ill, and a browser's eye for what their words have become."""

import html
import html.parser
import json
import re
import string

import httpx

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


def ask(http, method, **parts):
    try:
        return http.request(method, "/", **parts)
    except httpx.TransportError:
        raise AssertionError(f"The server could not send what guestbook.py returned for {method} /. Is the body still a list of bytes, and are all headers texts?") from None


def sign(http, **fields):
    answer = ask(http, "POST", data={"name": "Ann", "site": "", "message": "Hello.", **fields})
    assert answer.status_code == 303, f"POST / answered {answer.status_code}, and 303 was expected: no entry is refused. This one was {fields}."


def read(http, **query):
    answer = ask(http, "GET", params=query)
    assert answer.status_code == 200, f"GET / answered {answer.status_code}. What the program printed has the reason."
    return Page(answer.text)


def nothing_foreign(page, evil, words):
    """:param words: what to say of an element or a handler that was in the visitor's words."""
    foreign = next(page.foreign(), None)
    if foreign is None:
        return
    name = re.match(r"<?(\w+)", foreign)[1]
    assert name in evil.lower(), f"The page has got {foreign}, which nobody had written, and which was not in the page that was given. Keep its elements: the checks read it by them."
    raise AssertionError(words(foreign))


def test_entries_are_words(http, random, expect):
    """Name and message appear letter by letter as they were written, and add nothing to the page"""
    for evil in ("<script>steal()</script>", "<img src=x onerror=steal()>", "</p></article><h1>", 'a < b && c > "d"', "O'Neill <the second>", "&lt;b&gt;", "&amp;copy;"):
        mark = word(random)
        sign(http, name=f"{mark} {evil}", message=f"{evil} {mark}")
        page = read(http, q=mark)
        nothing_foreign(page, evil, lambda foreign: f"With {evil!r} in an entry, the page has got {foreign}: words have become markup. Escape them where they are written between tags.")
        found = page.article(mark)
        assert found is not None, f"The entry with {evil!r} is not on the page any more. Every entry is kept."
        for part, want in (("name", f"{mark} {evil}"), ("message", f"{evil} {mark}")):
            expect(found[part]).equals(want, message=f"The {part} reads differently from what was written. Nothing has to be thrown away, and nothing escaped twice.")


def test_what_was_looked_for_is_words(http, random, expect):
    """What was looked for appears as it was typed, in the sentence and in the search field"""
    mark = word(random)
    for evil in (f"<svg onload=steal()>{mark}", f'"><script>{mark}</script>', f"{mark} onfocus=steal() autofocus", f'{mark}" onfocus="steal()', f"{mark}' onfocus='steal()"):
        page = read(http, q=evil)
        nothing_foreign(
            page, evil, lambda foreign: f"A link to /?q={evil} gives the page {foreign}. What came with the request is written into the page as code: that is reflected cross-site scripting."
        )
        assert page.looked_for is not None and evil in page.looked_for, f"The sentence above the entries should have {evil!r} in it, and says {page.looked_for!r}."
        expect(page.search).equals(evil, message="The search field should hold what was typed. An attribute ends at the next quote of its kind, and without quotes at the first blank.")


def test_attributes_hold(http, random, expect):
    """No quote or blank leads out of an attribute"""
    for evil in ('" onmouseover="steal()', "' onmouseover='steal()", " onmouseover=steal() ", "`x` '\""):
        mark = word(random)
        sign(http, message=f"{mark}{evil}")
        page = read(http, q=mark)
        nothing_foreign(
            page,
            evil,
            lambda foreign: f"The message {mark + evil!r} has added {foreign} to an element: it ended the attribute title. Both kinds of quotes have to be escaped, or the one that stands around the value.",
        )
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
        nothing_foreign(page, site, lambda foreign: f"The address {site!r} has given the page {foreign}.")


def test_data_in_the_script(http, random):
    """The names in the script are JSON, all of them, and none ends the script"""
    names = [f"{word(random)} {evil}" for evil in ("</script><script>steal()</script>", "<!--<script>", "& 'x' \"y\" \\ \u2028", "</SCRIPT >")]
    for name in names:
        sign(http, name=name)
    # Whatever is looked for: another script completes the names of all.
    for query in ({}, {"q": word(random)}):
        page = read(http, **query)
        data = next((script for script in page.scripts if script["attributes"].get("id") == "names"), None)
        assert data is not None, 'There is no <script id="names"> any more, and another script needs it.'
        assert data["attributes"].get("type") == "application/json", 'The script with the names should keep type="application/json".'
        assert len(page.scripts) == 1, "A name has ended the script and begun another. json.dumps knows JSON and nothing of HTML: </script> within a text ends the element all the same."
        swallowed = re.search(r"<!--.*<script[\s/>]", data["text"], re.IGNORECASE | re.DOTALL)
        assert not swallowed, (
            "A name with <!--<script> stands in the script as it is. After these two, a browser takes the next </script> for a part of the script, and the script ends nowhere. Spoil every <, and not only the one in </script>."
        )
        try:
            got = json.loads(data["text"])
        except ValueError:
            raise AssertionError("What stands in the script is not JSON any more. HTML entities are not decoded within <script>, so html.escape spoils it; JSON has an escape of its own for any character: \\u003c.") from None
        missing = [name for name in names if name not in got]
        at_the_door = missing and html.escape(missing[0]) in got
        assert not missing, f"The name {missing[0]!r} is not among the names in the script" + (
            ", but escaped for HTML: the script is no HTML. Keep what was written, and escape it where it is written out, in the way of that place."
            if at_the_door
            else ". It has to be there as it was written, whatever is looked for."
        )


def policy_of(http, **query):
    """Where scripts may come from, by directive, and the nonces among that. Of two directives of one name, the first counts."""
    policy = ask(http, "GET", params=query).headers.get("content-security-policy", "")
    where = f" for {query}" if query else ""
    assert policy, f"There is no Content-Security-Policy{where}. It is the wall behind the wall, for the place that you have overlooked."
    rules = {}
    for name, *values in (part.split() for part in policy.split(";") if part.strip()):
        rules.setdefault(name.lower(), values)
    general = rules.get("script-src", rules.get("default-src"))
    assert general is not None, f"The policy {policy!r} says nothing about scripts: give it script-src, or default-src."
    return {"script-src": general, **{name: values for name, values in rules.items() if name in ("script-src-elem", "script-src-attr")}}


def test_second_wall(http, random):
    """Each page comes with a Content-Security-Policy that allows no inline script"""
    scripts = policy_of(http)
    for name, values in (*scripts.items(), *policy_of(http, q=word(random)).items()):
        loose = {"'unsafe-inline'", "*", "data:", "https:", "http:", "'unsafe-eval'"}.intersection(value.lower() for value in values)
        assert not loose, f"The policy lets {min(loose)} run (in {name}), and with it what an attacker writes."
    nonces = [{value for values in rules.values() for value in values if value.lower().startswith("'nonce-")} for rules in (scripts, policy_of(http))]
    same = nonces[0] & nonces[1]
    assert not same, f"Two answers came with the same {min(same)}. Whoever has read one page knows it, and writes it into their script: make a new one for each answer."


def test_no_address_breaks_the_page(http, random):
    """Whatever is given for an address, the page is there for the rest"""
    read(http)
    for site in (f"http://[{word(random)}", "https://[::1", "http://]/", "//", ":"):
        mark = word(random)
        sign(http, name=mark, site=site, message=mark)
        answer = ask(http, "GET", params={"q": mark})
        assert answer.status_code == 200, (
            f"Somebody gave {site!r} as the address of a site, and now the page answers {answer.status_code}, to everybody. urlsplit raises ValueError for some texts: such a text is no address, and the name stands there alone."
        )
        assert Page(answer.text).article(mark) is not None, f"The entry with the address {site!r} is not on the page. Its name should stand there, without a link."
