"""What a client of the catalogue sees, and what somebody reads who generates a client from its document."""

import string

KINDS = ("tea", "cup", "kettle")


def item(random, **changes):
    name = "".join(random.choices(string.ascii_letters, k=12))
    return {"name": name, "price": random.randrange(1, 10**6) / 4, "kind": random.choice(KINDS), **changes}


def json_of(answer, what, kind=dict):
    try:
        body = answer.json()
    except ValueError:
        body = None
    assert isinstance(body, kind), (
        f"{what} answered {answer.status_code} with {answer.text[:80]!r}; a JSON {'object' if kind is dict else 'list'} was expected."
    )
    return body


def create(http, sent):
    answer = http.post("/items", json=sent)
    assert answer.status_code in (200, 201), f"This check needs an item first, but POST /items with {sent} answered {answer.status_code}."
    made = json_of(answer, "POST /items")
    assert isinstance(made.get("id"), int), f"POST /items answered {made}; the new item needs an integer under id."
    return made


def found(http, **query):
    answer = http.get("/items", params=query)
    assert answer.status_code == 200, f"GET /items with {query} answered {answer.status_code}; 200 was expected."
    return json_of(answer, "GET /items", list)


def document(http):
    answer = http.get("/openapi.json")
    assert answer.status_code == 200, f"GET /openapi.json answered {answer.status_code}."
    return json_of(answer, "GET /openapi.json")


def resolved(document, schema):
    while isinstance(schema, dict) and "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema if isinstance(schema, dict) else {}


def parameter(document, name):
    listed = document.get("paths", {}).get("/items", {}).get("get", {}).get("parameters", [])
    return next((one for one in listed if one["name"] == name and one["in"] == "query"), None)


def everywhere(document, schema):
    """The schema and whatever it consists of: what stands in anyOf or allOf counts as well."""
    schema = resolved(document, schema)
    yield schema
    for part in ("anyOf", "allOf", "oneOf"):
        for one in schema.get(part, ()):
            yield from everywhere(document, one)


def test_create(http, random, expect):
    """POST /items answers 201 with the item and its id"""
    sent = item(random)
    answer = http.post("/items", json=sent)
    expect(answer.status_code).equals(
        201,
        if_equals={200: "The item was made, but the status is 200. Created resources answer 201."},
        message="POST /items with a valid item should answer 201.",
    )
    made = json_of(answer, "POST /items")
    number = made.pop("id", None)
    assert isinstance(number, int) and not isinstance(number, bool), f"The answer has the id {number!r}; an integer is needed."
    expect(made).equals(sent, message="Besides its id, the answer should have exactly what was sent.")
    assert create(http, item(random))["id"] != number, "A second item got the same id as the first."


def test_read(http, random, expect):
    """GET /items/{id} answers the item, 404 for an unknown id and 422 for a word"""
    made = create(http, item(random))
    create(http, item(random))
    answer = http.get(f"/items/{made['id']}")
    expect(answer.status_code).equals(200, message="The item that was just created should be found.")
    expect(answer.json()).equals(made, message="GET /items/{id} should answer what POST answered.")
    unknown = http.get(f"/items/{10**9 + random.randrange(10**6)}")
    expect(unknown.status_code).equals(
        404,
        if_equals={500: "The program raised: a plain lookup fails for an unknown id.", 200: "An unknown id was answered with 200, as if it were there."},
        message="An unknown id should be answered with 404.",
    )
    expect(http.get("/items/first").status_code).equals(
        422,
        if_equals={404: "404 for /items/first: the id is no integer, and the type of the parameter can say so.", 500: "The program raised for /items/first. With number: int in the signature, FastAPI refuses it."},
        message="An id that is no integer should be answered with 422.",
    )


def test_limit_and_offset(http, random, expect):
    """limit and offset cut the list, in order, and 0 and 101 are refused"""
    made = [create(http, item(random, kind="cup")) for _ in range(23)]
    everything = found(http, kind="cup", limit=100)
    assert everything[-23:] == made or len(everything) == 100, "GET /items does not show the items in the order in which they were created."
    usual = found(http, kind="cup")
    expect(len(usual)).equals(20, if_equals={len(everything): "Without a limit, everything came. The default is 20."}, message="Without a limit, 20 items should come.")
    start, size = random.randrange(2, 8), random.randrange(2, 8)
    part = found(http, kind="cup", offset=start, limit=size)
    expect([one["id"] for one in part]).equals(
        [one["id"] for one in everything[start : start + size]],
        message=f"offset={start}&limit={size} should skip {start} items and show the {size} after them.",
    )
    for query in ({"limit": 0}, {"limit": 101}, {"limit": -1}, {"limit": "ten"}, {"offset": -1}):
        answer = http.get("/items", params=query)
        expect(answer.status_code).equals(
            422,
            if_equals={200: f"{query} was accepted. Query(ge=…, le=…) in the annotation refuses it.", 500: f"The program raised for {query}."},
            message=f"{query} is out of range and should be answered with 422.",
        )
    expect(http.get("/items", params={"limit": 100}).status_code).equals(200, message="limit=100 is still allowed.")


