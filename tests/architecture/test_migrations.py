"""Migrations say what the models say, whichever models a host swaps, and apply to an empty database."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

PROJECTS = ("default", "swapped", "swapped_reversed", "partial", "subdomain", "minimal")


def manage(project: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLIENT_PORTAL_")}
    environment["DJANGO_SETTINGS_MODULE"] = f"tests.projects.{project}.settings"
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("project", PROJECTS)
def test_models_have_not_drifted_from_migrations(project: str) -> None:
    done = manage(project, "makemigrations", "--check", "--dry-run", "--skip-checks")
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]


@pytest.mark.parametrize("project", PROJECTS)
def test_system_checks_and_migrations_pass(project: str) -> None:
    done = manage(project, "migrate", "--verbosity=1", "--no-input")
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]
    assert "client_portal.0005_invoice... OK" in done.stdout


def test_a_host_that_keeps_its_models_gets_no_tables_of_ours_for_them() -> None:
    script = (
        "import django; django.setup();"
        "from django.core.management import call_command; call_command('migrate', verbosity=0);"
        "from django.db import connection; print(*connection.introspection.table_names())"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.swapped.settings"}
    environment.pop("CLIENT_PORTAL_TEST_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    tables = set(done.stdout.split())
    assert {"hostapp_clinic", "hostapp_patient", "client_portal_clientprofile"} <= tables
    swapped = {f"client_portal_{name}" for name in ("practice", "practitioner", "client", "appointment", "invoice")}
    assert not swapped & tables
