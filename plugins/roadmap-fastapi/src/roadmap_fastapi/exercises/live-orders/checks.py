"""Listeners of all kinds, over real sockets: quick ones, ones that never read, and ones that go away."""

import hashlib
import hmac
import string
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

KEY = b"an example key"
LONG = 60_000
PATIENCE = 10


def customer(random):
    return "".join(random.choices(string.ascii_lowercase, k=10))


def bearer(name):
    return {"Authorization": f"Bearer {name}.{hmac.new(KEY, name.encode(), hashlib.sha256).hexdigest()}"}


def subscribe(websocket, name):
    socket = websocket("/feed", headers=bearer(name))
    first = take(websocket, socket, "the first message after the handshake")
    assert first == {"subscribed": name}, f"The first message on /feed is {first}; {{'subscribed': {name!r}}} was expected."
    return socket


def take(websocket, socket, what, timeout=PATIENCE):
    try:
        return socket.receive_json(timeout)
    except websocket.Silent:
        raise AssertionError(f"Nothing came on /feed within {timeout} s, where {what} was expected.") from None
    except websocket.Closed as closed:
        raise AssertionError(f"The socket was closed (code {closed.code}), where {what} was expected.") from None


def post(http, name, text="tea"):
    try:
        answer = http.post("/orders", json={"customer": name, "text": text}, timeout=10)
    except httpx.TimeoutException:
        raise AssertionError("POST /orders did not answer within 10 s. One slow reader holds all: whoever sends inside the request waits for each listener's connection.") from None
    assert answer.status_code == 201, f"POST /orders answered {answer.status_code} instead of 201: {answer.text[:200]}"
    made = answer.json()
    assert isinstance(made.get("id"), int) and made.get("text") == text and made.get("customer") == name, f"POST /orders answered {answer.text[:200]}; id, customer and text were expected."
    return {"id": made["id"], "text": text}


def waited_for(probe, name, wanted):
    """The number of subscribers, as soon as it is the wanted one, or after a while."""
    give_up = time.monotonic() + PATIENCE
    while (got := probe("count", name)) != wanted and time.monotonic() < give_up:
        time.sleep(0.02)
    return got


def test_gets_the_order(http, websocket, probe, random, expect):
    """A subscriber gets each new order of that customer"""
    name = customer(random)
    socket, second = subscribe(websocket, name), subscribe(websocket, name)
    expect(probe("count", name)).equals(2, message="With two sockets open, feed.count should say 2.")
    sent = post(http, name, customer(random))
    for one in (socket, second):
        expect(take(websocket, one, "the order")).equals(sent, message="The order should arrive with its id and text.")


def test_not_the_others(http, websocket, random, expect):
    """Orders of other customers do not arrive"""
    name, other = customer(random), customer(random)
    socket = subscribe(websocket, name)
    post(http, other, "somebody else's")
    mine = post(http, name, "mine")
    expect(take(websocket, socket, "the customer's own order")).equals(mine, message="Another customer's order came over this customer's socket.")


def test_needs_a_token(websocket, random, expect):
    """Without a valid token the socket is closed with 1008"""
    name = customer(random)
    for headers in (None, {"Authorization": f"Bearer {name}.{'0' * 64}"}, {"Authorization": "Bearer"}, {"Authorization": f"Basic {bearer(name)['Authorization'][7:]}"}):
        try:
            socket = websocket("/feed", headers=headers)
            got = socket.receive_text(PATIENCE)
        except websocket.Refused as refused:
            raise AssertionError(f"The handshake was answered with {refused.status}: closed before accept(), a WebSocket is an HTTP 403, and the client never sees a code. Accept first, then close with 1008.") from None
        except websocket.Closed as closed:
            expect(closed.code).equals(1008, message="Without a valid token, the close code should be 1008.")
        except websocket.Silent:
            raise AssertionError("A socket without a valid token stays open.") from None
        else:
            raise AssertionError(f"A socket without a valid token ({(headers or {}).get('Authorization', 'no header')[:24]}) got the message {got[:60]!r}.")


def test_fifty(http, websocket, probe, random, expect):
    """Fifty listeners all get everything"""
    name = customer(random)
    sockets = [subscribe(websocket, name) for _ in range(50)]
    sent = [post(http, name, str(number)) for number in range(5)]
    for number, socket in enumerate(sockets, 1):
        expect([take(websocket, socket, f"an order, for listener {number}") for _ in sent]).equals(sent, message=f"Listener {number} of 50 did not get all orders.")


