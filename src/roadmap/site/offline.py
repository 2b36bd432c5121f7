"""Reading without a network: the service worker, what it keeps from the start, and its page for all else."""

from __future__ import annotations

import json
import re
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from roadmap.site.assets import Assets
from roadmap.site.variants import Headers, Variants, as_response

WORKER = "/service-worker.js"
PAGE = "/offline"
TEMPLATE = "roadmap:site/templates/offline.jinja2"
# Asked for anew each time that a browser looks for another version.
CACHING: Headers = (("Cache-Control", "public, no-cache"),)
ENTRIES = ("site.css", "theme.js", "site.js", "offline.js", "icon.svg")
# Not `import("…")`: what is loaded when it is wanted is for those who have a network.
_IMPORTED = re.compile(r'(?:from|import)\s*"(\.\.?/[\w./-]+\.js)"')
# To those who had the worker before it was turned off: it clears what it kept, and goes.
GONE = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("roadmap-")) await caches.delete(name);
  await self.registration.unregister();
})()));
"""


def includeme(config: Configurator) -> None:
    config.add_route("offline.worker", WORKER)
    config.add_view(worker, route_name="offline.worker", request_method="GET")
    if config.registry.roadmap.offline:
        config.add_route("offline", PAGE)
        config.add_view(page, route_name="offline", request_method="GET", renderer=TEMPLATE, everyone=True)


def worker(request: Request) -> Response:
    script = text(request.registry.assets) if request.registry.roadmap.offline else GONE
    return as_response(Variants(script.encode(), "text/javascript; charset=UTF-8", CACHING).answer(request.environ))


def page(context: Any, request: Request) -> dict[str, Any]:
    return {"section": None}


def text(assets: Assets) -> str:
    """The worker's script: the built one, after what it has to know of this site."""
    known = {
        "version": assets.digest,
        "assets": f"/static/{assets.digest}/",
        "page": PAGE,
        "shell": [PAGE, *(assets.url(name) for name in shell(assets))],
    }
    return f"const offline = {json.dumps(known)};\n{assets.files['worker.js'].body.decode()}"


def shell(assets: Assets) -> list[str]:
    """Names of the files that a page needs to be read: the entries, what they import, and the faces."""
    found = [*ENTRIES, *(name for name in assets.files if name.endswith(".woff2"))]
    for name in found:
        if name.endswith(".js"):
            folder = name.rpartition("/")[0]
            imported = (_joined(folder, path) for path in _IMPORTED.findall(assets.files[name].body.decode()))
            found += [path for path in dict.fromkeys(imported) if path not in found]
    return found


def _joined(folder: str, path: str) -> str:
    """`path`, as a script in `folder` names it, from where all files are."""
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
