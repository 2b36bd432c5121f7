"""The table of settings: each key of the .ini files, the field that it fills, how it is read, and what it means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "roadmap."
UNSET = Path()
TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")


class SettingsError(Exception):
    """Settings that cannot be used; the message lists every one of them, with what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        count = "1 setting" if len(problems) == 1 else f"{len(problems)} settings"
        super().__init__("\n".join([f"{count} can't be used:", *(f"  - {problem}" for problem in problems)]))


@dataclass(frozen=True, slots=True)
class Kind:
    """How a string becomes a value. `allowed` completes the sentence "it must be …"."""

    allowed: str
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `name` in the .ini file, without the prefix; `field` of `Settings`."""

    name: str
    field: str
    kind: Kind
    meaning: str

    @property
    def ini(self) -> str:
        return PREFIX + self.name

    @property
    def variable(self) -> str:
        """The environment variable that overrides the .ini file."""
        return self.ini.upper().replace(".", "_")


def _boolean(text: str) -> bool:
    if text.lower() in TRUE + FALSE:
        return text.lower() in TRUE
    raise ValueError(text)


def _path(text: str) -> Path:
    if not text:
        raise ValueError(text)
    return Path(text).expanduser().absolute()


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[\s,]+", text.strip(" \t\r\n,"))) if text.strip(" \t\r\n,") else ()


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if not re.match(r"(sqlite|postgresql)(\+\w+)?://", text):
        raise ValueError(text)
    return text


def _broker_url(text: str) -> str:
    if not re.match(r"(rediss?|amqps?)://[^/]|redis\+socket:///", text):
        raise ValueError(text)
    return text


def _password(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _sender(text: str) -> str:
    if not re.fullmatch(r"[^\r\n]*[^@\s<>]+@[^@\s<>]+>?", text):
        raise ValueError(text)
    return text


def _words_or_none(text: str) -> str:
    return " ".join(text.split())


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(text)
    return text


def _one_of(*allowed: str) -> Kind:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return Kind("one of: " + ", ".join(allowed), read)


def _whole(least: int) -> Kind:
    def read(text: str) -> int:
        if int(text) < least:
            raise ValueError(text)
        return int(text)

    return Kind(f"a whole number, {least} or more", read)


BOOLEAN = Kind("true or false", _boolean)
PATH = Kind("a path", _path)
WORDS = Kind("names, separated by white space or commas", _words)
WEB_ADDRESS = Kind("an address like https://learn.example.org", _web_address)
DATABASE = Kind("an SQLAlchemy URL that starts with sqlite:// or postgresql+psycopg://", _database_url)
BROKER = Kind("an address like redis://host:6379/0, redis+socket:///path or amqp://user@host:5672/name", _broker_url)
PASSWORD = Kind("a password", _password)
SENDER = Kind("an address like Roadmap <roadmap@example.org>", _sender)
TEXT = Kind("a text on one line", _words_or_none)
SECRET = Kind("a random text of at least 32 characters", _secret)

KEYS = (
    Key("data", "data", PATH, "The folder for all that the site writes: database, secret, the runner's files."),
    Key("database", "database", DATABASE, "Where progress and submissions are kept."),
    Key(
        "secret",
        "secret",
        SECRET,
        "Signs cookies. Better given by the environment or by a file than written down here.",
    ),
    Key("secret_file", "secret_file", PATH, "The file that holds the secret. In development it is made when missing."),
    Key("public_url", "public_url", WEB_ADDRESS, "The address under which visitors reach the site."),
    Key(
        "plugins.on_error",
        "plugins_on_error",
        _one_of("refuse", "quarantine"),
        "What a plugin that fails does: stop the start, or be left out while the rest is served.",
    ),
    Key("plugins.disabled", "plugins_disabled", WORDS, "Plugins that are installed and not to be used."),
    Key(
        "runner",
        "runner",
        _one_of("local", "celery", "off"),
        "Where learners' code runs: in this process, on the machines where `roadmap worker` runs, or nowhere.",
    ),
    Key("runner.slots", "runner_slots", _whole(1), "How many programs run at the same time."),
    Key(
        "runner.warm",
        "runner_warm",
        _one_of("first_use", "start"),
        "When the warm process of a runtime is started: when it is first needed, or with the site.",
    ),
    Key(
        "runner.queue",
        "runner_queue",
        _whole(1),
        "How many submissions may wait before the site asks to come back later.",
    ),
    Key(
        "runner.lease",
        "runner_lease",
        _whole(3),
        "Seconds without a sign of life after which a submission is taken from whoever runs it and given to another.",
    ),
    Key(
        "broker",
        "broker",
        BROKER,
        "Redis or RabbitMQ, which the web and the worker machines share when `roadmap.runner` is `celery`. With a "
        "password in it, it belongs into the environment or into `roadmap.broker_file`.",
    ),
    Key("broker_file", "broker_file", PATH, "The file that holds the broker's address, instead of `roadmap.broker`."),
    Key(
        "worker.canary",
        "worker_canary",
        _whole(1),
        "Seconds between two proofs that a worker's sandbox still holds; a worker that fails one stops.",
    ),
    Key(
        "runtimes",
        "runtimes",
        PATH,
        "The folder for the environments in which learners' code runs; checkouts share the default.",
    ),
    Key("dispatch", "dispatch", BOOLEAN, "Whether this process takes submissions out of the queue and runs them."),
    Key("rate.submissions", "rate_submissions", _whole(1), "Checks and runs that one visitor may send in a minute."),
    Key("rate.address", "rate_address", _whole(1), "Checks and runs that one network address may send in a minute."),
    Key(
        "mail.host",
        "mail_host",
        TEXT,
        "The SMTP server that takes the site's mail. Without one, nobody can sign up with a password; in development "
        "mails are then written to the folder `mail` in `roadmap.data`.",
    ),
    Key("mail.port", "mail_port", _whole(1), "The port of the SMTP server."),
    Key(
        "mail.tls",
        "mail_tls",
        _one_of("starttls", "tls", "none"),
        "How the connection to the SMTP server is encrypted. Its certificate must be valid, unless it is `none`.",
    ),
    Key("mail.user", "mail_user", TEXT, "The name by which the site signs in to the SMTP server, if it must."),
    Key(
        "mail.password",
        "mail_password",
        PASSWORD,
        "The password for it: in the environment, or in `roadmap.mail.password_file`.",
    ),
    Key("mail.password_file", "mail_password_file", PATH, "The file that holds the password of the SMTP server."),
    Key("mail.sender", "mail_sender", SENDER, "From whom the site's mail is."),
    Key(
        "oidc.issuer",
        "oidc_issuer",
        WEB_ADDRESS,
        "An OpenID Connect provider with which people may sign in: the address that stands before "
        "`/.well-known/openid-configuration`.",
    ),
    Key("oidc.name", "oidc_name", TEXT, "What the provider is called on the page where one signs in."),
    Key("oidc.client_id", "oidc_client_id", TEXT, "The name by which the provider knows this site."),
    Key(
        "oidc.client_secret",
        "oidc_client_secret",
        PASSWORD,
        "The secret that the provider gave out for it: in the environment, or in `roadmap.oidc.client_secret_file`. "
        "A provider that knows the site as a public client has none.",
    ),
    Key("oidc.client_secret_file", "oidc_client_secret_file", PATH, "The file that holds this secret."),
    Key("trusted_proxies", "trusted_proxies", _whole(0), "How many reverse proxies stand before the site."),
    Key("secure_cookies", "secure_cookies", BOOLEAN, "Whether cookies are sent over https only."),
    Key(
        "offline",
        "offline",
        BOOLEAN,
        "Browsers keep visited public pages, to be read without a network; `false` also clears what they have.",
    ),
    Key("development", "development", BOOLEAN, "Conveniences for working on the site, which production must not have."),
)


def parse(mapping: Mapping[str, str], environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The fields of `Settings` as far as they are given, and a sentence for everything that is wrong."""
    problems = [*_unknown(mapping), *_open_secrets(mapping)]
    values: dict[str, Any] = {}
    for key in KEYS:
        place = key.variable if key.variable in environ else key.ini
        text = environ.get(key.variable, mapping.get(key.ini))
        if text is None:
            continue
        try:
            values[key.field] = key.kind.read(str(text).strip())
        except ValueError:
            shown = "what is given" if key.kind in (SECRET, BROKER, PASSWORD) else repr(str(text).strip())
            problems.append(f"{place}: {shown} can't be used, it must be {key.kind.allowed}")
    if "ROADMAP_DATA" not in environ and "roadmap.data" not in mapping:
        problems.append("roadmap.data: missing; name the folder that the site writes to: roadmap.data = %(here)s/var")
    return values, problems


def _open_secrets(mapping: Mapping[str, str]) -> Iterator[str]:
    """An .ini file is read by many and kept in version control by some."""
    if urlsplit(str(mapping.get("roadmap.broker", ""))).password:
        yield (
            "roadmap.broker: a password must not stand in the .ini file: "
            "set ROADMAP_BROKER, or write the address to a file and name that in roadmap.broker_file"
        )
    for key in KEYS:
        if key.kind is PASSWORD and key.ini in mapping:
            yield (
                f"{key.ini}: it must not stand in the .ini file: "
                f"set {key.variable}, or write it to a file and name that in {key.ini}_file"
            )


def _unknown(mapping: Mapping[str, str]) -> Iterator[str]:
    known = [key.name for key in KEYS]
    for name in mapping:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in known:
            near = difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1)
            there = ", ".join(key.ini for key in KEYS)
            advice = f"did you mean {PREFIX}{near[0]}?" if near else f"the settings are: {there}"
            yield f"{name}: there is no such setting; {advice}"
