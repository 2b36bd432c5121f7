"""How fast a lesson is served: the site, under the server that it comes with, on one core.

- `bare callable`: a WSGI callable under the same server that returns the same bytes;
- `plain page`: a Pyramid page that reads the same text from a database and renders it with Jinja2 on each request;
- the site with 11 and with 500 generated plugins of ten lessons each.

Ends with 1 if a bound does not hold, and names it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.reading.figures import Figures, Start, starts, table
from benchmarks.reading.sections import LESSONS, generate
from benchmarks.reading.servers import Server, serving
from benchmarks.reading.serving import BODY

PAGE = "/learn/gen-000/lesson-5"
BROWSER = "gzip, deflate, br, zstd"


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        sites, found = {}, []
        for plugins in arguments.plugins:
            folder = Path(scratch) / f"site-{plugins}"
            generate(folder / "plugins", plugins)
            site = stack.enter_context(serving(f"site, {plugins} plugins", "roadmap", folder))
            found.append(_start(site, plugins))
            sites[plugins] = site
            print(f"{site.name}: started and read", file=sys.stderr)
        body = next(iter(sites.values())).get(PAGE)
        for kind in ("bare", "plain"):
            (Path(scratch) / kind).mkdir()
        (Path(scratch) / "bare" / BODY).write_bytes(body)
        bare, plain = (stack.enter_context(serving(k, k, Path(scratch) / k)) for k in ("bare", "plain"))
        assert bare.get(PAGE) == plain.get(PAGE) == body, "all send the same bytes"
        figures = _race([bare, plain, *sites.values()], list(sites), arguments.rounds, arguments.seconds)
        packed = {plugins: round(site.per_second(PAGE, arguments.seconds, BROWSER)) for plugins, site in sites.items()}
    broken = figures.broken()
    if arguments.json:
        told = {"reading": asdict(figures), "packed": packed, "starts": [asdict(each) for each in found]}
        print(json.dumps({**told, "bytes": len(body), "broken": broken}, indent=1))
    else:
        print(f"A lesson of {len(body)} bytes, median of {arguments.rounds} rounds\n\n{table(figures)}\n")
        print(f"As browsers ask for it, in br: {', '.join(map(str, packed.values()))} in a second.\n\n{starts(found)}")
        print("\n".join(["", *broken] if broken else ["", "Every bound holds."]))
    return int(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], prog="python -m benchmarks.reading")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="for each measurement")
    parser.add_argument("--plugins", type=int, nargs="+", default=[11, 500], help="a site for each number")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _start(site: Server, plugins: int) -> Start:
    started = site.memory_mb()
    for plugin in range(plugins):
        for lesson in range(1, LESSONS + 1):
            site.get(f"/learn/gen-{plugin:03}/lesson-{lesson}", BROWSER)
    return Start(plugins, round(site.seconds, 1), started, site.memory_mb())


def _race(servers: list[Server], plugins: list[int], rounds: int, seconds: float) -> Figures:
    """They take turns, so that what else the machine does meets all of them."""
    rates: dict[str, list[float]] = {server.name: [] for server in servers}
    for number in range(rounds):
        # Who comes first also changes: the order is nobody's advantage.
        for server in (*servers[number % len(servers) :], *servers[: number % len(servers)]):
            rates[server.name].append(server.per_second(PAGE, seconds))
    bare, plain, *sites = (median(found) for found in rates.values())
    return Figures(bare, plain, dict(zip(plugins, sites, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
