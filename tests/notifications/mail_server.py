"""A real SMTP server on the loopback: keeps what it accepts, and stops in the middle of a delivery when told to."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

MAIL, DATA, ACCEPTED = "mail", "data", "accepted"
"""Where the server can stop: at the sender, before it asks for the message, and when it has kept it but not said so."""


@dataclass
class MailServer:
    """Starts at once; ``stop`` ends it. ``port`` stays the same when it is started again."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    refuses_next: bool = False
    stops_at: str = ""
    reached: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.start()

    def start(self) -> None:
        """Listen."""
        self.controller = _Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        """Listen no longer."""
        self.controller.stop()

    def stop_at(self, moment: str) -> None:
        """Keep the next client waiting at this moment, until ``go_on``."""
        self.reached.clear()
        self.stops_at = moment

    def go_on(self) -> None:
        """Keep nobody waiting."""
        self.stops_at = ""

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each message that was accepted, in the order of their coming."""
        return [str(message["Message-ID"]) for message in self.received]

    async def pause(self, moment: str) -> None:
        """Wait here if this is the moment to stop at."""
        while self.stops_at == moment:
            self.reached.set()
            await asyncio.sleep(0.01)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient."""
        if self.refuses_next:
            self.refuses_next = False
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take the sender."""
        envelope.mail_from = address
        await self.pause(MAIL)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message, then say so."""
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        await self.pause(ACCEPTED)
        return "250 OK"


class _Connection(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self.event_handler.pause(DATA)
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Connection(self.handler, hostname="127.0.0.1")


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
