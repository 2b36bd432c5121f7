"""Asks the visitor's program from outside for its OpenAPI document, and sends it the good and the bad body."""

import time

import httpx

DOCUMENT = 200 * 1024
SHOWN = 16 * 1024


def observe(input, world):
    facts = {"document": exchange(world, "GET", "/openapi.json", "", DOCUMENT), "answers": []}
    for name in ("good", "bad"):
        facts["answers"].append(
            {"name": name, **exchange(world, input["method"], input[name]["target"], input[name]["body"], SHOWN)}
        )
    if any(answer.get("status") == 500 for answer in facts["answers"]):
        wait_for_the_traceback(world)
    return facts


def wait_for_the_traceback(world):
    """The answer leaves before uvicorn logs what was raised, and the program ends with this observation."""
    patience = time.monotonic() + 1.5
    before = None
    while time.monotonic() < patience:
        printed = world.logs()
        if "Traceback" in printed and printed == before:
            return
        before = printed
        time.sleep(0.02)


def exchange(world, method, target, body, most):
    headers = {"Connection": "close", **({"Content-Type": "application/json"} if body else {})}
    # The path goes out exactly as it was written: httpx would tidy up dots and percent signs.
    extensions = {"target": target.encode("ascii"), "timeout": httpx.Timeout(3.0).as_dict()}
    request = world.http.build_request(
        method, "/", headers=headers, content=body.encode() or None, extensions=extensions
    )
    sent = {"method": method, "target": target, "body": body}
    started = time.monotonic()
    try:
        response = world.http.send(request, stream=True)
        try:
            content, whole = read(response, most)
        finally:
            response.close()
    except httpx.TimeoutException:
        return {**sent, "problem": "The program did not answer within 3 seconds."}
    except httpx.HTTPError as error:
        return {**sent, "problem": f"The program did not answer as HTTP demands: {error or type(error).__name__}"}
    return {
        **sent,
        "status": response.status_code,
        "reason": response.reason_phrase,
        "type": response.headers.get("content-type", ""),
        "milliseconds": round((time.monotonic() - started) * 1000, 1),
        "text": content.decode("utf-8", "replace"),
        "whole": whole,
    }


def read(response, most):
    """The first bytes of the body, and whether that is all of it: a program may well answer without end."""
    content = b""
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > most:
            return content[:most], False
    return content, True
