"""Examine the site, as a doctor would: what is wrong, and the cure."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from client_portal.doctor import examine


class Command(BaseCommand):
    """``client_portal_doctor`` prints each finding with its cure; the exit status is 1 if there is any."""

    help = "Find what is wrong with the site around the portal, and say the cure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text", help="How to print the findings.")

    def handle(self, *args: Any, format: str, **options: Any) -> None:  # noqa: A002 - the option's own name
        findings = examine()
        if format == "json":
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2))
        else:
            self.stdout.write("\n\n".join(map(str, findings)) or "Nothing is wrong.")
        if findings:
            sys.exit(1)
