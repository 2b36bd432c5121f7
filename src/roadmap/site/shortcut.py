"""What is ready is sent before Pyramid makes a request of it: pages that are the same for everyone, and static files.

The first visitor of a page goes the whole way, and what the views say is the same for everyone is kept. From then on a
dictionary answers. That must change nothing but the time it takes, so it is not done where somebody may be counting on
seeing each request: a tween, a subscriber, a policy that the site itself does not have.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated, BeforeTraversal, ContextFound, NewRequest, NewResponse
from pyramid.interfaces import IDefaultPermission, ITweens
from pyramid.registry import Registry
from pyramid.router import Router, default_execution_policy
from zope.interface import implementedBy

from roadmap.site.headers import fixed_headers
from roadmap.site.variants import Headers, Variants

log = logging.getLogger("roadmap.site")

READING = frozenset({"GET", "HEAD"})
# These change nothing for what is the same for everyone, save that headers are added, which is done here. Before you
# add one of the site's own: would it have refused, or answered otherwise, what is in the dictionary?
TWEENS = frozenset(
    {
        "roadmap.log.numbering_tween",
        "roadmap.site.headers.headers_tween",
        "roadmap.languages.addresses.language_tween",
        "roadmap.site.requests.refusing_tween",
        "pyramid_openapi3.tween.response_tween_factory",
        "pyramid_tm.tm_tween_factory",
        "pyramid.tweens.excview_tween_factory",
    }
)
EVENTS = (NewRequest, BeforeTraversal, ContextFound, NewResponse)

Start = Callable[..., Any]


class Shortcut:
    """Answers by address. Filled by views; safe to use from several threads."""

    def __init__(self, headers: Headers) -> None:
        self._headers = list(headers)
        self._ready: dict[str, Variants] = {}
        self.open = False

    def keep(self, environ: Mapping[str, Any], variants: Variants) -> None:
        """From now on `variants` are the answer to GET and HEAD at the address of `environ`, whatever its query."""
        self._ready[_address(environ)] = variants

    def policy(self, environ: Mapping[str, Any], router: Router) -> Any:
        """Pyramid's execution policy: a WSGI application that answers this request."""
        if self.open and environ["REQUEST_METHOD"] in READING:
            ready = self._ready.get(_address(environ))
            if ready is not None:
                return _Sent(ready, self._headers)
        return default_execution_policy(environ, router)


def _address(environ: Mapping[str, Any]) -> str:
    """The whole of it: by the time that a view keeps its page, the language has gone from the one to the other."""
    return f"{environ.get('SCRIPT_NAME', '')}{environ['PATH_INFO']}"


class _Sent:
    """A WSGI application for one request."""

    __slots__ = ("_headers", "_variants")

    def __init__(self, variants: Variants, headers: list[tuple[str, str]]) -> None:
        self._variants = variants
        self._headers = headers

    def __call__(self, environ: Mapping[str, Any], start_response: Start) -> tuple[bytes, ...]:
        answer = self._variants.answer(environ)
        start_response(answer.status, [*answer.headers, *self._headers])
        return (answer.body,) if answer.body and environ["REQUEST_METHOD"] == "GET" else ()


def includeme(config: Configurator) -> None:
    config.registry.shortcut = Shortcut(fixed_headers(config.registry))
    # When the application is made: only then everything has been said that may stand against it.
    config.add_subscriber(_open, ApplicationCreated)


def _open(event: ApplicationCreated) -> None:
    router = event.app
    shortcut: Shortcut = router.registry.shortcut
    reasons = [*_against(router.registry)]
    if router.execution_policy is not default_execution_policy:
        reasons.append("there is an execution policy")
    if reasons:
        log.info("ready pages go the whole way: %s", "; ".join(reasons))
        return
    router.execution_policy = shortcut.policy
    shortcut.open = True


def _against(registry: Registry) -> Iterator[str]:
    """Who counts on seeing every request, in words."""
    tweens = registry.queryUtility(ITweens)
    for name, _ in (tweens.explicit or tweens.implicit()) if tweens else ():
        if name not in TWEENS:
            yield f"there is the tween {name}"
    known = {
        id(found["derived_subscriber"]): found["subscriber"]
        for entry in registry.introspector.get_category("subscribers", default=())
        if "derived_subscriber" in (found := entry["introspectable"])
    }
    for event in EVENTS:
        for handler in registry.adapters.subscriptions((implementedBy(event),), None):
            module = getattr(known.get(id(handler), handler), "__module__", "")
            if not module.startswith("roadmap."):
                yield f"{module} subscribes to {event.__name__}"
    if registry.queryUtility(IDefaultPermission) is not None:
        yield "every page needs a permission"
