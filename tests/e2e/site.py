"""A fresh site for a browser: its own database, its own server process, which a test may kill at any moment."""

from __future__ import annotations

import email
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from email import policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


class Site:
    """Makes the database and its tables, stages the people, runs the server."""

    def __init__(self, folder: Path, *, tenancy: str, postgresql: str = "") -> None:
        self.folder = folder
        self.tenancy = tenancy
        self.settings: dict[str, str] = {}
        self.port = _free_port()
        self.postgresql = postgresql
        self.database = _make_database(folder, postgresql)
        self.server: subprocess.Popen[bytes] | None = None
        self.mail = folder / "mail"
        self.mail.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of the site are told."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
            "E2E_TENANCY": self.tenancy,
            "E2E_PORT": str(self.port),
            "E2E_DATABASE": self.database,
            "E2E_MAIL": str(self.mail),
            "E2E_MEDIA": str(self.folder / "media"),
            "PYTHONPATH": str(ROOT),
            **self.settings,
        }

    @property
    def address(self) -> str:
        """Where the workspace is."""
        return f"http://localhost:{self.port}" + ("/portal" if self.tenancy == "path" else "")

    def prepare(self) -> None:
        """Make the tables."""
        self.run("django", "migrate", "--no-input", "--verbosity", "0")

    def stage(self, scene: str, *arguments: str) -> dict[str, Any]:
        """Put people on the stage; returns what a test must know of them."""
        told: dict[str, Any] = json.loads(self.run("tests.e2e.stage", scene, *arguments))
        return told

    def run(self, module: str, *arguments: str) -> str:
        """Run ``python -m module …`` in the site's environment; returns what it printed."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-4000:])
        return done.stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", f"127.0.0.1:{self.port}"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not _answers(self.port):
            if time.monotonic() > deadline or self.server.poll() is not None:
                raise RuntimeError(self.log()[-2000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill the server as a machine's failure would, without any last word."""
        if self.server is not None:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.server = None

    def log(self) -> str:
        """What the server has written about errors and requests."""
        return (self.folder / "server.log").read_text()

    def letters(self) -> list[email.message.EmailMessage]:
        """Every e-mail that was sent, oldest first."""
        found = []
        for path in sorted(self.mail.iterdir(), key=lambda path: path.stat().st_mtime_ns):
            parts = path.read_bytes().split(b"-" * 79 + b"\n")
            found += [email.message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]
        return found

    def link_in_letter_to(self, address: str, pattern: str) -> str:
        """The newest link that matches in an e-mail to somebody, waiting a little for it."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for letter in reversed(self.letters()):
                text = letter.get_body(("plain",)).get_content()
                links = re.findall(r"https?://\S+", text)
                matching = [link for link in links if re.search(pattern, link)]
                if address in str(letter["To"]) and matching:
                    return matching[0].rstrip(".,)")
            time.sleep(0.2)
        raise AssertionError(f"no link like {pattern} in an e-mail to {address}")

    def close(self) -> None:
        """Stop the server and drop the database."""
        self.kill()
        if self.postgresql:
            _execute(self.postgresql, f'DROP DATABASE IF EXISTS "{urlsplit(self.database).path[1:]}" WITH (FORCE)')


def _make_database(folder: Path, postgresql: str) -> str:
    if not postgresql:
        return f"sqlite:///{folder / 'site.sqlite3'}"
    name = f"client_portal_e2e_{uuid.uuid4().hex[:12]}"
    _execute(postgresql, f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(postgresql)._replace(path=f"/{name}"))


def _execute(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(address)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(statement)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
