"""Where real workers run and die: a database of their own, staged notices, processes that can be killed anywhere.

Nothing in the product knows of this. A worker is stopped by its mail server, or by a trigger in the yard's own database
whose statement never returns.
"""

# ruff: noqa: S608 - every text in these statements is written here or was made by us

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.projects.databases import VARIABLE

ROOT = Path(__file__).parents[2]
PATIENCE = 120
MESSAGES, NOTICES = "client_portal_outboxmessage", "client_portal_notification"
PAST, FUTURE = "2020-01-01 00:00:00", "2100-01-01 00:00:00"


class Database:
    """What both databases need: run a statement, hold up a table's updates, tell whether somebody is held up."""

    address: str

    def execute(self, statement: str) -> list[Any]:
        """Run one statement in a transaction of its own; returns its rows."""
        raise NotImplementedError

    def hold_up(self, table: str, condition: str) -> None:
        """Let every update of the table that meets the condition (on ``OLD`` and ``NEW``) never return."""
        raise NotImplementedError

    def is_holding(self) -> bool:
        """Whether somebody is held up at this moment."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Hold nobody up any longer, and forget the connections of the dead."""
        raise NotImplementedError

    def drop(self) -> None:
        """Remove the database."""


class Sqlite(Database):
    """A file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "yard.sqlite3"
        self.address = f"sqlite:///{self.path}"

    def execute(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as connection:
            return connection.execute(statement).fetchall()

    def hold_up(self, table: str, condition: str) -> None:
        self.execute(
            "CREATE VIEW endless AS WITH RECURSIVE numbers(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000000000) SELECT max(n) AS n FROM numbers"
        )
        self.execute(f"CREATE TRIGGER held BEFORE UPDATE ON {table} WHEN {condition} BEGIN SELECT n FROM endless; END")

    def is_holding(self) -> bool:
        # A healthy write is over at once; who is held up keeps the one write lock.
        for _try in range(6):
            try:
                with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    return False
            except sqlite3.OperationalError:
                time.sleep(0.03)
        return True

    def let_go(self) -> None:
        self.execute("DROP TRIGGER IF EXISTS held")
        self.execute("DROP VIEW IF EXISTS endless")


class Postgresql(Database):
    """A database of its own on the server of the test run."""

    def __init__(self, server: str) -> None:
        self.server = urlunsplit(urlsplit(server)._replace(path="/postgres"))
        self.name = f"client_portal_yard_{uuid.uuid4().hex[:12]}"
        self.address = urlunsplit(urlsplit(server)._replace(path=f"/{self.name}"))
        self._run(self.server, f'CREATE DATABASE "{self.name}"')

    def execute(self, statement: str) -> list[Any]:
        return self._run(self.address, statement)

    def hold_up(self, table: str, condition: str) -> None:
        self.execute(
            "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$"
        )
        self.execute(
            f"CREATE TRIGGER held BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION held()"
        )

    def is_holding(self) -> bool:
        return bool(
            self.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")
        )

    def let_go(self) -> None:
        self.end_sessions()
        self.execute("DROP FUNCTION IF EXISTS held() CASCADE")

    def end_sessions(self) -> None:
        """Cut off everybody who is connected, as a restart of the server does."""
        self.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def drop(self) -> None:
        self._run(self.server, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    @staticmethod
    def _run(address: str, statement: str) -> list[Any]:
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


class Yard:
    """A migrated database with notices that wait in the far future, and workers on it."""

    def __init__(self, folder: Path, mail_port: int, notices: int) -> None:
        server = os.environ.get(VARIABLE, "")
        self.database = Postgresql(server) if server.startswith("postgres") else Sqlite(folder)
        self.log = folder / "workers.log"
        self.environment = {
            **os.environ,
            VARIABLE: self.database.address,
            "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
            "WORKER_MAIL_PORT": str(mail_port),
        }
        self.workers: list[subprocess.Popen[bytes]] = []
        self.released: list[str] = []
        self.run("django", "migrate", "--no-input", "--verbosity", "0")
        self.run("tests.notifications.stage", str(notices))
        self.database.execute(f"UPDATE {MESSAGES} SET available_at = '{FUTURE}'")

    def run(self, *command: str) -> str:
        """Run ``python -m …`` to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker that runs until it is told to stop."""
        command = [sys.executable, "-m", "django", "client_portal_worker", "--skip-checks", "--poll", "0.05"]
        with self.log.open("ab") as log:
            told = {**self.environment, **environment}
            worker = subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def work_off(self) -> str:
        """Let a worker carry out what is due, and end; returns what it said."""
        return self.run("django", "client_portal_worker", "--skip-checks", "--once")

    def release(self, count: int) -> None:
        """Make the next notices due."""
        rows = self.database.execute(
            f"SELECT key FROM {MESSAGES} WHERE available_at = '{FUTURE}' ORDER BY key LIMIT {count}"
        )
        keys = [key for (key,) in rows]
        assert len(keys) == count, "stage more notices"
        self.released += keys
        self.database.execute(f"UPDATE {MESSAGES} SET available_at = '{PAST}' WHERE key IN ({quoted(keys)})")

    def pass_time(self) -> None:
        """Let leases run out and pauses be over."""
        self._change(f"available_at = '{PAST}'", "done_at IS NULL AND dead_at IS NULL")
        self._change(f"locked_until = '{PAST}'", "locked_until IS NOT NULL")

    def due(self) -> list[str]:
        """The keys of what was released and is not done, in the order in which a worker takes them."""
        rows = self.database.execute(
            f"SELECT key FROM {MESSAGES} WHERE key IN ({quoted(self.released)}) AND done_at IS NULL "
            "ORDER BY available_at, id"
        )
        return [key for (key,) in rows]

    def count(self, condition: str) -> int:
        """How many of the released messages meet a condition."""
        return self._count(f"SELECT count(*) FROM {MESSAGES} WHERE key IN ({quoted(self.released)}) AND ({condition})")

    def count_told(self) -> int:
        """How many of the released notices know that they were sent."""
        ids = quoted([key.rpartition(":")[2].replace("-", "") for key in self.released])
        plain_id = "replace(CAST(id AS text), '-', '')"
        return self._count(f"SELECT count(*) FROM {NOTICES} WHERE sent_at IS NOT NULL AND {plain_id} IN ({ids})")

    def clear(self) -> None:
        """End the workers that are left, and forget what was released."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
        self.workers.clear()
        self.database.let_go()
        self._change(f"done_at = '{PAST}'", "done_at IS NULL")
        self.released.clear()

    def close(self) -> None:
        """Remove the database."""
        self.database.drop()

    def _change(self, change: str, condition: str) -> None:
        keys = quoted(self.released)
        self.database.execute(f"UPDATE {MESSAGES} SET {change} WHERE key IN ({keys}) AND {condition}")

    def _count(self, query: str) -> int:
        return int(self.database.execute(query)[0][0])


def quoted(texts: Sequence[str]) -> str:
    """Texts of ours as a list for SQL."""
    return ", ".join(f"'{text}'" for text in texts) or "NULL"


def wait_until(condition: Callable[[], Any], what: str = "") -> None:
    """Return as soon as the condition holds; fail when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)
