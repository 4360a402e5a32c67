"""The host's own queue delivers: a real django-q2 cluster, in processes of its own, on SQLite as its broker."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from client_portal import swap
from tests.architecture.source import ROOT
from tests.notifications.yard import wait_until

LETTERS = 10


class Site:
    """A project with its tables, its people, and letters that are due."""

    def __init__(self, folder: Path) -> None:
        self.database, self.mail = folder / "site.sqlite3", folder / "mail"
        self.mail.mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CLIENT_PORTAL_")},
            "DJANGO_SETTINGS_MODULE": "tests.projects.q2.settings",
            "CLIENT_PORTAL_TEST_DATABASE_URL": f"sqlite:///{self.database}",
            "Q2_MAIL": str(self.mail),
        }

    def run(self, *arguments: str) -> str:
        """What a command says."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-1500:]
        return done.stdout

    def count(self, table: str, condition: str = "1") -> int:
        """How many rows there are."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])  # noqa: S608


@pytest.mark.race
@pytest.mark.spec("HOST-4")
@pytest.mark.skipif(swap.is_swapped("Practice"), reason="the cluster's site is the same in every run")
def test_a_cluster_sends_what_is_due_once(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.run("django", "migrate", "--no-input", "--verbosity", "0")
    site.run("tests.notifications.stage", str(LETTERS))
    assert "scheduled: each minute" in site.run("django", "client_portal_q2_setup")
    assert "brought up to date" in site.run("django", "client_portal_q2_setup")
    assert site.count("django_q_schedule") == 1
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "django", "qcluster"]
        cluster = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
        try:
            wait_until(
                lambda: site.count("client_portal_outboxmessage", "done_at IS NOT NULL") == LETTERS, "all letters"
            )
        finally:
            cluster.send_signal(signal.SIGTERM)
            cluster.wait(timeout=30)
    letters = "".join(path.read_text() for path in site.mail.iterdir())
    assert letters.count("Message-ID:") == LETTERS
    assert site.count("client_portal_workerheartbeat") == 1
