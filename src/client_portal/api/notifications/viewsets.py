"""Notices that could not be delivered."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.notifications import serializers
from client_portal.api.schema import documented
from client_portal.api.views import StaffViewSet
from client_portal.core.models import OutboxMessage
from client_portal.notifications.registry import kinds
from client_portal.practices.selectors import undelivered
from client_portal.practices.services import retry_undelivered

SHOWN = 100


class UndeliveredViewSet(StaffViewSet):
    """What was given up after many tries."""

    capability = "settings.manage"

    @documented(summary="Undelivered notices", response=serializers.UndeliveredSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """The newest hundred."""
        return Response([_row(message) for message in undelivered(self.actor)[:SHOWN]])

    @documented(summary="Try undelivered notices again", response=serializers.RetriedSerializer)
    def retry(self, request: Request, practice_id: Any) -> Response:
        """Put all of them back in line."""
        return Response({"count": retry_undelivered(self.actor)})


def _row(message: OutboxMessage) -> dict[str, Any]:
    known = message.topic in kinds
    return {
        "id": message.pk,
        "kind": message.topic,
        "label": str(kinds[message.topic].label) if known else message.topic,
        "given_up_at": message.dead_at,
        "fault": message.last_error,
    }
