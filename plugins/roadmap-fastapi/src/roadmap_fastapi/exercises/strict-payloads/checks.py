"""A shop that sends orders, good and bad, and reads closely what comes back."""

import copy
import string
import time
from decimal import Decimal

OUT = {"id", "customer", "payment", "lines", "total"}


def text(random, size=8):
    return "".join(random.choices(string.ascii_letters, k=size))


def card(random):
    return {"kind": "card", "number": "".join(random.choices("123456789", k=16)), "holder": text(random)}


def payment(random, kind):
    return {"card": lambda: card(random), "invoice": lambda: {"kind": "invoice", "vat_id": text(random)}, "transfer": lambda: {"kind": "transfer", "iban": text(random)}}[kind]()


def order(random, **changes):
    lines = [
        {"sku": text(random), "quantity": random.randrange(1, 9), "unit_price": f"{random.randrange(1, 10**4) / 100:.2f}"}
        for _ in range(random.randrange(1, 4))
    ]
    made = {
        "customer": {"name": text(random), "address": {"street": text(random), "city": text(random), "country": "GB"}},
        "payment": payment(random, random.choice(("card", "invoice", "transfer"))),
        "lines": lines,
        **changes,
    }
    if "total" not in made:
        made["total"] = str(sum((line["quantity"] * Decimal(str(line["unit_price"])) for line in made["lines"]), Decimal("0.00")))
    return made


def body_of(answer, what, kind=dict):
    try:
        body = answer.json()
    except ValueError:
        body = None
    assert isinstance(body, kind), f"{what} answered {answer.status_code} with {answer.text[:80]!r}; JSON was expected."
    return body


def create(http, sent):
    answer = http.post("/orders", json=sent)
    assert answer.status_code == 201, f"A valid order was answered with {answer.status_code} instead of 201: {answer.text[:300]}"
    return body_of(answer, "POST /orders")


def refused(http, sent, why, *place):
    """The order is answered with 422, and a mistake lies at or below `place`."""
    answer = http.post("/orders", json=sent)
    assert answer.status_code == 422, (
        f"An order {why} was answered with {answer.status_code}; 422 was expected."
        + (" Nothing is validated or documented when the body is a plain dict." if answer.status_code == 201 and not place else "")
    )
    detail = body_of(answer, "A refused order").get("detail")
    assert isinstance(detail, list) and all(isinstance(one, dict) and {"loc", "msg", "type"} <= one.keys() for one in detail), (
        f"An order {why} was refused with {answer.text[:200]}; detail should be a list of mistakes with loc, msg and type."
    )
    if place:
        places = [[str(part) for part in one["loc"] if str(part) not in ("card", "invoice", "transfer", "body")] for one in detail]
        wanted = [str(part) for part in place]
        assert any(found[: len(wanted)] == wanted for found in places), (
            f"An order {why} was refused, but no loc names the place, {'.'.join(wanted)}: {[one['loc'] for one in detail]}"
        )
    return answer


def test_valid_order(http, random, expect):
    """A valid order is answered with 201 and can be read again"""
    for kind in ("card", "invoice", "transfer"):
        sent = order(random, payment=payment(random, kind))
        made = create(http, sent)
        assert set(made) == OUT, f"An order that goes out should have {', '.join(sorted(OUT))}; it has {', '.join(sorted(made))}."
        expect(made["customer"]).equals(sent["customer"], message="The customer should come back as it was sent.")
        expect(made["payment"]).equals({"kind": kind}, message="payment should go out with its kind, and nothing else.")
        again = http.get(f"/orders/{made['id']}")
        assert again.status_code == 200, f"GET /orders/{made['id']} answered {again.status_code} for an order that was just made."
        expect(again.json()).equals(made, message="GET /orders/{id} should answer what POST answered.")
        assert made in body_of(http.get("/orders"), "GET /orders", list), "GET /orders does not show the order that was just made, or shows it differently."
    expect(http.get(f"/orders/{10**9}").status_code).equals(404, message="An unknown order should be answered with 404.")


