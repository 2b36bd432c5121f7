"""Tokens and hashes from outside: made, forged, cut, swapped, and looked at while they are compared."""

import base64
import hashlib
import hmac
import html.parser
import json
import string


def word(random, length=8):
    return "".join(random.choices(string.ascii_lowercase, k=length))


def encoded(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def signed(payload, key):
    return f"{payload}.{hmac.new(key.encode(), payload.encode(), hashlib.sha256).hexdigest()}"


def session(call, random, user=None, lifetime=3600):
    """User, key, now and token of a new session."""
    user, key, now = user or word(random), word(random, 32), random.randrange(10**9, 2 * 10**9)
    return user, key, now, call("auth:make_session", user, key, now, lifetime)


def hashed(call, password):
    """What hash_password makes of it. Where scrypt asked for more memory than it may have, the feedback says so."""
    try:
        return call("auth:hash_password", password)
    except call.Raised as problem:
        raise AssertionError(f"hash_password raised {raised(problem)}") from None


def raised(problem):
    memory = (
        " scrypt needs a little more than 128 · n · r bytes, and Python allows it 32 MiB unless you raise maxmem. n=16384 with r=8 fits, and is asked for here."
        if "memory limit" in problem.message.lower()
        else ""
    )
    return f"{problem.type}: {problem.message}{f' ({problem.place})' if problem.place else ''}.{memory}"


def read(call, token, key, now):
    try:
        return call("auth:read_session", token, key, now)
    except call.Raised as problem:
        raise AssertionError(
            f"read_session raised {problem.type} for the token {token[:60]!r}: {problem.message}. Whoever sends nonsense should get None. Look at "
            "the signature first, and decode only what you signed yourself."
        ) from None


def test_password_fits_or_not(call, random, expect):
    """verify_password tells the right password from others"""
    for password in (word(random), word(random) + "é日本", "", f" {word(random)} "):
        stored = hashed(call, password)
        assert isinstance(stored, str) and stored, f"hash_password returned {stored!r}; a text was expected."
        assert not password.strip() or password not in stored, "The stored text contains the password itself."
        expect(call("auth:verify_password", password, stored)).equals(True, message=f"verify_password refused the right password {password!r}.")
        for other in (password + "x", password.upper() + "!", word(random)):
            expect(call("auth:verify_password", other, stored)).equals(False, message=f"verify_password took {other!r} for {password!r}.")


def test_same_password_two_hashes(call, random):
    """The same password gives different stored texts"""
    password = word(random)
    stored = [hashed(call, password) for _ in range(3)]
    assert len(set(stored)) == 3, (
        "The same password was stored as the same text. Users with equal passwords can be seen, and one table of hashes opens all: draw a new salt each time."
    )


def test_hashing_is_slow(call, probe, random):
    """Hashing uses scrypt with n of at least 16384 and r of at least 8"""
    try:
        facts = probe("scrypt_calls", word(random))
    except call.Raised as problem:
        raise AssertionError(f"When a password was hashed and verified, this was raised: {raised(problem)}") from None
    assert facts["hashing"], (
        "hash_password did not call hashlib.scrypt. SHA-256 and its relatives are fast on purpose, and a thief tries billions of passwords a second with them."
    )
    assert facts["verifying"], "verify_password did not call hashlib.scrypt: how does it know that the password fits?"
    for n, r in facts["hashing"]:
        assert n >= 16384 and r >= 8, f"scrypt was called with n={n} and r={r}; at least 16384 and 8 are asked for."


def test_damaged_hashes(call, random, expect):
    """A damaged stored text fits no password and raises nothing"""
    password = word(random)
    stored = hashed(call, password)
    half = len(stored) // 2
    foreign = hashed(call, password + "x")
    for damaged in ("", word(random), stored[:half], stored[half:], stored[:-4], "$" * 5, "scrypt$16384$8$1$zz$zz", stored[:4] + "é" + stored[5:], foreign):
        try:
            got = call("auth:verify_password", password, damaged)
        except call.Raised as problem:
            raise AssertionError(f"verify_password raised {problem.type} for the stored text {damaged[:40]!r}; False was expected.") from None
        expect(got).equals(False, message=f"verify_password accepted the damaged text {damaged[:40]!r}.")


def test_session_comes_back(call, random, expect):
    """read_session returns the user of a good token"""
    for user in (word(random), word(random) + "é.日本", "a.b.c"):
        user, key, now, token = session(call, random, user)
        expect(read(call, token, key, now + 1)).equals(user, message="read_session of a new token.")


def test_format_is_kept(call, random, expect):
    """The token is what README.md describes, in both directions"""
    user, key, now, token = session(call, random, lifetime=500)
    payload, _, signature = token.rpartition(".")
    try:
        content = json.loads(base64.urlsafe_b64decode(payload))
    except ValueError:
        raise AssertionError(f"The part before the dot, {payload[:60]!r}, is not JSON in URL-safe Base64.") from None
    expect(content).equals({"user": user, "expires": now + 500}, message="The content of the payload.")
    assert isinstance(content["expires"], int), f"In the payload, expires is {content['expires']!r}. README.md asks for a whole number, and the other service may insist on it."
    assert token == signed(payload, key), "The signature is not the HMAC with SHA-256 over the encoded payload, in hexadecimal digits."
    foreign = signed(encoded({"expires": now + 9, "user": "bob"}), key)
    expect(read(call, foreign, key, now)).equals("bob", message="Another service made a token by the same rules, and read_session refused it.")


def test_tampered_payload(call, random, expect):
    """A changed payload is refused"""
    user, key, now, token = session(call, random, lifetime=100)
    signature = token.rpartition(".")[2]
    forged = f"{encoded({'user': user, 'expires': now + 10**6})}.{signature}"
    expect(read(call, forged, key, now + 200)).equals(
        None, message="The payload got a later expiry and kept its signature, and was accepted: clients can extend their own session. Sign all of the payload."
    )
    for content in ({"user": "admin", "expires": now + 100}, {"user": user + "x", "expires": now + 100}):
        expect(read(call, f"{encoded(content)}.{signature}", key, now)).equals(None, message=f"The payload was changed to {content}, and accepted.")
    at = random.randrange(4, 20)
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    expect(read(call, changed, key, now)).equals(None, message="One character of the payload was changed, and the token was accepted.")


def test_signature_is_required(call, random, expect):
    """A token with a wrong, foreign or missing signature is refused"""
    user, key, now, token = session(call, random)
    payload, _, signature = token.rpartition(".")
    other = call("auth:make_session", word(random), key, now).rpartition(".")[2]
    for what, forged in {
        "with another session's signature": f"{payload}.{other}",
        "without a signature": f"{payload}.",
        "without a signature and dot": payload,
        "with a shortened signature": token[:-1],
        "with a third part behind the signature": f"{token}.{word(random)}",
        "with a blank behind it": f"{token} ",
        "with a blank in front of it": f" {token}",
        "with a line end behind it": f"{token}\n",
        "with its signature in upper case": f"{payload}.{signature.upper()}",
        "with a signature by another key": signed(payload, key + "x"),
        "with a signature of letters from elsewhere": f"{payload}.é{signature[1:]}",
        "that is empty": "",
        "that is a dot": ".",
        "that is nonsense": word(random) + "." + word(random),
        "of which only the signature is left": "." + signature,
    }.items():
        expect(read(call, forged, key, now)).equals(None, message=f"A token {what} was accepted. Compare what came in, letter by letter, without mending it first.")


def test_expiry(call, random, expect):
    """A token is good until its expiry, and not from that second on"""
    lifetime = random.randrange(50, 500)
    user, key, now, token = session(call, random, lifetime=lifetime)
    expect(read(call, token, key, now + lifetime - 1)).equals(user, message="One second before its expiry, the token should be good.")
    for later in (0, 1, 10**6):
        expect(read(call, token, key, now + lifetime + later)).equals(None, message=f"{later} seconds after its expiry, the token was accepted.")
    _, key, now, token = session(call, random, user, lifetime=3600)
    expect(call("auth:read_session", call("auth:make_session", user, key, now), key, now + 3599)).equals(user, message="The default lifetime is 3600 seconds.")


def check(call, csrf, token, key):
    try:
        return call("auth:check_csrf", csrf, token, key)
    except call.Raised as problem:
        raise AssertionError(f"check_csrf raised {problem.type} for {csrf[:40]!r}; False was expected.") from None


def test_csrf_belongs_to_the_session(call, random, expect):
    """A CSRF token fits its own session and key, and nothing else"""
    _, key, now, token = session(call, random)
    other = call("auth:make_session", word(random), key, now)
    csrf = call("auth:make_csrf", token, key)
    expect(check(call, csrf, token, key)).equals(True, message="check_csrf refused the token that make_csrf made for this session.")
    expect(check(call, csrf, other, key)).equals(False, message="The CSRF token of one session was accepted in another session: bind it to the session's token.")
    expect(check(call, csrf, token, key + "x")).equals(False, message="A CSRF token made with another key was accepted.")
    for what, forged in {
        "the signature of the session token": token.rpartition(".")[2],
        "the session token itself": token,
        "an empty text": "",
        "a shortened token": csrf[:-1],
        "text in another alphabet": "é" + csrf[1:],
    }.items():
        expect(check(call, forged, token, key)).equals(False, message=f"{what} was accepted as a CSRF token.")


def test_comparisons_take_constant_time(call, probe, random):
    """Hashes and signatures are compared with hmac.compare_digest"""
    try:
        facts = probe("comparisons", word(random), word(random))
    except call.Raised as problem:
        raise AssertionError(f"When a password, a session and a CSRF token were made and checked, this was raised: {raised(problem)}") from None
    for what, seen in facts.items():
        assert seen["calls"], (
            f"{what} did not call hmac.compare_digest. A comparison with == stops at the first difference, and its duration tells an attacker how much was right."
        )
        assert not seen["overruled"], (
            f"{what} calls hmac.compare_digest, but does not heed it: when its answer was False, {what} accepted all the same. What decides should be this comparison, and no other beside it."
        )


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


def test_escape(call, random, expect):
    """escape makes text safe between tags and in attributes with either quotation mark"""
    tag = word(random)
    for typed in (f"<{tag}>", f'"><{tag}>', f"'><{tag}>", f'" on{tag}="1', f"' on{tag}='1", "salt &amp; pepper", "a < b & c > d"):
        safe = call("auth:escape", typed)
        for quote in "\"'":
            page = Page(f"<p title={quote}{safe}{quote}>{safe}</p>")
            expect(page.seen).equals(
                [("p", [("title", typed)])],
                message=f"escape({typed!r}) was put into an attribute with {quote} around it, and the attribute ended early or reads differently.",
            )
            expect(page.text).equals(typed, message=f"escape({typed!r}) between tags: a reader should see what was typed.")
