"""The reference of all settings for the documentation, generated from the table, so that it can't go stale."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path

from roadmap.settings.keys import KEYS, Key
from roadmap.settings.settings import Settings

DERIVED = {
    "data": "none: it must be set",
    "database": "an SQLite file in `roadmap.data`",
    "secret": "the content of `roadmap.secret_file`",
    "secret_file": "`secret` in `roadmap.data`",
    "broker": "the content of `roadmap.broker_file`",
    "broker_file": "none",
    "mail_host": "none",
    "mail_user": "none",
    "mail_password": "the content of `roadmap.mail.password_file`",
    "mail_password_file": "none",
    "oidc_issuer": "none",
    "oidc_client_id": "none",
    "oidc_client_secret": "the content of `roadmap.oidc.client_secret_file`",
    "oidc_client_secret_file": "none",
    "runtimes": "`/var/lib/roadmap/runtimes` for root, otherwise `~/.local/share/roadmap/runtimes`",
}


def reference() -> str:
    """Markdown: a section for each setting with its meaning, values, default and environment variable."""
    return "\n".join(_entry(key) for key in KEYS)


def _entry(key: Key) -> str:
    return (
        f"## `{key.ini}`\n\n{key.meaning}\n\n"
        f"- Value: {key.kind.allowed}\n- Default: {_default(key)}\n- Environment: `{key.variable}`\n"
    )


def _default(key: Key) -> str:
    if key.field in DERIVED:
        return DERIVED[key.field]
    value = next(field.default for field in fields(Settings) if field.name == key.field)
    assert value is not MISSING and not isinstance(value, Path)  # noqa: S101  such fields are in DERIVED
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return "none" if value == () else f"`{value}`"
