"""Settings: defaults, the environment's precedence, the secret, and one message for everything that is wrong."""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest

from roadmap.settings import Settings, SettingsError, reference, shared_runtimes
from roadmap.settings.keys import KEYS

SECRET = "s" * 40


@pytest.fixture
def ini(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """A function that makes the least that an .ini file must say, and what is added to it."""

    def make(**more: str) -> dict[str, str]:
        keys = {f"roadmap.{name.replace('__', '.')}": value for name, value in more.items()}
        return {"roadmap.data": str(tmp_path / "data"), "roadmap.secret": SECRET, **keys}

    return make


def problems_of(mapping: dict[str, str], environ: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as raised:
        Settings.from_ini(mapping, environ or {})
    return str(raised.value)


def test_defaults_hang_on_the_data_folder(ini: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    settings = Settings.from_ini(ini(), {})
    assert settings.database == f"sqlite:///{tmp_path}/data/roadmap.sqlite"
    assert settings.runtimes == shared_runtimes()
    assert settings.secret_file == tmp_path / "data" / "secret"
    assert settings.plugins_on_error == "refuse"
    assert settings.data.is_dir()


def test_every_field_can_be_set_and_has_a_meaning() -> None:
    assert sorted(key.field for key in KEYS) == sorted(field.name for field in fields(Settings))
    assert all(key.meaning.endswith(".") for key in KEYS)


def test_strings_become_values(ini: Callable[..., dict[str, str]]) -> None:
    settings = Settings.from_ini(
        ini(
            plugins__disabled="kafka, rabbit\n  pulsar",
            runner="off",
            runner__slots="8",
            secure_cookies="yes",
            public_url="https://learn.example.org/",
            database="postgresql+psycopg://roadmap@db/roadmap",
        ),
        {},
    )
    assert settings.plugins_disabled == ("kafka", "rabbit", "pulsar")
    assert settings.runner == "off"
    assert settings.runner_slots == 8
    assert settings.secure_cookies is True
    assert settings.public_url == "https://learn.example.org"
    assert settings.database == "postgresql+psycopg://roadmap@db/roadmap"


def test_the_environment_overrides_the_file(ini: Callable[..., dict[str, str]]) -> None:
    environ = {
        "ROADMAP_PLUGINS_ON_ERROR": "quarantine",
        "ROADMAP_RUNNER_SLOTS": "5",
        "ROADMAP_SERVICE_HOST": "10.0.0.1",
    }
    settings = Settings.from_ini(ini(plugins__on_error="refuse", runner__slots="3"), environ)
    assert settings.plugins_on_error == "quarantine"
    assert settings.runner_slots == 5


def test_keys_of_other_packages_are_passed_over(ini: Callable[..., dict[str, str]]) -> None:
    assert Settings.from_ini({**ini(), "pyramid.reload_templates": "true", "acme.kafka": "x"}, {}).runner == "local"


def test_one_message_names_everything_that_is_wrong(ini: Callable[..., dict[str, str]]) -> None:
    mapping = ini(
        plugns__disabled="kafka",
        zebra="1",
        runner="moon",
        runner__slots="many",
        runner__queue="0",
        development="maybe",
    )
    message = problems_of(mapping, {"ROADMAP_RATE_ADDRESS": "-1"})
    assert message.splitlines() == [
        "7 settings can't be used:",
        "  - roadmap.plugns.disabled: there is no such setting; did you mean roadmap.plugins.disabled?",
        "  - roadmap.zebra: there is no such setting; the settings are: " + ", ".join(key.ini for key in KEYS),
        "  - roadmap.runner: 'moon' can't be used, it must be one of: local, celery, off",
        "  - roadmap.runner.slots: 'many' can't be used, it must be a whole number, 1 or more",
        "  - roadmap.runner.queue: '0' can't be used, it must be a whole number, 1 or more",
        "  - ROADMAP_RATE_ADDRESS: '-1' can't be used, it must be a whole number, 1 or more",
        "  - roadmap.development: 'maybe' can't be used, it must be true or false",
    ]


def test_the_data_folder_must_be_named() -> None:
    assert "roadmap.data: missing; name the folder that the site writes to" in problems_of({"roadmap.secret": SECRET})


def test_a_data_folder_that_cannot_be_made(ini: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = problems_of({**ini(), "roadmap.data": str(tmp_path / "file" / "data")})
    assert f"roadmap.data: {tmp_path}/file/data can't be made (Not a directory)" in message


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("database", "mysql://x", "must be an SQLAlchemy URL that starts with sqlite:// or postgresql+psycopg://"),
        ("public_url", "learn.example.org", "must be an address like https://learn.example.org"),
        ("public_url", "ftp://learn.example.org", "must be an address like https://learn.example.org"),
        ("trusted_proxies", "-1", "must be a whole number, 0 or more"),
        ("data", "", "must be a path"),
    ],
)
def test_values_that_are_not_allowed(ini: Callable[..., dict[str, str]], name: str, value: str, words: str) -> None:
    assert words in problems_of({**ini(), f"roadmap.{name}": value})


def test_a_secret_is_never_shown(ini: Callable[..., dict[str, str]]) -> None:
    message = problems_of(ini(secret="hunter2"))
    assert "roadmap.secret: what is given can't be used, it must be a random text of at least 32 characters" in message
    assert "hunter2" not in message
    assert SECRET not in repr(Settings.from_ini(ini(), {}))


def test_development_makes_a_secret_once(ini: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    mapping = ini(development="true")
    del mapping["roadmap.secret"]
    with ThreadPoolExecutor(8) as pool:
        made = {settings.secret for settings in pool.map(lambda _: Settings.from_ini(mapping, {}), range(8))}
    assert len(made) == 1
    assert len(made.pop()) >= 32
    file = tmp_path / "data" / "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_production_wants_a_secret_and_says_how(ini: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    mapping = ini()
    del mapping["roadmap.secret"]
    message = problems_of(mapping)
    assert (
        f"roadmap.secret: missing; set ROADMAP_SECRET, or write a secret to {tmp_path}/data/secret: python3 -c"
        in message
    )
    (tmp_path / "data" / "secret").write_text("short")
    assert "must hold a random text of at least 32 characters" in problems_of(mapping)
    (tmp_path / "data" / "secret").write_text(f"{SECRET}\n")
    assert Settings.from_ini(mapping, {}).secret == SECRET


def test_secure_cookies_need_https(ini: Callable[..., dict[str, str]]) -> None:
    mapping = ini(secure_cookies="true", public_url="http://learn.example.org")
    assert "browsers drop such cookies on http://learn.example.org" in problems_of(mapping)
    assert Settings.from_ini({**mapping, "roadmap.public_url": "http://localhost:6543"}, {}).secure_cookies


def test_the_reference_has_every_setting() -> None:
    text = reference()
    for key in KEYS:
        assert f"## `{key.ini}`" in text
        assert f"- Environment: `{key.variable}`" in text
    assert "- Default: `refuse`" in text
    assert "MISSING" not in text


def test_the_documentation_is_up_to_date() -> None:
    written = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    assert written.endswith(reference()), "run `make settings`"


@pytest.mark.parametrize("name", ["mail.password", "oidc.client_secret"])
def test_passwords_come_from_the_environment_or_a_file(tmp_path, name):
    ini, field = f"roadmap.{name}", name.replace(".", "_")
    variable = ini.upper().replace(".", "_")
    base = {"roadmap.data": str(tmp_path), "roadmap.development": "true"}
    with pytest.raises(SettingsError, match=rf"{name}: it must not stand in the \.ini file: set {variable}, or"):
        Settings.from_ini({**base, ini: "open sesame"}, {})
    assert getattr(Settings.from_ini(base, {variable: "open sesame"}), field) == "open sesame"
    file = tmp_path / "password"
    with pytest.raises(SettingsError, match=rf"{name}_file: {file} can't be read"):
        Settings.from_ini({**base, f"{ini}_file": str(file)}, {})
    file.write_text("\n")
    with pytest.raises(SettingsError, match=rf"{name}_file: {file} is empty"):
        Settings.from_ini({**base, f"{ini}_file": str(file)}, {})
    file.write_text("open sesame\n")
    settings = Settings.from_ini({**base, f"{ini}_file": str(file)}, {})
    assert getattr(settings, field) == "open sesame" and "sesame" not in repr(settings)


def test_a_provider_needs_a_client_and_https(tmp_path):
    base = {"roadmap.data": str(tmp_path), "roadmap.secret": "x" * 40, "roadmap.oidc.issuer": "http://id.example.org/"}
    with pytest.raises(SettingsError) as refused:
        Settings.from_ini(base, {})
    assert len(refused.value.problems) == 2
    assert "roadmap.oidc.client_id: missing" in str(refused.value)
    assert "roadmap.oidc.issuer: it must begin with https://" in str(refused.value)
    good = {**base, "roadmap.oidc.issuer": "https://id.example.org/", "roadmap.oidc.client_id": "roadmap"}
    assert Settings.from_ini(good, {}).oidc_issuer == "https://id.example.org"


@pytest.mark.parametrize("sender", ["roadmap", "Roadmap <roadmap>", "a@example.org\nBcc: b@example.org"])
def test_the_sender_of_mails_is_an_address(tmp_path, sender):
    ini = {"roadmap.data": str(tmp_path), "roadmap.development": "true", "roadmap.mail.sender": sender}
    with pytest.raises(SettingsError, match=r"it must be an address like Roadmap <roadmap@example\.org>"):
        Settings.from_ini(ini, {})
