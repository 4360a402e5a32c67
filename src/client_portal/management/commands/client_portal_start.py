"""Make a practice with an administrator and turn its portal on: the first thing to do after ``migrate``."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from client_portal.core.actor import Actor
from client_portal.practices.services.start import start_practice
from client_portal.practices.tenancy import absolute_url, portal_address


class Command(BaseCommand):
    """``client_portal_start "Juniper Counseling" --link juniper --admin you@example.com``."""

    help = "Make a practice with an administrator and turn its portal on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Name of the practice, as clients read it.")
        parser.add_argument("--link", required=True, help="Link of the portal: letters, digits and hyphens.")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="E-mail address of the administrator.")
        parser.add_argument("--password", help="Password of a new login; asked for when left out.")
        parser.add_argument("--time-zone", default="UTC", help="IANA time zone, such as America/New_York.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            practice = start_practice(
                Actor.system(),
                name=options["name"],
                link=options["link"],
                email=options["admin"],
                password=options["password"] or self._ask,
                time_zone=options["time_zone"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Portal:    {portal_address(practice)}")
        self.stdout.write(f"Workspace: {absolute_url('staff:clients', practice)}")

    @staticmethod
    def _ask() -> str:
        return getpass.getpass("Password for the administrator: ")