def test_unknown_fields(http, random):
    """A field that nobody knows is refused on every level, with its place"""
    extra = "x_" + text(random, 5)
    for place in ((), ("customer",), ("customer", "address"), ("payment",), ("lines", 0)):
        sent = order(random, payment=payment(random, "invoice"))
        part = sent
        for step in place:
            part = part[step]
        part[extra] = 1
        where = ".".join(map(str, place)) or "the top"
        refused(http, sent, f"with an unknown field at {where}: extra='forbid' counts for the model that says it, not for the models inside it. It", *place, extra)


def test_total(http, random):
    """A total that is not the sum is refused"""
    sent = order(random)
    for difference in ("0.01", "-0.01", "100"):
        wrong = copy.deepcopy(sent)
        wrong["total"] = str(Decimal(sent["total"]) + Decimal(difference))
        if Decimal(wrong["total"]) > 0:
            refused(http, wrong, f"whose total is {difference} off")
    many = [{"sku": "a", "quantity": 1, "unit_price": "0.01"} for _ in range(random.randrange(2, 6))]
    refused(http, order(random, lines=many, total="0.01"), "whose total is that of its first line")


def test_payment_variants(http, random):
    """The kind of payment decides which fields are needed"""
    for kind, field in (("card", "number"), ("card", "holder"), ("invoice", "vat_id"), ("transfer", "iban")):
        lacking = payment(random, kind)
        del lacking[field]
        sent = order(random, payment=lacking)
        answer = refused(http, sent, f"paid by {kind} without {field}")
        others = {"vat_id", "iban", "number", "holder"} - {field}
        named = {str(part) for one in answer.json()["detail"] for part in one["loc"]} & others
        assert not named, (
            f"Of an order paid by {kind} without {field}, the mistakes name {', '.join(sorted(named))} as well. Pydantic tried each kind in turn: "
            "with a discriminator it looks at the right one only."
        )
        refused(http, sent, f"paid by {kind} without {field}", "payment", field)
        refused(http, order(random, payment={**payment(random, kind), field: ""}), f"paid by {kind} with an empty {field}", "payment")
    refused(http, order(random, payment={"kind": "cash"}), "paid in cash", "payment")
    refused(http, order(random, payment={**card(random), "number": "12345678901a"}), "with a letter in the card's number", "payment")
    refused(http, order(random, payment={**card(random), "number": "1" * 11}), "with a card's number of 11 digits", "payment")
    refused(http, order(random, payment={**card(random), "number": "1" * 20}), "with a card's number of 20 digits", "payment")


def test_card_number_stays_in(http, random, logs):
    """The card's number is in no answer, no error and no log"""
    paid = card(random)
    number = paid["number"]
    made = create(http, order(random, payment=paid))
    for path in (f"/orders/{made['id']}", "/orders"):
        assert number not in http.get(path).text, f"GET {path} shows the card's number. Excluding it in one place leaves the next one leaking; use a response model for all of them."
    broken = [
        ("whose total is wrong", order(random, payment=paid, total="999999.99")),
        ("with an unknown field", {**order(random, payment=paid), "note": "x"}),
        ("without a customer", {key: value for key, value in order(random, payment=paid).items() if key != "customer"}),
        ("without the card's holder", order(random, payment={"kind": "card", "number": number})),
        ("whose card's number has a letter", order(random, payment={**paid, "number": f"{number}x"})),
        ("whose card's number is too long", order(random, payment={**paid, "number": number + number})),
        ("whose payment has a misspelled kind", order(random, payment={**paid, "kind": "crad"})),
    ]
    for why, sent in broken:
        answer = refused(http, sent, why)
        assert number not in answer.text, (
            f"The error for an order {why} has the card's number in it: FastAPI's own answer repeats the rejected input, and that may be the whole order. "
            "An exception handler for RequestValidationError decides what goes out."
        )
    give_up = time.monotonic() + 10
    while str(made["id"]) not in logs() and time.monotonic() < give_up:
        time.sleep(0.05)
    printed = logs()
    assert str(made["id"]) in printed and made["total"] in printed, "The log has no line with the id and the total of the new order. (print with flush=True, so that it is there at once.)"
    assert number not in printed, "The card's number is in the log. Print what you need, and not the whole order; SecretStr shows asterisks."


