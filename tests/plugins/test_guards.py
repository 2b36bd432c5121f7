"""What a plugin may and may not ask of the configurator: all of Pyramid's, save what reaches beyond its own pages."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.response import Response

from roadmap.plugins import Plugin, Refused
from roadmap.plugins.guards import SITE_WIDE, configurator_for


def page(request: Any) -> Response:
    return Response("a page")


@pytest.fixture
def plugin() -> Plugin:
    entry = importlib.metadata.EntryPoint("kafka", "acme_kafka", "roadmap.plugins")
    return Plugin("kafka", "roadmap-kafka", "1.0", (), entry)


@pytest.fixture
def config(plugin: Plugin) -> Configurator:
    """What the includeme of the plugin `kafka` is given."""
    core = Configurator(settings={})
    core.include("roadmap.plugins")
    core.commit()
    return configurator_for(plugin)(registry=core.registry, package=__package__, route_prefix="/learn/kafka")


@pytest.mark.parametrize("directive", SITE_WIDE)
def test_what_holds_for_the_whole_site_is_refused(config: Configurator, directive: str) -> None:
    with pytest.raises(
        Refused, match=rf"it calls config\.{directive}, which decides on {re.escape(SITE_WIDE[directive])}"
    ):
        getattr(config, directive)(None)


def test_pyramid_has_no_such_directive_that_was_forgotten() -> None:
    # A new version of Pyramid may bring another one: decide on it here.
    old_names_of_guarded_ones = {"set_notfound_view", "set_forbidden_view"}
    setters = {name for name in dir(Configurator) if name.startswith("set_")} - old_names_of_guarded_ones
    assert setters <= SITE_WIDE.keys()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda config: config.commit(), "it calls config.commit()"),
        (lambda config: config.make_wsgi_app(), "it calls config.make_wsgi_app()"),
        (lambda config: config.add_route("home", "/"), "it uses the route 'home'"),
        (lambda config: config.add_route("kafkaesque.home", "/"), "names of its routes must start with 'kafka.'"),
        (lambda config: config.add_view(page), "it adds a view without a route"),
        (lambda config: config.add_view(page, route_name="home"), "it uses the route 'home'"),
        (lambda config: config.add_notfound_view(page), "it adds a view without a route"),
        (lambda config: config.set_notfound_view(page), "it adds a view without a route"),
        (lambda config: config.add_forbidden_view(page), "it adds a view without a route"),
        (lambda config: config.add_exception_view(page, context=ValueError), "it adds a view without a route"),
        (lambda config: config.add_directive("add_route", page), "it replaces the directive config.add_route"),
        (lambda config: config.add_directive("add_lab", page), "it replaces the directive config.add_lab"),
        (lambda config: config.add_request_method(page, "session"), "it replaces request.session"),
        (lambda config: config.add_renderer("json", page), "it replaces the renderer 'json'"),
        (lambda config: config.add_renderer(None, page), "it replaces the renderer None"),
        (lambda config: config.add_view_predicate("xhr", page), "it replaces the view predicate 'xhr'"),
        (lambda config: config.add_route_predicate("header", page), "it replaces the route predicate 'header'"),
    ],
)
def test_what_reaches_beyond_its_own_pages_is_refused(
    config: Configurator, act: Callable[[Configurator], Any], words: str
) -> None:
    with pytest.raises(Refused, match=re.escape(words)):
        act(config)


def test_leaving_its_place_is_refused(config: Configurator) -> None:
    config.route_prefix = None
    with pytest.raises(Refused, match="it leaves its place on the site, /learn/kafka"):
        config.add_route("kafka.page", "/page")


def test_guards_hold_in_nested_includes_and_scans(config: Configurator) -> None:
    def nested(inner: Configurator) -> None:
        inner.add_route("kafka.inner", "/inner")
        inner.with_package("json").add_route("home", "/")

    with pytest.raises(Refused, match="it uses the route 'home'"):
        config.include(nested, route_prefix="/more")


def test_its_own_pages_and_directives_are_fine(config: Configurator) -> None:
    config.add_directive("add_topic", page)
    config.add_directive("add_topic", page)  # two plugins may include the same library
    config.add_route("kafka.page", "/page")
    config.add_view(page, route_name="kafka.page")
    config.add_exception_view(page, context=ValueError, route_name="kafka.page")
    config.add_request_method(page, "kafka")
    config.add_static_view("static", "json:")
    Configurator.commit(config)
    routes = [entry["introspectable"] for entry in config.introspector.get_category("routes")]
    assert [route["pattern"].lstrip("/") for route in routes] == ["learn/kafka/page", "learn/kafka/static/*subpath"]


def test_directives_want_a_plugin() -> None:
    config = Configurator(settings={})
    config.include("roadmap.plugins")
    with pytest.raises(Refused, match=r"config\.add_section is called outside of a plugin"):
        config.add_section(title="Stray", summary="Nobody's.", hue=0)


def test_a_subscriber_that_raises_takes_no_page_down(config: Configurator, caplog: pytest.LogCaptureFixture) -> None:
    def broken(event: NewRequest) -> None:
        raise ValueError("broken")

    config.add_subscriber(broken, NewRequest)
    Configurator.commit(config)
    config.registry.notify(NewRequest(None))
    assert caplog.messages == [
        "plugin kafka (roadmap-kafka 1.0): subscriber "
        "test_a_subscriber_that_raises_takes_no_page_down.<locals>.broken raised"
    ]


def test_paths_stay_inside_the_package(config: Configurator) -> None:
    config.package = importlib.import_module("json")
    with pytest.raises(Refused, match=r"its requirements '\.\./runtime\.txt' lies outside of its package json"):
        config.add_runtime("kafka", requirements="../runtime.txt")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hue": 360}, "the hue 360 can't be used"),
        ({"hue": "red"}, "the hue 'red' can't be used"),
        ({"after": "flask"}, "after is not a list of sections: 'flask'"),
        ({"recommended": "flask"}, "recommended is not a list of sections: 'flask'"),
        ({"places": ["main"]}, "places is no mapping"),
        ({"places": {"Our own": 1}}, "'Our own' is no name of an order"),
        ({"places": {"main": "first"}}, "its place in the order 'main' is 'first'"),
        ({"exercises": "tasks/"}, "is missing"),
        ({"icon": "no.svg"}, "is missing"),
        ({"content": "../content"}, "lies outside of its package"),
    ],
)
def test_arguments_of_a_section_are_checked_at_once(
    config: Configurator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], words: str
) -> None:
    (tmp_path / "acme_kafka" / "content").mkdir(parents=True)
    (tmp_path / "acme_kafka" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    config.package = importlib.import_module("acme_kafka")
    sys.modules.pop("acme_kafka")
    with pytest.raises(Refused, match=words):
        config.add_section(**{"title": "Kafka", "summary": "Logs.", "hue": 20, **options})
