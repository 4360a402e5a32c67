"""Stage for the yard: ``python -m tests.notifications.stage 40`` makes a client and forty notices about them."""

from __future__ import annotations

import sys


def main(count: int) -> None:
    """Make a practice, a client of ten practitioners, and notices for them, each with ten recipients."""
    import django

    django.setup()
    from django.db import transaction

    from client_portal.core.actor import Actor
    from client_portal.notifications.services import notify
    from client_portal.testing import builders

    with transaction.atomic():
        practice = builders.make_practice("Juniper Counseling", link="juniper")
        client = builders.make_client(practice)
        staff = [builders.make_staff(practice, "practitioner", email=f"p{n}@juniper.example") for n in range(10)]
        for person in staff:
            builders.records.assign(client, person.practitioner, person.member)
        for number in range(count // len(staff)):
            notify(
                Actor.system(practice),
                kind="onboarding.completed",
                dedupe_key=f"staged {number}",
                users=[person.user for person in staff],
                context={"client": str(client.client_portal_profile.pk)},
            )


if __name__ == "__main__":
    main(int(sys.argv[1]))
