"""Sending mail: over SMTP, or into files where somebody works on the site."""

from __future__ import annotations

import logging
import smtplib
import ssl
from pathlib import Path
from typing import Any, Protocol

from pyramid_mailer.mailer import DebugMailer, Mailer
from pyramid_mailer.message import Attachment, Message
from repoze.sendmail.mailer import SMTPMailer

from roadmap.languages import ForVisitors, _
from roadmap.people.letters import Letter
from roadmap.settings import Settings

log = logging.getLogger(__name__)


class MailUnavailable(ForVisitors):
    """The site can't send mail, now or at all; the message is for the visitor."""


class Sends(Protocol):
    """What we use of pyramid_mailer's mailers."""

    def send_immediately(self, message: Message) -> None: ...


class Mail:
    """`mailer` is None where no mail can be sent."""

    def __init__(self, mailer: Sends | None, sender: str) -> None:
        self._mailer = mailer
        self._sender = sender

    @property
    def possible(self) -> bool:
        return self._mailer is not None

    def require(self) -> None:
        """:raises MailUnavailable: this site does not send mail."""
        if self._mailer is None:
            raise MailUnavailable(_("This site does not send mail, so nobody can sign up or get a new password here."))

    def send(self, address: str, letter: Letter) -> None:
        """:raises MailUnavailable: the server does not take it."""
        self.require()
        assert self._mailer is not None  # noqa: S101
        # Encoded by 8 bits, not as quoted-printable, which breaks a long link in the middle.
        body = Attachment(
            data=letter.body,
            content_type="text/plain; charset=utf-8",
            disposition="inline",
            transfer_encoding="8bit",
        )
        message = Message(subject=letter.subject, sender=self._sender, recipients=[address], body=body)
        # So that holiday notices and lists do not answer it (RFC 3834).
        message.extra_headers = {"Auto-Submitted": "auto-generated"}
        try:
            self._mailer.send_immediately(message)
        except (OSError, smtplib.SMTPException, RuntimeError) as error:
            log.error("no mail could be sent: %s", error)
            raise MailUnavailable(_("No mail can be sent at the moment. Please try again later.")) from None


def mail_of(settings: Settings) -> Mail:
    """As the settings say: SMTP with `roadmap.mail.host`, files in development, and none otherwise."""
    if settings.mail_host:
        smtp = _smtp(settings)
        return Mail(Mailer(smtp_mailer=smtp, default_sender=settings.mail_sender), settings.mail_sender)
    if not settings.development:
        return Mail(None, settings.mail_sender)
    folder = settings.data / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    return Mail(_Files(folder), settings.mail_sender)


class _Files:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mailer = DebugMailer(str(folder))

    def send_immediately(self, message: Message) -> None:
        self._mailer.send_immediately(message)
        log.info("a mail to %s was written to %s", ", ".join(message.recipients), self._folder)


def _smtp(settings: Settings) -> SMTPMailer:
    mailer = SMTPMailer(
        hostname=settings.mail_host,
        port=settings.mail_port,
        username=settings.mail_user or None,
        password=settings.mail_password or None,
        no_tls=settings.mail_tls == "none",
        force_tls=settings.mail_tls == "starttls",
        ssl=settings.mail_tls == "tls",
    )
    # By itself the library does not look at the server's certificate.
    mailer.smtp, mailer.smtp_ssl = _SMTP, _SMTPOverTLS
    return mailer


class _SMTP(smtplib.SMTP):
    def starttls(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return super().starttls(context=ssl.create_default_context())


class _SMTPOverTLS(smtplib.SMTP_SSL):
    def __init__(self, host: str, port: str, timeout: float) -> None:
        super().__init__(host, int(port), timeout=timeout, context=ssl.create_default_context())
