"""A view deriver that writes into the log which plugin's view raised; the answer is the site's error page."""

from __future__ import annotations

import logging
from typing import Any

from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException

from roadmap.plugins.discovery import Plugin

log = logging.getLogger("roadmap.plugins")


def blamed_view(view: Any, info: Any) -> Any:
    """Wrap views that a plugin added; others are left as they are."""
    plugin = info.options.get("plugin")
    if plugin is None:
        return view
    name = getattr(info.original_view, "__qualname__", repr(info.original_view))

    def wrapped(context: Any, request: Any) -> Any:
        try:
            return view(context, request)
        except (HTTPException, PredicateMismatch):
            # Not found, redirects and refusals are answers.
            raise
        except Exception as error:
            # So are our own exceptions, such as a queue that is full: the site has a page for each.
            if not type(error).__module__.startswith("roadmap."):
                log_blame(plugin, f"view {name} at {request.method} {request.path}")
            raise

    return wrapped


blamed_view.options = ("plugin",)  # type: ignore[attr-defined]  # Pyramid's way to declare a view option


def log_blame(plugin: Plugin, what: str) -> None:
    """Log the exception that is being handled, with the plugin that it came from."""
    log.exception("plugin %s (%s %s): %s raised", plugin.id, plugin.distribution, plugin.version, what)
