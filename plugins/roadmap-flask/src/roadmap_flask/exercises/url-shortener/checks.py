"""What a user of the shortener sees, and what somebody would try who wants to misuse it."""

import base64
import hashlib
import re
import string


def address(random):
    name, page = ("".join(random.choices(string.ascii_lowercase, k=10)) for _ in range(2))
    return f"https://{name}.example/{page.title()}/{random.randrange(10**6)}?q={random.randrange(1000)}&lang=EN#part-{random.randrange(100)}"


LOWERED = "The address came back in lower case. In its path and query, A and a are two letters, and lead to two pages: keep what was sent."


def create(http, url):
    """The code for `url`, for checks that are about something else."""
    answer = http.post("/links", json={"url": url})
    assert answer.status_code in (200, 201), (
        f"This check needs a link first, but POST /links with an https URL answered {answer.status_code} "
        "instead of 201."
    )
    code = json_of(answer, "POST /links").get("code")
    assert isinstance(code, str) and code, "The JSON of POST /links needs a text under code."
    return code


def json_of(answer, what):
    try:
        body = answer.json()
    except ValueError:
        body = None
    assert isinstance(body, dict), (
        f"{what} answered {answer.status_code} with {answer.headers.get('content-type', 'no content type')}; a JSON "
        "object was expected. A view may simply return a dict."
    )
    return body


def test_create(http, random, expect):
    """POST /links answers 201 with code, url and Location"""
    url = address(random)
    answer = http.post("/links", json={"url": url})
    expect(answer.status_code).equals(
        201, if_equals={200: "A new link was made, and the status for that is 201 Created, not 200."},
        message="POST /links with a new https URL should answer 201.",
    )
    body = json_of(answer, "POST /links")
    expect(body.get("url")).equals(url, if_equals={url.lower(): LOWERED}, message="The answer should repeat the URL under url, unchanged.")
    code = body.get("code")
    assert isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9_-]{6,}", code), (
        f"code is {code!r}; it should be at least six characters, only letters, digits, - and _."
    )
    location = answer.headers.get("location", "")
    assert location.removeprefix("http://app") == f"/{code}", (
        f"The Location header is {location!r}; it should be the path of the short link, /{code}."
    )


def test_redirect(http, random, expect):
    """GET /<code> answers 302 to the stored URL"""
    url = address(random)
    answer = http.get(f"/{create(http, url)}")
    expect(answer.status_code).equals(
        302,
        if_equals={
            301: "301 is permanent: browsers remember it, so you would never see (or count) the next visit. Use 302.",
            404: "The code that POST /links returned is not found afterwards.",
        },
        message="Following a short link should answer 302.",
    )
    expect(answer.headers.get("location")).equals(url, if_equals={url.lower(): LOWERED}, message="Location should be the stored URL, exactly as sent.")


def test_redirect_stays_ours(http, random, expect):
    """Nothing in the visitor's request can change where a short link leads"""
    url = address(random)
    code = create(http, url)
    evil = address(random)
    for name in ("url", "next", "target", "to", "goto", "redirect", "dest"):
        answer = http.get(f"/{code}", params={name: evil})
        location = answer.headers.get("location", "")
        assert location != evil, (
            f"GET /{code}?{name}=… redirected to the address in the query string: an open redirect. Take the target "
            "only from what you stored."
        )
        expect(location).equals(url, message=f"With ?{name}=… added, the redirect should still go to the stored URL.")
    host = evil.split("/")[2]
    headers = {"Referer": evil, "X-Redirect-To": evil, "X-Original-URL": evil, "X-Forwarded-Host": host, "X-Forwarded-Proto": "ftp"}
    answer = http.get(f"/{code}", headers=headers)
    expect(answer.headers.get("location")).equals(
        url, message=f"With the headers {', '.join(headers)} added, the redirect should still go to the stored URL."
    )


