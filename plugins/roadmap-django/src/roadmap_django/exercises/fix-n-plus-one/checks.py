"""Three pages, asked for over HTTP, while SQLite is watched from below Django."""

import html.parser
import re
import string

PAGE = 50
BUDGETS = {"list": 2, "API": 3, "changelist": 6}
WHERE = {"list": "/", "API": "/api/products/", "changelist": "/admin/shop/product/"}
FILE = {"list": "views.py", "API": "serializers.py and views.py", "changelist": "admin.py"}

COUNTED = r'SELECT COUNT\(.+ FROM (\(SELECT .+ FROM )?"shop_product"(?!.+"product_id" = )'
GOODS = r'SELECT (DISTINCT )?"shop_product"\."id"'
# What each budget is made of, and how often; it is never what makes it too much.
ALLOWED = {
    "list": [(COUNTED, 1), (GOODS, 1)],
    "API": [(COUNTED, 1), (GOODS, 1), (r'SELECT .+ FROM "shop_review" .*IN \(', 1)],
    "changelist": [(COUNTED, 2), (GOODS, 1), (r'SELECT .+ FROM "django_session"', 1), (r'SELECT .+ FROM "auth_user"', 1), (r'SELECT .+ FROM "shop_tag" .*IN \(', 1)],
}
FEWER = {
    "list": "Ask for what the page shows, and let the database do the counting.",
    "API": "Ask for what the page shows, of the reviews, too: published ones, and let the database leave out the others.",
    "changelist": "Ask for what the page shows, and let the database do the counting.",
}

NO_CACHE = "A cache is not the cure here: a page that is slow without it is slow whenever it runs out, and wrong until then."


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def goods(random, number):
    """Categories, tags, and `number` products: [name, price, category, tags, reviews]."""
    categories = [word(random) for _ in range(random.randrange(4, 8))]
    tags = [word(random) for _ in range(random.randrange(5, 9))]
    products = [
        [
            f"{word(random)} {place}",
            f"{random.randrange(1, 999)}.{random.randrange(10, 99)}",
            random.randrange(len(categories)),
            random.sample(range(len(tags)), random.randrange(4)),
            [[random.randrange(1, 6), word(random), random.random() < 0.6] for _ in range(random.randrange(4))],
        ]
        for place in range(number)
    ]
    # Two tags and three reviews, one of them hidden and the most enthusiastic: here joins and filters show.
    products[0][3] = random.sample(range(len(tags)), 3)
    products[0][4] = [[3, word(random), True], [5, word(random), False], [2, word(random), True]]
    products[1][3], products[1][4] = [], []
    return categories, tags, products


class Shop:
    """What is on the shelves, and what each of the three pages has to say about it."""

    def __init__(self, probe, random, number):
        self.categories, self.tags, self.products = goods(random, number)
        made = probe("stock", self.categories, self.tags, self.products)
        self.ids, reviews = made["products"], iter(made["reviews"])
        self.review_ids = [[next(reviews) for _ in product[4]] for product in self.products]

    def page(self, number):
        return range(number * PAGE - PAGE, min(number * PAGE, len(self.products)))

    def of_list(self, place):
        name, price, category, tags, reviews = self.products[place]
        stars = [stars for stars, _, published in reviews if published]
        return [name, price, self.categories[category], str(len(tags)), str(len(stars)), str(max(stars)) if stars else "–"]

    def of_api(self, place):
        name, price, category, _, reviews = self.products[place]
        keyed = zip(self.review_ids[place], reviews, strict=True)
        shown = [{"id": key, "stars": stars, "text": text} for key, (stars, text, published) in keyed if published]
        return {"id": self.ids[place], "name": name, "price": price, "category": self.categories[category], "reviews": shown[::-1]}

    def of_changelist(self, place):
        name, price, category, tags, reviews = self.products[place]
        return [name, price, self.categories[category], ", ".join(sorted(self.tags[tag] for tag in tags)) or "-", str(len(reviews))]


