"""Mail to a real SMTP server that runs beside the tests, and what happens when it does not do as it should."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from threading import Thread

import pytest

from roadmap.people.letters import Letter
from roadmap.people.mail import MailUnavailable, mail_of
from roadmap.settings import Settings
from roadmap.testing.mail import mails

LETTER = Letter("Größe", "Grüße,\n\nhttps://learn.example.org/account/link?key=" + "x" * 150 + "\n")


class Server(socketserver.ThreadingTCPServer):
    """Takes everything, and keeps it as (from, to, message)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[tuple[str, str, bytes]] = []
        self.refuses = b""
        """What a command begins with that is refused."""


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        sender = recipient = ""
        for line in self.rfile:
            command = line.strip().upper()
            if self.server.refuses and command.startswith(self.server.refuses):
                self.wfile.write(b"550 no\r\n")
            elif command.startswith(b"EHLO"):
                self.wfile.write(b"250-here\r\n250 8BITMIME\r\n")
            elif command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append((sender, recipient, body))
                self.wfile.write(b"250 taken\r\n")
            elif command == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                sender = line.decode() if command.startswith(b"MAIL") else sender
                recipient = line.decode() if command.startswith(b"RCPT") else recipient
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(60)


def settings_for(sqlite_settings: Settings, server: Server, **more: object) -> Settings:
    fields = {"mail_host": "127.0.0.1", "mail_port": server.server_address[1], "mail_tls": "none", **more}
    return replace(sqlite_settings, mail_sender="Roadmap <roadmap@learn.example.org>", **fields)  # type: ignore[arg-type]


def test_a_letter_arrives(sqlite_settings: Settings, server: Server) -> None:
    mail_of(settings_for(sqlite_settings, server)).send("ada@example.org", LETTER)
    ((sender, recipient, body),) = server.taken
    assert "<roadmap@learn.example.org>" in sender and "<ada@example.org>" in recipient
    message = message_from_bytes(body, policy=policy.default)
    assert message["Subject"] == "Größe" and message["To"] == "ada@example.org"
    assert message["From"] == "Roadmap <roadmap@learn.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not message.is_attachment(), "read at once, and not opened like a file"
    assert message.get_content().replace("\r\n", "\n").strip() == LETTER.body.strip(), "with the link in one piece"


def test_a_server_that_cannot_encrypt_gets_nothing(sqlite_settings: Settings, server: Server) -> None:
    with pytest.raises(MailUnavailable, match="at the moment"):
        mail_of(settings_for(sqlite_settings, server, mail_tls="starttls")).send("ada@example.org", LETTER)
    assert server.taken == []


def test_a_server_that_refuses_or_is_away(sqlite_settings: Settings, server: Server) -> None:
    server.refuses = b"RCPT"
    mail = mail_of(settings_for(sqlite_settings, server))
    with pytest.raises(MailUnavailable, match="at the moment"):
        mail.send("ada@example.org", LETTER)
    away = mail_of(settings_for(sqlite_settings, server, mail_port=1))
    with pytest.raises(MailUnavailable, match="at the moment"):
        away.send("ada@example.org", LETTER)


def test_in_development_mails_are_files(sqlite_settings: Settings) -> None:
    mail = mail_of(sqlite_settings)
    mail.send("ada@example.org", LETTER)
    (message,) = mails(sqlite_settings.data)
    assert message["To"] == "ada@example.org"
    assert "key=" + "x" * 150 in message.get_content()


def test_in_production_there_is_none_without_a_server(sqlite_settings: Settings) -> None:
    mail = mail_of(replace(sqlite_settings, development=False))
    assert not mail.possible
    with pytest.raises(MailUnavailable, match="does not send mail"):
        mail.send("ada@example.org", LETTER)