def test_hits(http, random, expect):
    """GET /links/<code>/stats counts redirects, and only redirects"""
    url, other = address(random), address(random)
    code, other_code = create(http, url), create(http, other)
    visits = random.randrange(2, 6)
    for _ in range(visits):
        http.get(f"/{code}")
    for _ in range(2):
        answer = http.get(f"/links/{code}/stats")
        expect(answer.status_code).equals(200, message="The statistics of a known code should answer 200.")
        body = json_of(answer, "GET /links/<code>/stats")
    expect(body.get("hits")).equals(
        visits,
        if_equals={0: "The counter stays at 0: count in the view that redirects.", visits + 1: "One too many: asking for the statistics is not a visit."},
        message=f"After {visits} redirects, hits is wrong.",
    )
    expect(body.get("url")).equals(url, message="The statistics should name the stored URL under url.")
    untouched = json_of(http.get(f"/links/{other_code}/stats"), "GET /links/<code>/stats")
    expect(untouched.get("hits")).equals(0, message="A link that nobody followed should have 0 hits: count for each code.")


def test_refuses_other_schemes(http, random):
    """Only http and https URLs with a host are stored; anything else is answered with 422"""
    host = address(random).removeprefix("https://")
    bad = ["javascript:alert(1)", "data:text/html,hello", f"ftp://{host}", f"//{host}", host, "", "https://", "http:///path", f"http://[{host}", f"httpx://{host}", f"https:{host}"]
    hostless = [f"http://:{random.randrange(1, 10000)}", f"https://{host.partition('.')[0]}@", f"http://{host.partition('.')[0]}@:80/{random.randrange(100)}"]
    random.shuffle(bad)
    random.shuffle(hostless)
    for url in (*bad, *hostless):
        answer = http.post("/links", json={"url": url})
        assert answer.status_code == 422, (
            f"The url {url!r} was answered with {answer.status_code}; 422 was expected. "
            + (
                "A port or a user is there, but no host: netloc has all three, and hostname only the one that is asked for."
                if url in hostless
                else "The program raised: what cannot even be split makes urlsplit raise a ValueError, and is refused like the others."
                if answer.status_code == 500 and "[" in url
                else "It is not an http or https address with a host: split it and look at scheme and host name."
            )
        )
        assert isinstance(json_of(answer, "A refused POST /links").get("error"), str), "A refusal needs a text under error."
        again = http.post("/links", json={"url": url})
        assert again.status_code == 422, (
            f"The url {url!r} was refused at first, but when it was sent again, the answer was {again.status_code}: it has "
            "been stored. Check before you store."
        )
    for body in ({}, {"url": None}, {"url": random.randrange(100)}, {"url": [f"https://{host}"]}):
        answer = http.post("/links", json=body)
        assert answer.status_code == 422, (
            f"The body {body!r} was answered with {answer.status_code}; 422 was expected, since url is missing or is no string."
        )
    for url in (f"HTTPS://{host}", f"http://{host}"):
        answer = http.post("/links", json={"url": url})
        assert answer.status_code == 201, (
            f"The url {url!r} is fine (a scheme may be in upper case) but was answered with {answer.status_code}."
        )


def test_unknown_code(http, random, expect):
    """An unknown code is answered with 404 and a JSON error"""
    code = "".join(random.choices(string.ascii_letters, k=12))
    for path in (f"/{code}", f"/links/{code}/stats"):
        answer = http.get(path)
        expect(answer.status_code).equals(
            404, if_equals={500: "The program raised: a plain lookup in a dictionary fails for an unknown code."},
            message=f"GET {path} for a code that was never made should answer 404.",
        )
        error = json_of(answer, f"GET {path}").get("error")
        assert isinstance(error, str) and error, "The 404 should carry JSON with a text under error."


def test_same_url_same_code(http, random, expect):
    """The same URL gets the same code again, with status 200"""
    url = address(random)
    code = create(http, url)
    create(http, address(random))
    answer = http.post("/links", json={"url": url})
    expect(json_of(answer, "POST /links").get("code")).equals(code, message="A URL that is stored already should keep its code.")
    expect(answer.status_code).equals(
        200, if_equals={201: "201 says that something was created, but this URL had its link already: 200."},
        message="The second POST of the same URL should answer 200.",
    )
    location = answer.headers.get("location", "")
    assert location.removeprefix("http://app") == f"/{code}", (
        f"The second answer should carry the same Location, /{code}; it has {location!r}."
    )
    swapped = url.replace("lang=EN", "lang=en")
    answer = http.post("/links", json={"url": swapped})
    assert answer.status_code == 201 and json_of(answer, "POST /links").get("code") != code, (
        f"{swapped} was answered with {answer.status_code} and the code {json_of(answer, 'POST /links').get('code')!r}, as if it were stored "
        "already. It differs in upper and lower case from the one that is: to the site behind it, that may be another page."
    )


