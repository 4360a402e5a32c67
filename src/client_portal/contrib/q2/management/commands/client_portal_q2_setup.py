"""Put the outbox on the cluster's schedule."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django_q.models import Schedule

NAME = "client_portal.drain_outbox"
TASK = "client_portal.contrib.q2.tasks.drain_outbox"


class Command(BaseCommand):
    """``client_portal_q2_setup`` may be run as often as one likes; there is one schedule after it."""

    help = "Let the django-q2 cluster send the portal's e-mails, each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        plan = {"func": TASK, "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1}
        _schedule, is_new = Schedule.objects.update_or_create(name=NAME, defaults=plan)
        self.stdout.write(f"{NAME} {'scheduled' if is_new else 'brought up to date'}: each minute")
