"""The site's own static files, below an address that changes with their content: browsers keep them for good."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.path import AssetResolver
from pyramid.request import Request
from pyramid.response import Response

from roadmap.site.variants import Headers, Variants, as_response

FOLDER = "roadmap:site/static"
FOREVER: Headers = (("Cache-Control", "public, max-age=31536000, immutable"),)
# A page from before an update names the old digest: it gets the new file, but must not keep it under that name.
BRIEFLY: Headers = (("Cache-Control", "public, max-age=60"),)
COMPRESSIBLE = ("text/", "image/svg", "application/json")


@dataclass(frozen=True, slots=True)
class Asset:
    """`kept` under the address that has this content's digest, `brief` under any other."""

    body: bytes
    kept: Variants
    brief: Variants


class Assets:
    """All static files by name. Read through the asset resolver, so that an organization's overrides are served."""

    def __init__(self, folder: str = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def files(self) -> dict[str, Asset]:
        resolver = AssetResolver()
        files = {}
        for name in sorted(self._names()):
            with resolver.resolve(f"{self._folder}/{name}").stream() as stream:
                files[name] = _asset(name, stream.read())
        return files

    @cached_property
    def digest(self) -> str:
        """Of all files together: they name each other by relative addresses."""
        digest = hashlib.sha256()
        for name, asset in self.files.items():
            digest.update(f"{name}\0{len(asset.body)}\0".encode() + asset.body)
        return digest.hexdigest()[:16]

    def url(self, name: str) -> str:
        """:raises KeyError: there is no such file; a template that names one is wrong."""
        if name not in self.files:
            raise KeyError(
                f"no static file {name!r} in {self._folder}: run `npm run build` in frontend/, or mend the name"
            )
        return f"/static/{self.digest}/{name}"

    def _names(self) -> Iterator[str]:
        root = Path(AssetResolver().resolve(self._folder).abspath())
        for path in root.rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix()


def includeme(config: Configurator) -> None:
    config.registry.assets = Assets()
    config.add_route("static", "/static/{digest}/*name")
    config.add_view(serve, route_name="static", request_method="GET", http_cache=None)


def serve(request: Request) -> Response:
    assets: Assets = request.registry.assets
    name = "/".join(request.matchdict["name"])
    asset = assets.files.get(name)
    if asset is None:
        raise HTTPNotFound()
    if request.matchdict["digest"] != assets.digest:
        return as_response(asset.brief.answer(request.environ))
    # Slashes that nobody needs make as many addresses of one file as one likes.
    if request.path_info == assets.url(name):
        request.registry.shortcut.keep(request.environ, asset.kept)
    return as_response(asset.kept.answer(request.environ))


def _asset(name: str, body: bytes) -> Asset:
    content_type = _content_type(name)
    compressible = content_type.startswith(COMPRESSIBLE)
    if content_type.startswith("text/"):
        content_type += "; charset=UTF-8"
    kept, brief = (Variants(body, content_type, caching, compressible) for caching in (FOREVER, BRIEFLY))
    return Asset(body, kept, brief)


def _content_type(name: str) -> str:
    # What the machine's own tables say about scripts and fonts differs.
    known = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".css": "text/css"}
    return known.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
