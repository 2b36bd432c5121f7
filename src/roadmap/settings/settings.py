"""One frozen value for all settings, read from an .ini file's strings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from roadmap.settings.broker import find_broker
from roadmap.settings.keys import UNSET, SettingsError, parse
from roadmap.settings.secret import find_password, find_secret


def shared_runtimes() -> Path:
    """Where environments of learners' code live unless `roadmap.runtimes` says otherwise; checkouts share them.

    Root's own folders are closed to the unprivileged user that sandboxes run as, so root's runtimes live in /var/lib.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/roadmap/runtimes")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "roadmap/runtimes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; `roadmap.settings.keys` says under which name, and what each means.

    `data` holds what the site itself writes (database, secret, supervisor's files); `runtimes` holds the environments
    of learners' code, which several installations may share.
    """

    data: Path
    database: str = ""
    """An SQLAlchemy URL; left empty, it becomes that of an SQLite file in `data`."""
    secret: str = field(default="", repr=False)
    secret_file: Path = UNSET
    """Left out, it becomes `data/secret`."""
    public_url: str = "http://localhost:6543"
    plugins_on_error: Literal["refuse", "quarantine"] = "refuse"
    plugins_disabled: tuple[str, ...] = ()
    runner: Literal["local", "celery", "off"] = "local"
    runner_slots: int = 2
    runner_warm: Literal["first_use", "start"] = "first_use"
    runner_queue: int = 200
    runner_lease: int = 20
    """Seconds."""
    broker: str = field(default="", repr=False)
    broker_file: Path = UNSET
    worker_canary: int = 60
    """Seconds."""
    runtimes: Path = UNSET
    """Left out, it becomes the folder of `shared_runtimes`."""
    dispatch: bool = True
    rate_submissions: int = 30
    """Checks and runs that one visitor may send in a minute."""
    rate_address: int = 300
    """The same for one address."""
    mail_host: str = ""
    mail_port: int = 587
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_password_file: Path = UNSET
    mail_sender: str = "Roadmap <roadmap@localhost>"
    oidc_issuer: str = ""
    """Left empty, people can't sign in with a provider."""
    oidc_name: str = "OpenID Connect"
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_client_secret_file: Path = UNSET
    trusted_proxies: int = 0
    secure_cookies: bool = False
    offline: bool = True
    development: bool = False

    def __post_init__(self) -> None:
        fill = object.__setattr__
        if not self.database:
            fill(self, "database", f"sqlite:///{self.data / 'roadmap.sqlite'}")
        if self.secret_file == UNSET:
            fill(self, "secret_file", self.data / "secret")
        if self.runtimes == UNSET:
            fill(self, "runtimes", shared_runtimes())

    @classmethod
    def from_ini(cls, mapping: Mapping[str, str], environ: Mapping[str, str] | None = None) -> Settings:
        """Read the `roadmap.*` keys of `mapping`, which the variables `ROADMAP_*` of `environ` override.

        Makes the folder `data`, and in development a secret in it. Keys of other packages are passed over.

        :raises SettingsError: one message for everything that is wrong.
        """
        values, problems = parse(mapping, os.environ if environ is None else environ)
        settings = None
        if not problems:
            settings = _made(values, problems)
        if settings is None or problems:
            raise SettingsError(problems)
        return settings


def _made(values: Mapping[str, Any], problems: list[str]) -> Settings | None:
    settings = Settings(**values)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        problems.append(
            f"roadmap.data: {settings.data} can't be made ({reason}): name a folder that the site may write"
        )
        return None
    if settings.secure_cookies and not _browsers_keep_secure_cookies(settings.public_url):
        problems.append(
            f"roadmap.secure_cookies: browsers drop such cookies on {settings.public_url}: "
            "give roadmap.public_url its https address, or set roadmap.secure_cookies = false"
        )
    if settings.oidc_issuer and not settings.oidc_client_id:
        problems.append(
            "roadmap.oidc.client_id: missing, and roadmap.oidc.issuer is set: "
            "register the site with the provider, and give the name that it gets there"
        )
    if settings.oidc_issuer and not settings.development and not settings.oidc_issuer.startswith("https://"):
        problems.append("roadmap.oidc.issuer: it must begin with https://: who one is must not be said in the open")
    found: dict[str, Any] = {}
    finders: dict[str, Callable[[], str]] = {
        "broker": lambda: find_broker(settings.runner, settings.broker, settings.broker_file),
        "mail_password": lambda: find_password(
            "mail.password_file", settings.mail_password, settings.mail_password_file
        ),
        "oidc_client_secret": lambda: find_password(
            "oidc.client_secret_file", settings.oidc_client_secret, settings.oidc_client_secret_file
        ),
        "secret": lambda: find_secret(settings.secret, settings.secret_file, create=settings.development),
    }
    for name, find in finders.items():
        try:
            found[name] = find()
        except ValueError as error:
            problems.append(str(error))
    return replace(settings, **found)


def _browsers_keep_secure_cookies(url: str) -> bool:
    return url.startswith(("https://", "http://localhost", "http://127.0.0.1", "http://[::1]"))
