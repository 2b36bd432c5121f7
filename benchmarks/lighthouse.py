"""Lighthouse on one page of each kind, in the Chromium that the tests use, against a site as production has it.

`make lighthouse` runs it: prints a table of the four scores and what was found wanting, and ends with 1 where one is
below what is wanted. Lighthouse slows the machine and the network down to those of a telephone by itself.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from roadmap.testing import CHROMIUM

PAGES = {
    "home": "/",
    "section": "/learn/flask",
    "lesson": "/learn/flask/micro",
    "exercise": "/learn/flask/exercises/url-shortener",
    "search": "/search",
}
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
CONFIGURATION = """\
[app:main]
use = egg:roadmap
roadmap.data = {data}
roadmap.public_url = {url}
roadmap.secret = {secret}

[server:main]
use = egg:roadmap
listen = {address}
threads = 8
"""
PATIENCE = 120
TRIES = 3


def main() -> int:
    cli, pages = Path(sys.argv[1]), sys.argv[2:] or list(PAGES)
    wanting = []
    print(f"| | {' | '.join(WANTED)} |\n| --- |{' --- |' * len(WANTED)}")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site:
        for name in pages:
            report = look_at(cli, site + PAGES[name], Path(folder) / f"{name}.json")
            scores = {kind: round(report["categories"][kind]["score"] * 100) for kind in WANTED}
            print(f"| {name} | {' | '.join(str(score) for score in scores.values())} |", flush=True)
            if any(scores[kind] < least for kind, least in WANTED.items()):
                wanting += [f"{name}: {words}" for words in shortcomings(report)]
    print("\n".join(wanting))
    return 1 if wanting else 0


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a site with all installed sections, served by a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    url = f"http://{address}"
    (folder / "data").mkdir()
    ini = folder / "site.ini"
    ini.write_text(CONFIGURATION.format(data=folder / "data", url=url, address=address, secret="only for figures " * 3))
    commands = Path(sys.executable).parent
    subprocess.run([commands / "roadmap", "-c", ini, "db", "upgrade"], check=True, stdout=subprocess.DEVNULL)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([commands / "pserve", ini], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_up(url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The site did not come up:\n{(folder / 'log').read_text()}")
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE)


def is_up(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
            return True
    except (URLError, OSError):
        return False


def look_at(cli: Path, url: str, report: Path) -> dict[str, Any]:
    """Lighthouse's report on a page, as it writes it."""
    # A page is rendered for its first reader, and kept: what is measured is what all the others get.
    with urlopen(url, timeout=PATIENCE) as page:  # noqa: S310 - our own address
        page.read()
    command = [
        *("node", cli, url, "--quiet", "--output", "json", "--output-path", report),
        f"--only-categories={','.join(WANTED)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]
    # On a busy machine it sometimes misses the beginning of its own recording, and asks to be run again.
    for _ in range(TRIES):
        if subprocess.run(command, timeout=PATIENCE * 2, env={**os.environ, "CHROME_PATH": CHROMIUM}).returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse gave up on {url}.")
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def shortcomings(report: dict[str, Any]) -> list[str]:
    return [
        f"{audit['title']} ({audit['id']}): {audit.get('displayValue') or audit['score']}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    sys.exit(main())