class Cells(html.parser.HTMLParser):
    """The texts of a page's table cells, row by row."""

    def __init__(self, text, keep):
        super().__init__()
        self.rows, self.keep, self.cell = [], keep, None
        self.feed(text)
        self.close()
        self.rows = [row for row in self.rows if row]

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows and self.keep(tag, dict(attrs).get("class") or ""):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(self.cell.strip())
            self.cell = None


def visitor(new_http, probe, random, what):
    """A client that may see the page: for the changelist, one that signed in at the admin's own form."""
    client = new_http()
    if what != "changelist":
        return client
    name, password = word(random), word(random, 12)
    probe("hire", name, password)
    form = client.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert form.status_code == 200 and token, f"GET /admin/login/ answered {form.status_code}, without a form to sign in."
    data = {"username": name, "password": password, "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    answer = client.post("/admin/login/", data=data)
    assert answer.status_code == 302, f"Signing in to the admin answered {answer.status_code}; 302 was expected."
    return client


def ask(client, what, number=1):
    parameters = {"p": number} if what == "changelist" else {"page": number}
    answer = client.get(WHERE[what], params=parameters if number > 1 else {})
    assert answer.status_code == 200, (
        f"GET {answer.url.raw_path.decode()} answered {answer.status_code}; 200 was expected. The program's output has the traceback."
    )
    return answer


def content(answer, what):
    """The rows of a page: what a reader can see of each product."""
    if what == "API":
        found = answer.json()
        assert isinstance(found, dict) and isinstance(found.get("results"), list), f"The API answered {answer.text[:200]!r}…; a page with results was expected, as in the original."
        return found["results"]
    if what == "list":
        return Cells(answer.text, lambda tag, names: tag == "td").rows
    return Cells(answer.text, lambda tag, names: "field-" in names).rows


def compare(got, want, what, number):
    assert len(got) == len(want), (
        f"Page {number} of the {what} shows {len(got)} products; the original shows {len(want)}. Joins to many multiply rows, and inner joins lose some."
    )
    for seen, wanted in zip(got, want, strict=True):
        assert seen == wanted, f"Page {number} of the {what} shows {seen!r}, where the original showed {wanted!r}."


def has_same_output(new_http, probe, random, what):
    shop = Shop(probe, random, random.randrange(60, 90))
    client = visitor(new_http, probe, random, what)
    for number in (1, 2):
        want = [getattr(shop, f"of_{what.lower()}")(place) for place in shop.page(number)]
        compare(content(ask(client, what, number), what), want, what, number)


def keeps_budget(new_http, probe, random, what):
    budget = BUDGETS[what]
    client = visitor(new_http, probe, random, what)
    for number in (random.randrange(8, 13), random.randrange(480, 520)):
        shop = Shop(probe, random, number)
        probe("watch")
        try:
            answer = ask(client, what)
        finally:
            facts = probe("seen")
        assert len(content(answer, what)) == min(number, PAGE), f"The {what} of {number} products shows {len(content(answer, what))} of them."
        assert facts["queries"] > 0, f"With {number} products, the {what} was shown without a single query. Its data has to come from the database, each time."
        assert facts["queries"] <= budget, (
            f"With {number} products, the {what} took {facts['queries']} queries; {budget} were allowed. "
            f"{too_many(facts['kinds'], what)} See shop/{FILE[what]}."
        )
        first = shop.products[:PAGE]
        related = {"list": 0, "API": sum(review[2] for product in first for review in product[4]), "changelist": sum(len(product[3]) for product in first)}
        # And a few to spare: a count or two, and in the admin the session and the user.
        allowed = len(first) + related[what] + (12 if what == "changelist" else 4)
        assert facts["rows"] <= allowed, (
            f"With {number} products, the {what} took few queries, but {facts['rows']} rows came out of the database for a page that shows "
            f"{len(first)}; at most {allowed} were expected. {FEWER[what]}"
        )


def too_many(kinds, what):
    """What was asked beside the queries that the budget is made of, [how often, one of them], in words."""
    left = dict((query, times) for times, query in kinds)
    for pattern, times in ALLOWED[what]:
        for query in left:
            if re.match(pattern, query, re.DOTALL):
                taken = min(times, left[query])
                left[query] -= taken
                times -= taken
    times, query = max(((times, query) for query, times in left.items()), key=lambda kind: kind[0])
    if times > 1:
        return f"{times} of them look like this:\n{short(query)}\n{reason(query)}"
    others = [query for query, times in left.items() if times]
    shown = "\n".join(map(short, others[:4]))
    number = "one is" if len(others) == 1 else f"{len(others)} are"
    reasons = " ".join(dict.fromkeys(map(reason, others[:4])))
    return f"None of them comes once for each row; {number} not of those that the page needs:\n{shown}\n{reasons}"


def short(query):
    """The query without most of a long list of ids."""
    return re.sub(r"IN \((\d+), [\d, ]+\)", r"IN (\1, …)", query)[:400]


def reason(query):
    if re.match(r"SELECT (COUNT|MAX|MIN|SUM|AVG)\(", query):
        return "To count or take a maximum, annotate: then the number comes along with its row, and nothing is asked for it."
    if " IN (" in query:
        return (
            "That was fetched for all rows at once. Does the page show it? What it only counts, or takes a maximum of, the database can compute: annotate. One thing behind "
            "a foreign key can be joined."
        )
    if '"shop_tag"' in query:
        return (
            "That is a many-to-many: select_related joins only single-valued relations, prefetch_related is for the others. And .filter() or "
            ".order_by() on a relation that was fetched asks again: hand the queryset over when it is fetched."
        )
    if '"shop_review"' in query:
        return "To show reviews, fetch them together; .filter() or .order_by() on a relation that was fetched asks again, so hand the queryset to Prefetch."
    return "A foreign key that is followed for each row asks each time, unless it was joined."


def is_fresh(new_http, probe, random, what):
    shop = Shop(probe, random, random.randrange(8, 12))
    client = visitor(new_http, probe, random, what)
    expected = getattr(shop, f"of_{what.lower()}")
    before = next(iter(content(ask(client, what), what)), "nothing")
    assert shop.products[0][0] in str(before), f"The goods were replaced, and the {what} shows {before!r} first: that is what there was earlier. {NO_CACHE}"
    assert before == expected(0), f"The {what} shows {before!r} before anything was changed; the original showed {expected(0)!r}."
    name, category = word(random), word(random)
    probe("change", shop.ids[0], name, category, shop.review_ids[0][1])
    shop.products[0][0], shop.products[0][4][1][2] = name, True
    shop.categories[shop.products[0][2]] = category
    got, want = next(iter(content(ask(client, what), what)), "nothing"), expected(0)
    assert got == want, (
        f"A product and its category were renamed and a review published, and the {what} still shows {got!r}; {want!r} was expected. "
        f"{NO_CACHE}"
    )


def test_list_budget(new_http, probe, random):
    """The list takes at most 2 queries, with ten products and with five hundred"""
    keeps_budget(new_http, probe, random, "list")


def test_list_output(new_http, probe, random):
    """The list shows what the original showed"""
    has_same_output(new_http, probe, random, "list")


def test_list_is_fresh(new_http, probe, random):
    """The list shows a change in the database at once"""
    is_fresh(new_http, probe, random, "list")


def test_api_budget(new_http, probe, random):
    """A page of the API takes at most 3 queries, with ten products and with five hundred"""
    keeps_budget(new_http, probe, random, "API")


def test_api_output(new_http, probe, random):
    """The API answers what the original answered"""
    has_same_output(new_http, probe, random, "API")


def test_api_is_fresh(new_http, probe, random):
    """The API answers with a change in the database at once"""
    is_fresh(new_http, probe, random, "API")


def test_changelist_budget(new_http, probe, random):
    """The admin's changelist takes at most 6 queries, with ten products and with five hundred"""
    keeps_budget(new_http, probe, random, "changelist")


def test_changelist_output(new_http, probe, random):
    """The admin's changelist shows what the original showed"""
    has_same_output(new_http, probe, random, "changelist")


def test_changelist_is_fresh(new_http, probe, random):
    """The admin's changelist shows a change in the database at once"""
    is_fresh(new_http, probe, random, "changelist")
