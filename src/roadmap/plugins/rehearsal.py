"""Lets plugins in: each is rehearsed in a throw-away configurator, since Pyramid can't take back half an include."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from pyramid.config import Configurator

from roadmap.plugins.blame import blame
from roadmap.plugins.brings import brings
from roadmap.plugins.compatibility import incompatibility
from roadmap.plugins.discovery import Plugin
from roadmap.plugins.guards import WHEN_ALL_IS_DECLARED, configurator_for
from roadmap.plugins.refusal import Refused
from roadmap.plugins.report import Failure, PluginError, PluginState
from roadmap.plugins.templates import compile_templates

log = logging.getLogger("roadmap.plugins")


def let_in(
    core: Callable[[], Configurator], plugins: Sequence[Plugin], *, on_error: str, disabled: Iterable[str] = ()
) -> Configurator:
    """A committed configurator with the core and all plugins that work; its `registry.plugin_report` tells of each.

    :param core: makes a new configurator that has the core in it.
    :raises PluginError: with `on_error="refuse"`, one error for all plugins that do not work.
    """
    off = set(disabled)
    _warn_of_unknown(off, plugins)
    candidates = [plugin for plugin in plugins if plugin.id not in off]
    failures = _duplicates(candidates)
    incompatible = {p: failure for p in candidates if p not in failures and (failure := incompatibility(p))}
    modules = _import(candidates, {**failures, **incompatible}, failures)
    config = _rehearse(core, modules, failures)
    brought = brings(config.introspector)
    config.registry.plugin_report = [_state(plugin, off, incompatible, failures, brought) for plugin in plugins]
    _tell(config.registry.plugin_report, on_error)
    return config


def _duplicates(plugins: Iterable[Plugin]) -> dict[Plugin, Failure]:
    """Plugins that share an id or a module: which one is meant can't be known, so none of them is used."""
    claims = defaultdict(list)
    for plugin in plugins:
        claims[f"the entry point {plugin.id!r}"].append(plugin)
        claims[f"the module {plugin.entry.value!r}"].append(plugin)
    return {
        plugin: Failure(
            f"{claim} is claimed by {' and '.join(f'{p.distribution} {p.version}' for p in claimants)}",
            "uninstall all but one of them"
            if claimants[0].id == claimants[1].id
            else f"point one of {' and '.join(p.id for p in claimants)} to a module of its own",
            *plugin.declared(),
        )
        for claim, claimants in reversed(claims.items())
        if len(claimants) > 1
        for plugin in claimants
    }


def _import(
    plugins: Iterable[Plugin], left_out: Mapping[Plugin, Failure], failures: dict[Plugin, Failure]
) -> dict[Plugin, ModuleType]:
    modules = {}
    for plugin in plugins:
        if plugin in left_out:
            continue
        try:
            modules[plugin] = _module(plugin)
        # A module may call sys.exit(): that must not end the site either.
        except (Exception, SystemExit) as error:
            failures[plugin] = blame(plugin, error)
    return modules


def _module(plugin: Plugin) -> ModuleType:
    module = plugin.entry.load()
    if not callable(getattr(module, "includeme", None)) or not isinstance(module, ModuleType):
        raise Refused(
            f"{plugin.entry.value} has no includeme(config)",
            f"add one, or turn it off with roadmap.plugins.disabled = {plugin.id}",
            getattr(module, "__file__", None) or "",
        )
    return module


def _rehearse(
    core: Callable[[], Configurator], modules: Mapping[Plugin, ModuleType], failures: dict[Plugin, Failure]
) -> Configurator:
    loaded: dict[Any, Any] = {}

    def performance(plugins: Iterable[Plugin]) -> Configurator:
        config = core()
        config.registry.loaded_sections = loaded
        for plugin in plugins:
            _include(config, plugin, modules[plugin])
        config.commit()
        return config

    try:
        # Most of the time all is well: then the rehearsal is the performance.
        return performance(list(modules))
    except (Exception, SystemExit):
        log.debug("the plugins do not work together; looking for those that fail", exc_info=True)
    accepted: list[Plugin] = []
    config = None
    # Halves of what does not work together, down to single plugins: where one of hundreds fails, hundreds of rehearsals
    # would take minutes. Each is tried with all that were let in before it, so that of two that clash the first stays.
    waiting = _halves(list(modules))
    while waiting:
        block = waiting.pop(0)
        try:
            config = performance([*accepted, *block])
            accepted += block
        except (Exception, SystemExit) as error:
            if len(block) == 1:
                failures[block[0]] = blame(block[0], error)
            else:
                waiting[:0] = _halves(block)
    # Where every plugin fails, it may be the core's fault, which must not be blamed on them: then this raises it.
    return config or performance([])


def _halves(plugins: list[Plugin]) -> list[list[Plugin]]:
    middle = len(plugins) // 2
    return [half for half in (plugins[:middle], plugins[middle:]) if half]


def _include(config: Configurator, plugin: Plugin, module: ModuleType) -> None:
    guarded = configurator_for(plugin)(registry=config.registry, package=module)
    guarded.include(module, route_prefix=f"/learn/{plugin.id}")
    config.action(None, compile_templates, args=(config, plugin), order=WHEN_ALL_IS_DECLARED)


def _state(
    plugin: Plugin,
    off: set[str],
    incompatible: Mapping[Plugin, Failure],
    failures: Mapping[Plugin, Failure],
    brought: Mapping[str, tuple[str, ...]],
) -> PluginState:
    about = (plugin.id, plugin.distribution, plugin.version)
    if plugin.id in off:
        return PluginState(*about, "disabled")
    failure = incompatible.get(plugin) or failures.get(plugin)
    if failure is None:
        return PluginState(*about, "active", brings=brought.get(plugin.id, ()))
    return PluginState(
        *about,
        "incompatible" if plugin in incompatible else "failed",
        error=failure.error,
        file=failure.file,
        line=failure.line,
        cure=failure.cure,
        findings=failure.findings,
    )


def _tell(report: Sequence[PluginState], on_error: str) -> None:
    failed = [state for state in report if not state.usable]
    if failed and on_error == "refuse":
        raise PluginError(report)
    for state in failed:
        log.error("plugin left out: %s", state)


def _warn_of_unknown(off: set[str], plugins: Iterable[Plugin]) -> None:
    for name in sorted(off - {plugin.id for plugin in plugins}):
        log.warning("roadmap.plugins.disabled names %r, which is not installed", name)
