"""``python -m tests.e2e.stage <scene> …``: people for the browser tests; prints what a test must know as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from client_portal.practices.tenancy import absolute_url  # noqa: E402 - models need Django to be set up
from client_portal.testing import builders  # noqa: E402
from tests.e2e.house import House  # noqa: E402


def journey(link: str) -> dict[str, Any]:
    """A practice whose portal is still off, its administrator and its practitioner: where the journey begins."""
    practice = builders.make_practice("Juniper Counseling", is_on=False)
    builders.make_staff(practice, email=f"admin@{link}.example", name="Ada Minot")
    builders.make_staff(practice, "practitioner", email=f"priya@{link}.example", name="Priya Raman")
    return {"link": link, "practice_id": str(practice.client_portal_settings.pk)}


def house(link: str) -> dict[str, Any]:
    """A practice in full swing, with the address of everything in it."""
    made = House(link)
    return {
        "practice_id": str(made.practice.client_portal_settings.pk),
        "portal": absolute_url("portal:welcome", made.practice),
        "addresses": made.addresses(),
        "invitation": made.invitation_path(),
    }


SCENES = {"journey": journey, "house": house}

if __name__ == "__main__":
    scene, *arguments = sys.argv[1:]
    print(json.dumps(SCENES[scene](*arguments)))  # noqa: T201 - the test reads it