def test_money(http, random, expect):
    """Money is exact, goes out as text, and has at most two decimal places"""
    lines = [{"sku": "a", "quantity": 1, "unit_price": "0.10"}, {"sku": "b", "quantity": 1, "unit_price": "0.20"}]
    answer = http.post("/orders", json=order(random, lines=lines, total="0.30"))
    assert answer.status_code == 201, (
        f"Lines of 0.10 and 0.20 and a total of 0.30 were answered with {answer.status_code}: {answer.text[:160]} As floats, 0.1 + 0.2 is 0.30000000000000004; Decimal is exact."
    )
    price = f"{random.randrange(1, 100)}.{random.randrange(1, 10)}0"
    made = create(http, order(random, lines=[{"sku": "c", "quantity": 2, "unit_price": price}], total=str(2 * Decimal(price))))
    expect(made["lines"][0]["unit_price"]).equals(
        price, if_equals={float(price): f"unit_price went out as the number {float(price)}: a float. Decimal goes out as text, with its zeros."}, message="A price should go out as the text that came in."
    )
    expect(made["total"]).equals(str(2 * Decimal(price)), message="The total should go out as text.")
    huge = "90071992547409.93"
    made = create(http, order(random, lines=[{"sku": "d", "quantity": 1, "unit_price": huge}], total=huge))
    expect(made["total"]).equals(huge, message="A large amount lost its last digits, as it does in a float.")
    refused(http, order(random, lines=[{"sku": "e", "quantity": 1, "unit_price": "1.005"}], total="1.005"), "with three decimal places", "lines", 0, "unit_price")
    for bad in ("0", "-1", "1,50", "free"):
        refused(http, order(random, lines=[{"sku": "f", "quantity": 1, "unit_price": bad}], total="1"), f"with the price {bad!r}", "lines", 0, "unit_price")


def test_lines(http, random):
    """There is at least one line, with a quantity from 1 to 1000"""
    answer = http.post("/orders", json=order(random, lines=[], total="1"))
    places = [one.get("loc", [""])[-1] for one in body_of(answer, "An order without lines").get("detail", ())] if answer.status_code == 422 else []
    assert "lines" in places, (
        f"An order without lines was answered with {answer.status_code}, and lines is not named as the place: {answer.text[:160]} The list needs a min_length."
    )
    for quantity in (0, -1, 1001, "many", 1.5):
        sent = order(random)
        sent["lines"][0]["quantity"] = quantity
        refused(http, sent, f"with the quantity {quantity!r}", "lines", 0, "quantity")
    for place, wrong in ((("customer", "address", "country"), "gb"), (("customer", "address", "country"), "GBR"), (("customer", "name"), ""), (("customer", "name"), "x" * 81), (("customer", "address", "city"), ""), (("lines", 0, "sku"), "")):
        sent = order(random)
        part = sent
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = wrong
        refused(http, sent, f"with {wrong[:10]!r} at {'.'.join(map(str, place))}", *place)


def test_document(http):
    """The document lists the kinds of payment and what tells them apart"""
    answer = http.get("/openapi.json")
    assert answer.status_code == 200, f"GET /openapi.json answered {answer.status_code}."
    told = answer.json()
    operation = told["paths"].get("/orders", {}).get("post", {})
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    assert "payment" in schema.get("properties", {}), "The document does not say what an order consists of. Nothing is validated or documented when the body is a plain dict."
    paid = schema["properties"]["payment"]
    mapping = paid.get("discriminator", {}).get("mapping", {})
    assert paid.get("discriminator", {}).get("propertyName") == "kind" and set(mapping) == {"card", "invoice", "transfer"}, (
        f"The document says of payment: {str(paid)[:200]}. With Field(discriminator='kind') it lists the three kinds and the field that tells them apart."
    )
