"""The blog as a reader's browser sees it, with articles that were written a moment ago."""

import datetime
import html.parser
import string

SITE = "Field notes"


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def article(random, day=None, draft=False, body=None):
    """[title, slug, body, published, draft]"""
    day = day or datetime.date(2015, 1, 1) + datetime.timedelta(days=random.randrange(3500))
    title = f"{word(random)} {word(random)}"
    return [title.capitalize(), title.replace(" ", "-"), body or f"{word(random)} {word(random)}.", str(day), draft]


def path(article):
    return f"/blog/{article[3][:4]}/{article[1]}/"


class Page(html.parser.HTMLParser):
    """The text, the text by element, and the links of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.text, self.open = [], [], "", []
        self.texts = {"title": "", "h1": "", "header": ""}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag in self.texts:
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data):
        self.text += data
        for tag in self.open:
            self.texts[tag] += data


TRACEBACK = "The program's output has the traceback."


def get(http, where, what):
    answer = http.get(where)
    hint = {404: " A URL that leads nowhere yet: is there a pattern for it in blog/urls.py?", 500: f" {TRACEBACK}"}.get(answer.status_code, "")
    assert answer.status_code == 200, f"GET {where} ({what}) answered {answer.status_code}; 200 was expected.{hint}"
    return Page(answer.text)


def is_missing(http, where, what, hint):
    answer = http.get(where)
    more = f" {TRACEBACK}" if answer.status_code == 500 else ""
    assert answer.status_code == 404, f"GET {where} ({what}) answered {answer.status_code}; 404 was expected. {hint}{more}"


def test_article_has_its_address(http, probe, random):
    """/blog/<year>/<slug>/ shows the article, with its title in <title> and in <h1>"""
    written = [article(random) for _ in range(3)]
    probe("publish", written)
    for one in written:
        page = get(http, path(one), "an article")
        title, _, body, _, _ = one
        assert title in page.texts["title"], f"The <title> of {path(one)} is {page.texts['title'].strip()!r}; it should hold {title!r}."
        assert title in page.texts["h1"], f"{path(one)} has no <h1> with the title of its article, {title!r}."
        assert body in page.text, f"{path(one)} does not show the body of its article."


def test_year_counts(http, probe, random):
    """The same slug in two years leads to two articles, and in a third year to none"""
    first, second = article(random, datetime.date(2019, 3, 4)), article(random, datetime.date(2022, 5, 6))
    second[1] = first[1]
    probe("publish", [first, second])
    for one in (first, second):
        page = get(http, path(one), "one of two articles with the same slug")
        assert one[0] in page.text, f"GET {path(one)} does not show the article of that year. Both year and slug choose it."
    is_missing(http, f"/blog/2020/{first[1]}/", "a slug of other years", "The year has to match, too.")


def test_impossible_year(http, probe, random):
    """A year that no date has is a 404"""
    one = article(random)
    probe("publish", [one])
    get(http, path(one), "an article")
    for year in (0, random.randrange(10_000, 10**6)):
        is_missing(http, f"/blog/{year}/{one[1]}/", "a year that no date has", "<int:year> takes every number, and a date's year goes from 1 to 9999.")


def test_unknown_slug(http, probe, random):
    """A slug that nobody wrote is a 404"""
    probe("publish", [article(random)])
    is_missing(http, f"/blog/2021/{word(random)}/", "an unknown slug", "Model.objects.get() raises where there is nothing; see get_object_or_404.")


def test_names(http, probe, random):
    """reverse() builds the addresses from blog:list and blog:article"""
    one = article(random)
    probe("publish", [one])
    for name, arguments, want in (
        ("blog:list", {}, "/blog/"),
        ("blog:article", {"year": int(one[3][:4]), "slug": one[1]}, path(one)),
    ):
        try:
            got = probe("address", name, arguments)
        except probe.Raised as problem:
            raise AssertionError(
                f"reverse({name!r}, kwargs={arguments}) failed with {problem.type}: {problem.message[:300].rstrip('. ')}. Check app_name, the pattern's name, and "
                "the names of its arguments."
            ) from None
        assert got == want, f"reverse({name!r}, kwargs={arguments}) is {got}; {want} was expected."


def test_old_address_moved(http, probe, random):
    """/article?id=… is a permanent redirect to the new address"""
    written = [article(random) for _ in range(4)]
    keys = probe("publish", written)
    key, one = random.choice(list(zip(keys, written, strict=True)))
    answer = http.get("/article", params={"id": key})
    assert answer.status_code != 302, (
        f"GET /article?id={key} answered 302, which says that the article moved for the time being: search engines keep the old address. "
        "A permanent move is 301."
    )
    more = f" {TRACEBACK}" if answer.status_code == 500 else ""
    assert answer.status_code == 301, f"GET /article?id={key} answered {answer.status_code}; 301 was expected.{more}"
    target = answer.headers.get("location", "").removeprefix("http://app")
    assert target == path(one), f"GET /article?id={key} leads to {target or 'nowhere'}; {path(one)} was expected."


def test_old_address_of_nothing(http, probe, random):
    """An id that is unknown, missing or not a number is a 404"""
    probe("publish", [article(random)])
    hint = "Whatever a visitor puts there, an address without an article is a 404."
    is_missing(http, f"/article?id={10**6 + random.randrange(10**6)}", "an unknown id", hint)
    is_missing(http, f"/article?id={word(random)}", "an id that is not a number", hint)
    is_missing(http, "/article?id=", "an empty id", hint)
    is_missing(http, "/article", "no id", hint)


def test_layout_is_inherited(http, probe, random):
    """The site's name stands in base.html only, and both pages show it in their <header>"""
    one = article(random)
    probe("publish", [one])
    new = word(random).upper()
    for where in ("/blog/", path(one)):
        page = get(http, where, "a page")
        assert SITE in page.texts["header"], f"GET {where} has no <header> that says {SITE!r}."
    count, before = probe("rename_site", SITE, new)
    try:
        assert count, f"templates/base.html does not say {SITE!r}. The layout that all pages share belongs there."
        for where in ("/blog/", path(one)):
            page = get(http, where, "a page, after the site was renamed in base.html")
            assert new in page.texts["header"] and SITE not in page.text, (
                f"The site was renamed to {new} in base.html, and {where} still says {SITE!r}. This check edits the base only: is there a copy of "
                "the name in another template?"
            )
    finally:
        probe("write_base", before)


