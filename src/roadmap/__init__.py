"""Roadmap: a learning site for Python backend developers, and a platform that organizations extend with plugins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.router import Router

    from roadmap.plugins import Plugin
    from roadmap.settings import Settings

__all__ = ["assemble", "main"]


def main(global_config: Mapping[str, str], **settings: str) -> Router:
    """The WSGI application of an .ini file."""
    from roadmap.settings import Settings

    return assemble(Settings.from_ini(settings), settings).make_wsgi_app()


def assemble(
    settings: Settings, others: Mapping[str, Any] | None = None, plugins: Sequence[Plugin] | None = None
) -> Configurator:
    """Core first, plugins last, since they build on all of it.

    :param others: settings of Pyramid and of other packages.
    :param plugins: those to use; left out, all that are installed.
    :raises PluginError: a plugin can't be used, and `roadmap.plugins.on_error` is `refuse`.
    """
    from roadmap.plugins import discover, let_in

    return let_in(
        lambda: _core(settings, others or {}),
        discover() if plugins is None else plugins,
        on_error=settings.plugins_on_error,
        disabled=settings.plugins_disabled,
    )


def _core(settings: Settings, others: Mapping[str, Any]) -> Configurator:
    """What plugins build on: the table of contents."""
    from pyramid.config import Configurator

    # Our own settings are in registry.roadmap, checked; their raw strings, a secret among them, go no further.
    config = Configurator(settings={k: v for k, v in others.items() if not k.startswith("roadmap.")}, package=__name__)
    config.registry.roadmap = settings
    config.include(".log")
    config.include(".languages")
    config.include(".plugins")
    config.include(".storage")
    config.include(".people")
    config.include(".execution")
    config.include(".learning")
    config.include(".search")
    config.include(".site")
    config.include(".api")
    return config
