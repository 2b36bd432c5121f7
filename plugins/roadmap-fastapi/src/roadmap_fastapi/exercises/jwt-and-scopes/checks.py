"""Honest users, and others: tokens are made here by hand, the way an attacker would make them."""

import base64
import hashlib
import hmac
import json
import string
import time

KEY = "an example key of more than thirty-two bytes"
AUDIENCE = "items-api"
BOTH = "items:read items:write"


def part(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def token(user, scope=BOTH, key=KEY, header=None, without=(), **claims):
    header = {"alg": "HS256", "typ": "JWT", **(header or {})}
    body = {"sub": user, "aud": AUDIENCE, "exp": int(time.time()) + 300, "scope": scope, **claims}
    signed = f"{part(header)}.{part({name: value for name, value in body.items() if name not in without})}"
    hashes = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
    if header["alg"] not in hashes:
        return f"{signed}."
    mac = hmac.new(key.encode(), signed.encode(), hashes[header["alg"]]).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def word(random):
    return "".join(random.choices(string.ascii_lowercase, k=10))


def item(random, **changes):
    return {"name": word(random), "price": random.randrange(1, 10**4) / 4, "secret_cost": random.randrange(1, 10**4) / 4, **changes}


def create(http, random, user, sent=None):
    answer = http.post("/items", json=sent or item(random), headers=bearer(token(user)))
    assert answer.status_code == 201, f"With a valid token and both scopes, POST /items answered {answer.status_code} instead of 201: {answer.text[:200]}"
    made = answer.json()
    assert isinstance(made, dict) and isinstance(made.get("id"), int), f"POST /items answered {answer.text[:120]}; an item with an integer id was expected."
    return made


def denied(http, random, text, why, hint):
    """Such a token is worth nothing, at any endpoint."""
    number = create(http, random, "ada")["id"]
    for method, path, body in (("GET", "/items", None), ("GET", f"/items/{number}", None), ("POST", "/items", item(random)), ("PUT", f"/items/{number}", item(random))):
        answer = http.request(method, path, json=body, headers=bearer(text) if text is not None else {})
        assert answer.status_code == 401, f"{method} {path} with {why} was answered with {answer.status_code}; 401 was expected. {hint}"
        challenge = answer.headers.get("www-authenticate", "")
        assert challenge.lower().startswith("bearer"), f"The 401 for {why} has the header WWW-Authenticate: {challenge or '(none)'}; it should begin with Bearer, so that the client knows how to sign in."


def test_own_items(http, random, expect):
    """With a token, users create, read, list and change their own items"""
    user = word(random)
    sent = item(random)
    made = create(http, random, user, sent)
    other = create(http, random, user)
    wanted = {"id": made["id"], "name": sent["name"], "price": sent["price"]}
    expect(http.get(f"/items/{made['id']}", headers=bearer(token(user))).json()).equals(wanted, message="The item that was just created should be answered.")
    listed = http.get("/items", headers=bearer(token(user)))
    assert listed.status_code == 200, f"GET /items answered {listed.status_code}."
    expect(listed.json()).equals([wanted, other], message="GET /items should show this user's items, and no others.")
    changed = item(random)
    answer = http.put(f"/items/{made['id']}", json=changed, headers=bearer(token(user)))
    assert answer.status_code == 200, f"PUT on an item of one's own answered {answer.status_code}: {answer.text[:200]}"
    again = http.get(f"/items/{made['id']}", headers=bearer(token(user))).json()
    expect(again).equals({"id": made["id"], "name": changed["name"], "price": changed["price"]}, message="After PUT, the item should be as it was sent.")
    missing = http.get(f"/items/{10**9}", headers=bearer(token(user)))
    expect(missing.status_code).equals(404, message="An unknown item should be answered with 404.")


def test_no_token(http, random):
    """Without a token the answer is 401 and says how to sign in"""
    denied(http, random, None, "no token", "Each endpoint needs the dependency.")


def test_forged(http, random):
    """A token with a wrong signature is refused"""
    denied(http, random, token("ada", key="a key that an attacker has made up on the spot"), "a token that somebody else has signed", "The signature is not verified: any stranger can write a token with any name in it.")
    good = token("eve")
    head, _, signature = good.split(".")
    stolen = f"{head}.{token('ada').split('.')[1]}.{signature}"
    denied(http, random, stolen, "claims under another token's signature", "The signature is not verified.")
    denied(http, random, word(random), "a word in place of a token", "What cannot be decoded is not valid.")


def test_expired(http, random):
    """An expired token is refused, and one that never expires, too"""
    denied(http, random, token("ada", exp=int(time.time()) - 3600), "a token that expired an hour ago", "Is exp verified?")
    denied(http, random, token("ada", without=("exp",)), "a token without exp", "A library checks exp only if it is there: require it, or such a token is valid for ever.")


def test_algorithm(http, random):
    """The token does not choose its algorithm"""
    for name in ("none", "None", "nOnE"):
        denied(http, random, token("ada", header={"alg": name}), f"alg: {name} and no signature", "Any stranger can write: the list of algorithms is yours to decide, never the token's.")
    denied(http, random, token("ada", header={"alg": "HS512"}), "HS512 as the algorithm", "Only HS256 was agreed on. Whoever takes the algorithm from the token's header lets the attacker choose.")


def test_audience(http, random):
    """A token for somebody else is refused"""
    denied(http, random, token("ada", aud="coffee-shop"), "a token for another audience", "It was issued by the same issuer, for somebody else.")
    denied(http, random, token("ada", without=("aud",)), "a token without an audience", "The audience has to be required.")


def test_scopes(http, random):
    """A token that lacks the scope is answered with 403"""
    number = create(http, random, "ada")["id"]
    for scope, allowed in (("items:read", "GET"), ("items:write", "POST"), ("", ""), ("items:reader items:writer", ""), ("admin", "")):
        for method, path, body in (("GET", "/items", None), ("GET", f"/items/{number}", None), ("POST", "/items", item(random)), ("PUT", f"/items/{number}", item(random))):
            may = (method == "GET") == (allowed == "GET") and bool(allowed)
            answer = http.request(method, path, json=body, headers={**bearer(token("ada", scope)), "X-Scope": BOTH})
            if may:
                assert answer.status_code in (200, 201), f"{method} {path} with the scope {scope!r} was answered with {answer.status_code}, though that is enough."
            else:
                assert answer.status_code == 403, (
                    f"{method} {path} with the scope {scope!r} was answered with {answer.status_code}; 403 was expected. The server must decide, at each endpoint, "
                    "and compare whole scopes: the text items:reader contains items:read."
                )


def test_foreign_items(http, random):
    """Somebody else's item does not exist"""
    one, other = word(random), word(random)
    made = create(http, random, one)
    path = f"/items/{made['id']}"
    for method, body in (("GET", None), ("PUT", item(random))):
        answer = http.request(method, path, json=body, headers=bearer(token(other)))
        assert answer.status_code == 404, (
            f"{method} on an item of somebody else was answered with {answer.status_code}; 404 was expected. "
            + ("403 reveals that the item exists." if answer.status_code == 403 else "A scope says what one may do, not to whose items.")
        )
    assert made not in http.get("/items", headers=bearer(token(other))).json(), "GET /items shows items of somebody else."
    kept = http.get(path, headers=bearer(token(one))).json()
    assert kept == made, "Somebody else's PUT was refused, and changed the item all the same."


def test_extra_fields(http, random):
    """An unknown field is refused: nobody makes themselves an owner"""
    made = create(http, random, "ada")
    for name, value in (("owner", "eve"), ("id", 7), ("x_" + word(random), 1)):
        for method, path in (("POST", "/items"), ("PUT", f"/items/{made['id']}")):
            answer = http.request(method, path, json=item(random, **{name: value}), headers=bearer(token("ada")))
            assert answer.status_code == 422, f"{method} {path} with the field {name} was answered with {answer.status_code}; 422 was expected. extra='forbid' refuses what the model does not know."
    for wrong in ({"price": 0}, {"name": ""}, {"name": "x" * 81}, {"secret_cost": -1}):
        answer = http.post("/items", json=item(random, **wrong), headers=bearer(token("ada")))
        assert answer.status_code == 422, f"POST /items with {str(wrong)[:40]} was answered with {answer.status_code}; 422 was expected."


def test_what_goes_out(http, random):
    """No answer has the owner or the secret cost"""
    user = word(random)
    made = create(http, random, user)
    answers = {
        "POST /items": made,
        "GET /items": (http.get("/items", headers=bearer(token(user))).json() or [{}])[0],
        "GET /items/{id}": http.get(f"/items/{made['id']}", headers=bearer(token(user))).json(),
        "PUT /items/{id}": http.put(f"/items/{made['id']}", json=item(random), headers=bearer(token(user))).json(),
    }
    for what, body in answers.items():
        extra = set(body) - {"id", "name", "price"}
        assert not extra, f"{what} answers {', '.join(sorted(extra))} as well. A response model names what may go out; a list of what must not is forgotten in the next endpoint."


def test_document(http):
    """The document says which scope each operation needs"""
    answer = http.get("/openapi.json")
    assert answer.status_code == 200, f"GET /openapi.json answered {answer.status_code}."
    told = answer.json()
    schemes = told.get("components", {}).get("securitySchemes", {})
    listed = {scope for scheme in schemes.values() for flow in scheme.get("flows", {}).values() for scope in flow.get("scopes", {})}
    assert {"items:read", "items:write"} <= listed, f"The document lists the scopes {sorted(listed) or 'nowhere'}: OAuth2PasswordBearer takes them as a dictionary with a sentence for each."
    single = next((path for path in told["paths"] if path.startswith("/items/{")), "/items/{id}")
    for path, method, scope in (("/items", "get", "items:read"), (single, "get", "items:read"), ("/items", "post", "items:write"), (single, "put", "items:write")):
        security = told["paths"].get(path, {}).get(method, {}).get("security", [])
        named = {one for entry in security for scopes in entry.values() for one in scopes}
        assert scope in named, f"The document does not say that {method.upper()} {path} needs {scope}; it names {sorted(named) or 'no scope'}. Security(…, scopes=[…]) in place of Depends says so."