def test_text_is_escaped(http, probe, random):
    """Markup in an article's title and body comes out as text"""
    tag = word(random)
    one = article(random, body=f"1 < 2 & <{tag}>loud</{tag}> <script>alert(1)</script>")
    one[0] = f"<{tag}> & {word(random)}"
    probe("publish", [one])
    for where in (path(one), "/blog/"):
        page = get(http, where, "an article with markup in it")
        scripts = tag in page.tags or "script" in page.tags
        assert not scripts, (
            f"The article's text became markup in {where}: an element <{tag if tag in page.tags else 'script'}> is in the page. Django's "
            "templates escape what they print, unless |safe, autoescape off or mark_safe tells them not to."
        )
        assert one[0] in page.text, f"{where} should show the title {one[0]!r} as it was typed. It reads {page.text.strip()[:200]!r}."
    text = get(http, path(one), "an article").text
    assert one[2] in text, f"{path(one)} should show the body {one[2]!r} as it was typed. It reads {text.strip()[-200:]!r}."


def listed(page, written):
    """The articles of `written` to which the page links, in its order."""
    by_path = {path(one): one for one in written}
    return [by_path[link.removeprefix("http://app")] for link in page.links if link.removeprefix("http://app") in by_path]


def test_list_is_in_order(http, probe, random):
    """The list links to the articles, the latest first"""
    written = [article(random) for _ in range(6)]
    written += [article(random, datetime.date(2018, 1, 1)) for _ in range(2)]
    random.shuffle(written)
    probe("publish", written)
    number = {one[1]: place for place, one in enumerate(written)}
    want = sorted(written, key=lambda one: (one[3], number[one[1]]), reverse=True)
    page = get(http, "/blog/", "the list")
    got = listed(page, written)
    assert len(got) == len(want), f"There are {len(want)} articles, and /blog/ links to {len(got)} of them. Does each title lead to its article?"
    assert got == want, (
        f"/blog/ lists the articles of these days: {[one[3] for one in got]}. The latest should come first; of those of one day, the one with the "
        "higher id."
    )
    missing = [one[0] for one in want if one[0] not in page.text]
    assert not missing, f"/blog/ does not show the title {missing[0]!r}."


def pages_linked(page):
    return [link.partition("page=")[2].partition("&")[0] for link in page.links if "page=" in link]


def test_pages(http, probe, random):
    """The list comes in pages of 10 that link to each other"""
    written = [article(random, datetime.date(2020, 1, 1) + datetime.timedelta(days=age)) for age in range(random.randrange(21, 29))]
    probe("publish", written)
    want = written[::-1]
    for number in (1, 2, 3):
        where = "/blog/" if number == 1 else f"/blog/?page={number}"
        page = get(http, where, f"page {number} of {len(written)} articles")
        got, expected = listed(page, written), want[number * 10 - 10 : number * 10]
        assert len(got) == len(expected), f"{where} lists {len(got)} of {len(written)} articles; {len(expected)} were expected."
        assert got == expected, f"{where} lists the right number of articles, but not those of page {number}."
        links = pages_linked(page)
        if number < 3:
            assert str(number + 1) in links, f"{where} has no link with page={number + 1}, to the next page."
        else:
            assert "4" not in links, f"{where} is the last page, and links to page 4."
        if number > 1:
            assert str(number - 1) in links, f"{where} has no link with page={number - 1}, back to the page before."


def test_no_such_page(http, probe, random):
    """A page beyond the last one, or whose number is no number, is a 404"""
    written = [article(random) for _ in range(random.randrange(12, 18))]
    probe("publish", written)
    get(http, "/blog/?page=2", f"page 2 of {len(written)} articles")
    for number in (3, 999, 0, word(random)):
        is_missing(
            http,
            f"/blog/?page={number}",
            f"of {len(written)} articles",
            "Showing some other page instead gives one content many addresses. Paginator has get_page and page: only one of them complains.",
        )


def test_drafts_are_invisible(http, probe, random):
    """A draft is not in the list, and is a 404 at its address and at its old one"""
    written = [article(random), article(random, draft=True), article(random)]
    keys = probe("publish", written)
    draft = written[1]
    page = get(http, "/blog/", "the list")
    assert draft[0] not in page.text and draft not in listed(page, written), "/blog/ lists a draft."
    is_missing(http, path(draft), "a draft", "Whoever guesses the address of a draft can read it. Leave drafts out in every view.")
    is_missing(
        http, f"/article?id={keys[1]}", "the old address of a draft", "A redirect tells that the draft exists, and what its title is. Leave drafts out in every view."
    )
