"""Fill the example with its practices and people; done once, a second run leaves everything as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from client_portal.practices.selectors import all_practices
from client_portal.testing import builders
from example_project.stage import practices
from example_project.stage.cast import PASSWORD, PRACTICES


class Command(BaseCommand):
    """``seed_demo``: about forty people, in a few seconds."""

    help = "Fill the example with two practices in full swing and a third that has yet to begin."

    def handle(self, *args: Any, **options: Any) -> None:
        present = {str(practice) for practice in all_practices()} & {role.name for role in PRACTICES}
        if present and len(present) < len(PRACTICES):
            message = f"The last seeding was cut short. Delete {settings.DATA} and start again."
            raise CommandError(message)
        if not present:
            builders.records = import_string(settings.STAGE_RECORDS)()
            with quick_hashes():
                practices.play()
        for role in PRACTICES:
            self.stdout.write(f"\n{role.name}")
            for somebody in (*role.staff, *role.clients, *role.relatives):
                if somebody.sees:
                    self.stdout.write(f"  {somebody.email:34} {somebody.name}: {somebody.sees}")
        self.stdout.write(f"\nEverybody's password: {PASSWORD}")


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hash passwords with few rounds while many logins are made: the first real sign-in hashes each anew, with all."""
    with mock.patch.object(PBKDF2PasswordHasher, "iterations", 1000):
        yield