def number(code):
    """`code` read as a number in the smallest base that fits, as a guesser would."""
    digits = string.digits + string.ascii_lowercase + string.ascii_uppercase + "-_"
    base = 10 if code.isdigit() else 36 if code == code.lower() and code.isalnum() else 64
    value = 0
    for character in code:
        value = value * base + digits.index(character)
    return value


def test_codes_cannot_be_guessed(http, random):
    """150 codes are all different and do not follow one another"""
    made = [create(http, address(random)) for _ in range(150)]
    assert len(set(made)) == len(made), f"150 different URLs got only {len(set(made))} different codes."
    wrong = next((code for code in made if not re.fullmatch(r"[A-Za-z0-9_-]{6,}", code)), None)
    assert wrong is None, f"{wrong!r} is not at least six letters, digits, - or _."
    letters, shortest = len(set("".join(made))), min(map(len, made))
    assert letters**shortest >= 10**9, (
        f"Guessable: codes of {shortest} characters, made of {letters} different ones, are too few. Trying them all is quickly "
        "done. There should be a billion possibilities at least."
    )
    rising = sum(number(a) < number(b) for a, b in zip(made, made[1:]))
    assert 37 < rising < 112, (
        f"Guessable: of 149 neighbors, {max(rising, 149 - rising)} go the same way, like {made[0]}, {made[1]}, {made[2]}. "
        "Whoever has one code can walk to the next. Draw them at random instead of counting."
    )


def test_codes_are_not_derived(http, random, probe):
    """A code cannot be computed from its URL, nor predicted from earlier codes"""
    url = address(random)
    code = create(http, url)
    value = probe("python_hash", url)
    written = {str(abs(value)), format(abs(value), "x"), format(value & (2**64 - 1), "x"), str(value)}
    assert not any(code in text or text in code for text in written), (
        "The code comes from hash(url). That value changes at each start of the interpreter, so after a restart the "
        "same address would get another code; and it is derived from the URL. Draw it at random."
    )
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        digest = hashlib.new(name, url.encode()).digest()
        texts = (digest.hex(), base64.urlsafe_b64encode(digest).decode(), base64.b32encode(digest).decode().lower())
        assert not any(code.lower() in text.lower() for text in texts), (
            f"The code is a piece of the {name} digest of the URL: whoever knows the address can compute it."
        )
    urls = [url, address(random), address(random)]
    first, second = probe("codes_of_a_new_copy", urls), probe("codes_of_a_new_copy", urls)
    assert code not in first, (
        "Another copy of the program gave the same URL the same code: it is computed from the URL, and whoever has the "
        "formula can compute it too. Draw codes at random."
    )
    assert not set(first) & set(second), (
        "Two copies of the program, each just started and given the same URLs, gave out the same codes. So they follow "
        "from the URL, from how many there were before, or from a fixed seed. Draw them at random."
    )
    url, other = address(random), address(random)
    alone, after_another = probe("codes_of_forks", [[url], [other, url]])
    assert alone[-1] != after_another[-1], (
        "Two processes that were forked from the running program gave the same new URL the same code. So it is computed from the URL, "
        "together with something drawn once, at the start: a salt, or a key. Whoever learns that can compute the code of every address. "
        "Draw each code anew, when its link is made."
    )
    probe("watch_random")
    create(http, address(random))
    used = probe("random_generators_used")
    assert "module" not in used, (
        "The code comes from the random module, whose output can be predicted from earlier output. There is a module in "
        "the standard library that is made for secrets."
    )
    assert not used, (
        "The code comes from a random.Random() of its own. That is the same generator as the module's, and just as "
        "predictable from its earlier output. There is a module in the standard library that is made for secrets."
    )