def test_price_range(http, random, expect):
    """min_price and max_price filter, and the limits belong to the range"""
    base = 10**7 + random.randrange(10**6) * 10
    made = [create(http, item(random, price=base + step, kind="tea")) for step in (0, 1, 2, 3)]
    got = found(http, min_price=base + 1, max_price=base + 2)
    expect([one["price"] for one in got]).equals(
        [base + 1, base + 2],
        if_equals=[([], "Nothing was found; items at the very limit belong to the range.")],
        message=f"min_price={base + 1}&max_price={base + 2} should show the items at {base + 1} and {base + 2}.",
    )
    above = [one["id"] for one in found(http, min_price=base + 2, max_price=base + 9)]
    expect(above).equals([one["id"] for one in made[2:]], message="With a higher limit, what lies below min_price should not show.")
    second = found(http, min_price=base, max_price=base + 3, offset=1, limit=1)
    expect([one["price"] for one in second]).equals([base + 1], message="Filters come first, then offset, then limit.")


def test_price_conversion(http, random, expect):
    """A price as text is converted if it is a number; anything else is refused"""
    number = random.randrange(1, 1000) + 0.5
    made = create(http, item(random, price=str(number)))
    expect(made.get("price")).equals(
        number,
        if_equals={str(number): "The price went out as text. With price: float in the model it is converted, and goes out as a number."},
        message="A price that was sent as text should come back as a number.",
    )
    for price in ("abc", "", None, 0, -random.randrange(1, 100), [1]):
        answer = http.post("/items", json=item(random, price=price))
        expect(answer.status_code).equals(
            422,
            if_equals={201: f"The price {price!r} was accepted.", 200: f"The price {price!r} was accepted.", 500: f"The program raised for the price {price!r}."},
            message=f"The price {price!r} should be answered with 422.",
        )
    for name in ("", "x" * 81):
        answer = http.post("/items", json=item(random, name=name))
        expect(answer.status_code).equals(422, message=f"A name of {len(name)} characters should be answered with 422.")


def test_kinds(http, random, expect):
    """An unknown kind is refused, in the body and in the query"""
    wrong = random.choice(("spoon", "TEA", "teas", "mug"))
    sent = http.post("/items", json=item(random, kind=wrong))
    expect(sent.status_code).equals(422, if_equals={201: f"An item of the kind {wrong!r} was created."}, message=f"The kind {wrong!r} in a body should be answered with 422.")
    asked = http.get("/items", params={"kind": wrong})
    expect(asked.status_code).equals(
        422,
        if_equals={200: f"kind={wrong} was answered with a list. As plain text nothing is refused: an Enum or a Literal knows its values."},
        message=f"kind={wrong} in the query should be answered with 422.",
    )
    made = create(http, item(random, kind="kettle"))
    create(http, item(random, kind="tea"))
    kettles = found(http, kind="kettle", limit=100)
    assert made in kettles and {one["kind"] for one in kettles} == {"kettle"}, "kind=kettle should show the kettles, and nothing else."


def test_documented_parameters(http):
    """The document knows the limits of limit and the values of kind"""
    told = document(http)
    limit = parameter(told, "limit")
    assert limit is not None, (
        "OpenAPI knows nothing of limit: there is no such parameter of GET /items. What you read from the request by hand works, but is neither "
        "validated nor documented. Put it into the signature."
    )
    schemas = list(everywhere(told, limit["schema"]))
    assert any(one.get("minimum") == 1 or one.get("exclusiveMinimum") == 0 for one in schemas) and any(
        one.get("maximum") == 100 or one.get("exclusiveMaximum") == 101 for one in schemas
    ), f"OpenAPI says of limit: {limit['schema']}. The limits 1 and 100 are missing: a check inside the function is invisible to clients."
    kind = parameter(told, "kind")
    assert kind is not None, "OpenAPI knows nothing of the query parameter kind."
    values = {value for one in everywhere(told, kind["schema"]) for value in one.get("enum", ())}
    assert values == set(KINDS), f"OpenAPI lists the kinds {sorted(values) or 'nowhere'}; tea, cup and kettle are the ones that are accepted."


def test_documented_answers(http):
    """The document says for each endpoint what it answers"""
    told = document(http)
    wanted = (("/items", "post", "201"), ("/items", "get", "200"))
    single = next((path for path in told["paths"] if path.startswith("/items/{")), None)
    assert single, "OpenAPI has no path /items/{…}."
    for path, method, status in (*wanted, (single, "get", "200")):
        answers = told["paths"].get(path, {}).get(method, {}).get("responses", {})
        content = answers.get(status, {}).get("content", {}).get("application/json", {})
        schema = resolved(told, content.get("schema", {}))
        if schema.get("type") == "array":
            schema = resolved(told, schema.get("items", {}))
        missing = {"id", "name", "price", "kind"} - set(schema.get("properties", ()))
        assert not missing, (
            f"For {method.upper()} {path}, the document does not say that the answer has {', '.join(sorted(missing))}. A return annotation, or response_model, does."
        )
