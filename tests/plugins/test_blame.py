"""From exceptions to the line in the plugin's own file."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmap.catalogue import ContentError, Finding
from roadmap.plugins import Plugin, PluginError, PluginState
from roadmap.plugins.blame import blame


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugin]:
    (tmp_path / "acme_kafka" / "content").mkdir(parents=True)
    (tmp_path / "acme_kafka" / "content" / "10-log.md").touch()
    (tmp_path / "acme_kafka" / "__init__.py").write_text(
        "import json\n\n\ndef prepare(text):\n    return json.loads(text)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    entry = importlib.metadata.EntryPoint("kafka", "acme_kafka", "roadmap.plugins")
    yield Plugin("kafka", "roadmap-kafka", "1.0", (), entry)
    sys.modules.pop("acme_kafka", None)


def test_the_innermost_line_of_its_own_is_named(plugin: Plugin, tmp_path: Path) -> None:
    module = plugin.entry.load()
    with pytest.raises(ValueError, match="Expecting value") as raised:
        module.prepare("no json")
    failure = blame(plugin, raised.value)
    assert (failure.file, failure.line) == (str(tmp_path / "acme_kafka" / "__init__.py"), 5)
    assert failure.error.startswith("JSONDecodeError: Expecting value")


def test_content_is_its_first_finding_and_how_many_more(plugin: Plugin, tmp_path: Path) -> None:
    findings = [Finding("acme_kafka/content/10-log.md", line, f"wrong {line}", "mend it") for line in (7, 3, 9)]
    failure = blame(plugin, ContentError(findings))
    assert failure.error == "wrong 3 (and 2 more: `roadmap check kafka` lists them)"
    assert (failure.file, failure.line) == (str(tmp_path / "acme_kafka" / "content" / "10-log.md"), 3)
    assert failure.cure == "mend it"
    assert [finding.line for finding in failure.findings] == [3, 7, 9]


def test_an_error_message_leaves_out_what_is_not_known() -> None:
    report = [
        PluginState("kafka", "roadmap-kafka", "1.0", "failed", error="it broke", cure="mend it"),
        PluginState("flask", "roadmap-flask", "0.1", "active"),
        PluginState("redis", "roadmap-redis", "0.1", "disabled"),
    ]
    assert str(PluginError(report)) == (
        "1 plugin can't be used; mend, uninstall or disable what is listed here, "
        "or set roadmap.plugins.on_error = quarantine to serve the rest\n"
        "\n"
        "kafka (roadmap-kafka 1.0): failed\n"
        "  what: it broke\n"
        "  cure: mend it"
    )
