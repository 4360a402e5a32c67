"""Carry out what was promised: the outbox's worker."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections

from client_portal.core.workers import Worker

PATIENCE = 20.0
"""Seconds that a mail server may stay silent, where the project's own settings say nothing of it."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``client_portal_worker`` runs until it is told to stop; ``--once`` carries out what is due and ends."""

    help = "Send the portal's e-mails and carry out its other side effects."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Carry out what is due, then end.")
        parser.add_argument("--poll", type=float, default=1.0, help="Seconds to wait when nothing is due.")

    def handle(self, *args: Any, once: bool, poll: float, **options: Any) -> None:
        with impatient(PATIENCE):
            if once:
                self.stdout.write(f"{Worker().work()} carried out")
            else:
                self._run(poll)

    def _run(self, poll: float) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_arguments: stopping.set())
        worker = Worker()
        while not stopping.is_set():
            try:
                worker.work(stopping.is_set)
            except (InterfaceError, OperationalError) as error:
                # A database that restarts is back soon; what was claimed waits for its lease to run out.
                logger.error("client_portal: the worker waits for the database: %s", type(error).__name__)
                connections.close_all()
            stopping.wait(poll)


@contextmanager
def impatient(seconds: float) -> Iterator[None]:
    """Let no connection of this process wait for ever: one silent mail server would keep all e-mails from going out."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