def test_in_order(http, websocket, random, expect):
    """Messages keep their order"""
    name = customer(random)
    socket = subscribe(websocket, name)
    sent = [post(http, name, str(number)) for number in range(40)]
    expect([take(websocket, socket, "an order")["id"] for _ in sent]).equals([one["id"] for one in sent], message="The orders arrived in another sequence than they were posted in.")


def test_who_goes_is_removed(http, websocket, probe, random):
    """A client that goes away is removed, without waiting for an order"""
    name = customer(random)
    sockets = [subscribe(websocket, name) for _ in range(6)]
    for socket in sockets[:4]:
        socket.close()
    left = waited_for(probe, name, 2)
    assert left == 2, f"Four of six clients have closed their sockets, and the feed still counts {left}. Only who receives hears that a client has gone: await websocket.receive(), beside the sending."
    sent = post(http, name)
    assert take(websocket, sockets[5], "the order") == sent, "A client that stayed got another order than the one that was posted."


def reading(websocket, socket, wanted, into):
    try:
        for _ in range(wanted):
            into.append(socket.receive_json(PATIENCE)["id"])
    except (websocket.Closed, websocket.Silent) as problem:
        into.append(type(problem).__name__)


def test_slow_readers(http, websocket, probe, random, logs):
    """Who never reads holds nobody up, and is dropped with 1013 when 50 messages wait"""
    name = customer(random)
    quick = [subscribe(websocket, name) for _ in range(4)]
    stuck = [subscribe(websocket, name) for _ in range(3)]
    got = [[] for _ in quick]
    sent = []
    with ThreadPoolExecutor(len(quick)) as pool:
        readers = [pool.submit(reading, websocket, socket, 160, into) for socket, into in zip(quick, got)]
        try:
            for number in range(160):
                sent.append(post(http, name, "x" * LONG)["id"])
                # In step with those who read, so that only the stuck ones fall behind.
                give_up = time.monotonic() + PATIENCE
                while any(len(into) < number - 20 for into in got) and time.monotonic() < give_up:
                    time.sleep(0.002)
                    if any(into and isinstance(into[-1], str) for into in got):
                        break
        except AssertionError as problem:
            give_up = time.monotonic() + 5
            while "answered 500" in str(problem) and "Error:" not in logs() and time.monotonic() < give_up:
                time.sleep(0.02)
            hint = " The log says: Set changed size during iteration. Somebody was removed while the loop ran over the set; iterate over a copy." if "changed size during iteration" in logs() else ""
            for socket in (*quick, *stuck):
                socket.close()
            raise AssertionError(f"{problem}{hint}") from None
        for reader in readers:
            reader.result()
    for into in got:
        assert into == sent, f"While three others never read, a quick listener got {len([one for one in into if isinstance(one, int)])} of {len(sent)} orders, and then: {into[-1] if into and isinstance(into[-1], str) else 'nothing'}. One slow reader holds all, or all were taken for slow."
    left = waited_for(probe, name, len(quick))
    assert left == len(quick), (
        f"Three listeners have taken nothing of some 150 messages of {LONG // 1000} kB, and the feed still counts {left} sockets where {len(quick)} are left that read. "
        "A queue without a limit grows until the memory is full: asyncio.Queue(50), and who does not fit is out."
    )
    for socket in stuck:
        codes, messages = None, 0
        try:
            while messages < 160:
                socket.receive_text(PATIENCE)
                messages += 1
        except websocket.Closed as closed:
            codes = closed.code
        except websocket.Silent:
            pass
        assert codes is not None, f"A listener that was dropped reads again, gets {messages} messages, and then nothing: its socket is still open. Close it with 1013."
        assert codes == 1013, f"A listener that fell behind was closed with {codes}; 1013, try again later, was expected."


def test_post_does_not_wait(http, websocket, probe, random):
    """POST /orders is as quick with listeners that do not read as without any"""
    name, nobody = customer(random), customer(random)
    stuck = [subscribe(websocket, name) for _ in range(3)]
    text = "x" * LONG
    for _ in range(30):
        post(http, name, text)

    def took(who):
        started = time.perf_counter()
        post(http, who, text)
        return time.perf_counter() - started

    best_without = min(took(nobody) for _ in range(5))
    best_with = min(took(name) for _ in range(5))
    for socket in stuck:
        socket.close()
    assert best_with < max(best_without * 10, 0.2), f"Without listeners, POST /orders takes {best_without * 1000:.0f} ms; with three that do not read, {best_with * 1000:.0f} ms. Put the message into queues, and let other tasks send."
