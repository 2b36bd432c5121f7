"""The configurator that plugins are given: all of Pyramid's, save what would reach beyond the plugin's own pages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

from pyramid.config import Configurator
from pyramid.config.actions import action_method
from pyramid.httpexceptions import HTTPException
from pyramid.interfaces import IRendererFactory
from pyramid.request import Request

from roadmap.plugins.blamed_view import log_blame
from roadmap.plugins.discovery import Plugin
from roadmap.plugins.refusal import Refused

# What each of these would change holds for every page of the site, so it is the operator's to decide, not a plugin's.
SITE_WIDE = {
    "add_response_adapter": "how every view's answer is read",
    "add_resource_url_adapter": "the addresses of all pages",
    "add_settings": "the operator's settings",
    "add_traverser": "how every address is resolved",
    "add_tween": "every request",
    "add_view_deriver": "every view",
    "hook_zca": "the whole process",
    "set_authentication_policy": "who may see what, everywhere",
    "set_authorization_policy": "who may see what, everywhere",
    "set_csrf_storage_policy": "the protection of every form",
    "set_default_csrf_options": "the protection of every form",
    "set_default_permission": "who may see what, everywhere",
    "set_execution_policy": "every request",
    "set_locale_negotiator": "the language of every page",
    "set_request_factory": "every request",
    "set_response_factory": "every response",
    "set_root_factory": "every request",
    "set_security_policy": "who may see what, everywhere",
    "set_session_factory": "every request",
    "set_view_mapper": "every view",
    "setup_registry": "the whole site",
}
# The order of actions that ask what all plugins have declared. Below 1000, when storage brings the tables up to date: a
# plugin that is refused must not have left tables behind.
WHEN_ALL_IS_DECLARED = 500
M = TypeVar("M", bound=Callable[..., Any])
BUILT_IN_RENDERERS = {None, "", "json", "string"}


def _reporting_caller(method: M) -> M:
    """Make Pyramid name the line that called `method`, and not the method, where it reports a conflict."""
    return cast(M, action_method(method))


class PluginConfigurator(Configurator):  # type: ignore[misc]
    """Made by `configurator_for` only, which sets `plugin`."""

    plugin: ClassVar[Plugin]

    @_reporting_caller
    def add_route(self, name: str, *args: Any, **options: Any) -> Any:
        self._require_own_route(name, "add")
        return super().add_route(name, *args, **options)

    @_reporting_caller
    def add_view(self, *args: Any, **options: Any) -> Any:
        route = options.get("route_name")
        if not route:
            raise Refused(
                "it adds a view without a route, which could answer for any page of the site",
                f'name the route that it belongs to: route_name="{self.plugin.id}.…"',
            )
        self._require_own_route(route, "bind the view to")
        options.setdefault("plugin", self.plugin)
        return super().add_view(*args, **options)

    @_reporting_caller
    def add_request_method(self, callable: Any = None, name: str | None = None, *args: Any, **options: Any) -> Any:
        wanted = str(name or getattr(callable, "__name__", ""))
        if hasattr(Request, wanted):
            raise Refused(f"it replaces request.{wanted}, which all of the site uses", "give it another name")
        return super().add_request_method(callable, name, *args, **options)

    @_reporting_caller
    def add_renderer(self, name: str | None, factory: Any) -> Any:
        taken = name in BUILT_IN_RENDERERS or self.registry.queryUtility(IRendererFactory, name=name)
        if taken:
            raise Refused(f"it replaces the renderer {name!r}, which all of the site uses", "give it another name")
        return super().add_renderer(name, factory)

    @_reporting_caller
    def add_subscriber(self, subscriber: Any, *args: Any, **options: Any) -> Any:
        return super().add_subscriber(_harmless(self.plugin, self.maybe_dotted(subscriber)), *args, **options)

    def add_view_predicate(self, name: str, *args: Any, **options: Any) -> Any:
        self._require_new_predicate("view", name)
        return super().add_view_predicate(name, *args, **options)

    def add_route_predicate(self, name: str, *args: Any, **options: Any) -> Any:
        self._require_new_predicate("route", name)
        return super().add_route_predicate(name, *args, **options)

    def add_subscriber_predicate(self, name: str, *args: Any, **options: Any) -> Any:
        self._require_new_predicate("subscriber", name)
        return super().add_subscriber_predicate(name, *args, **options)

    def add_directive(self, name: str | None, directive: Any, action_wrap: bool = True) -> Any:
        directive = self.maybe_dotted(directive)
        name = name or directive.__name__
        there = getattr(self.registry, "_directives", {}).get(name)
        # Two plugins may well include the same library, which adds the same directive twice.
        if hasattr(Configurator, name) or (there and there[0] is not directive):
            raise Refused(f"it replaces the directive config.{name}", "give its own directive another name")
        return super().add_directive(name, directive, action_wrap)

    def commit(self) -> None:
        raise Refused(
            "it calls config.commit(), which hides conflicts with other plugins",
            "leave the call out: the site commits once, when all plugins are in",
        )

    def make_wsgi_app(self) -> Any:
        raise Refused("it calls config.make_wsgi_app()", "leave the call out: the site makes the application")

    def _require_own_route(self, name: str, verb: str) -> None:
        plugin = self.plugin
        prefix = f"learn/{plugin.id}"
        if not f"{(self.route_prefix or '').strip('/')}/".startswith(f"{prefix}/"):
            raise Refused(f"it leaves its place on the site, /{prefix}", "leave config.route_prefix as it is")
        # Pyramid itself names the route of a static view after its path.
        if not name.startswith((f"{plugin.id}.", f"__{self.route_prefix}/")):
            raise Refused(
                f"it uses the route {name!r}, and the names of its routes must start with '{plugin.id}.'",
                f"{verb} a route of its own, for example {plugin.id}.{name.rpartition('.')[2]}",
            )

    def _require_new_predicate(self, kind: str, name: str) -> None:
        if self.introspector.get(f"{kind} predicates", (f"{kind} option", name)) is not None:
            raise Refused(
                f"it replaces the {kind} predicate {name!r}, which all of the site uses", "give it another name"
            )


def _site_wide(directive: str, what: str) -> Callable[..., None]:
    def refuse(self: PluginConfigurator, *args: Any, **options: Any) -> None:
        raise Refused(
            f"it calls config.{directive}, which decides on {what}",
            "leave the call out; what holds for the whole site belongs in its .ini file, for example as a WSGI filter",
        )

    refuse.__name__ = directive
    return refuse


for _directive, _what in SITE_WIDE.items():
    setattr(PluginConfigurator, _directive, _site_wide(_directive, _what))


def configurator_for(plugin: Plugin) -> type[PluginConfigurator]:
    """A class of its own, since Pyramid makes the configurator of a nested include or a scan from the class alone."""
    return type("PluginConfigurator", (PluginConfigurator,), {"plugin": plugin})


def included_plugin(config: Configurator, directive: str) -> Plugin:
    """The plugin whose includeme is running."""
    plugin = getattr(config, "plugin", None)
    if not isinstance(plugin, Plugin):
        raise Refused(
            f"config.{directive} is called outside of a plugin",
            "call it in the includeme of a package that has an entry point in the group roadmap.plugins",
        )
    return plugin


def own_path(config: Configurator, path: str, what: str) -> Path:
    """`path`, which is relative to the package of the plugin that is being included."""
    package = config.package
    root = Path(package.__file__ or "").resolve().parent
    found = (root / path).resolve()
    if not found.is_relative_to(root):
        raise Refused(f"its {what} {path!r} lies outside of its package {package.__name__}", "move it into the package")
    return found


def _harmless(plugin: Plugin, subscriber: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Subscribers run for every page: one that raises is logged, and must not take others' pages down."""

    @functools.wraps(subscriber)
    def guarded(event: Any) -> None:
        try:
            subscriber(event)
        except HTTPException:
            raise
        except Exception:
            log_blame(plugin, f"subscriber {getattr(subscriber, '__qualname__', subscriber)}")

    return guarded
