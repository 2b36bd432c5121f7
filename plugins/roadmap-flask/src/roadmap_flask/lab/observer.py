"""Sends the visitor's request to their program from outside, over its socket, and reports what came back."""

import time

import httpx

SHOWN = 16 * 1024


def observe(input, world):
    world.probe("listen")
    facts = exchange(world, input)
    return {**facts, "inside": world.probe("report")}


def exchange(world, wanted):
    request = world.http.build_request(
        wanted["method"],
        "/",
        headers=[tuple(header) for header in wanted["headers"]],
        content=wanted["body"].encode() if wanted["body"] else None,
        # The path goes out exactly as it was written: httpx would tidy up dots and percent signs.
        extensions={"target": wanted["target"].encode("ascii"), "timeout": httpx.Timeout(3.0).as_dict()},
    )
    facts = {"sent": {"target": wanted["target"], "method": wanted["method"], "headers": pairs(request.headers)}}
    started = time.monotonic()
    try:
        response = world.http.send(request, stream=True)
        try:
            body, whole = read(response)
        finally:
            response.close()
    except httpx.TimeoutException:
        return {**facts, "problem": "The program did not answer within 3 seconds."}
    except httpx.HTTPError as error:
        return {**facts, "problem": f"The program did not answer as HTTP demands: {error or type(error).__name__}"}
    facts["response"] = {
        "version": response.http_version,
        "status": response.status_code,
        "reason": response.reason_phrase,
        "headers": pairs(response.headers),
        "milliseconds": round((time.monotonic() - started) * 1000, 1),
        "whole": whole,
        "size": len(body),
        **shown(body),
    }
    return facts


def pairs(headers):
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in headers.raw]


def read(response):
    """The first bytes of the body, and whether that is all of it: a program may well answer without end."""
    body = b""
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > SHOWN:
            return body[:SHOWN], False
    return body, True


def shown(body):
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        # A character may have been cut at the end of what is shown.
        if error.start < len(body) - 4:
            return {"text": body[:512].hex(" "), "kind": "hex"}
        text = body[: error.start].decode()
    return {"text": text, "kind": "text"}
