"""Settings > Onboarding: what new clients are asked, put in order by buttons, by dragging, or not at all."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from client_portal.documents.services import add_resource
from client_portal.onboarding.selectors import invitation_choices
from client_portal.practices.tenancy import portal_reverse
from client_portal.staff.onboarding.ordering import moved
from client_portal.testing import builders
from tests.staff.forms.test_pages import page, paper, said

pytestmark = pytest.mark.django_db
Sent = dict[str, list[str]]


@pytest.fixture
def practice(db: None) -> Any:
    """A practice with the ready-made forms."""
    return builders.make_practice("Juniper Counseling", link="juniper", has_forms=True)


@pytest.fixture
def address(practice: Any) -> str:
    """Where the page is."""
    return portal_reverse("staff:settings_onboarding", practice)


@pytest.fixture
def browser(administrator: Any, client: Client) -> Client:
    """The administrator's."""
    client.force_login(administrator.user)
    return client


def shown(browser: Client, address: str) -> Sent:
    """What a browser would send of the page as it stands."""
    sent: Sent = {}
    for field in page(browser.get(address)).select("main form input[name]"):
        if field["name"] != "csrfmiddlewaretoken" and (field["type"] != "checkbox" or field.has_attr("checked")):
            sent.setdefault(field["name"], []).append(field["value"])
    return sent


@pytest.mark.spec("ONB-1", "UX-1")
def test_buttons_move_an_entry_and_keep_every_other_change(browser: Client, address: str, administrator: Any) -> None:
    sent = shown(browser, address)
    first, second, third = sent["consents_order"][:3]
    sent["information_required"].remove("demographics")
    sent["move"] = [f"consents:up:{third}"]
    browser.post(address, sent)
    now = shown(browser, address)
    assert now["consents_order"][:3] == [first, third, second]
    assert now["information_required"] == sent["information_required"]
    assert now["intake_order"] == sent["intake_order"]


@pytest.mark.spec("ONB-1")
def test_dragging_saves_without_leaving_the_page(browser: Client, address: str) -> None:
    sent = shown(browser, address)
    sent["information_order"].reverse()
    answer = browser.post(address, sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"saved": True})
    assert shown(browser, address)["information_order"] == sent["information_order"]


@pytest.mark.spec("ONB-1", "DOC-3")
def test_items_forms_and_documents_are_each_asked_or_not(
    browser: Client, address: str, administrator: Any, practitioner: Any
) -> None:
    policy = add_resource(administrator.actor, title="Office policies", upload=paper())
    sent = shown(browser, address)
    sent["information_on"].remove("insurance")
    sent["intake_on"] = []
    sent["resources_on"] = [str(policy.pk)]
    saved = page(browser.post(address, sent, follow=True))
    assert "who was invited before keeps their plan" in said(saved)
    choices = invitation_choices(practitioner.actor)
    assert "insurance" not in [item.key for item in choices.information if item.is_on]
    assert [form.is_on for form in choices.intake] == [False] * len(choices.intake)
    assert [(item.title, item.is_on) for item in choices.resources] == [("Office policies", True)]


@pytest.mark.spec("UX-3")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("consents_on", "not-a-key"),
        ("intake_order", "'; drop table"),
        ("information_order", "shoe_size"),
        ("resources_order", str(uuid.UUID(int=7))),
    ],
)
def test_what_the_practice_does_not_have_changes_nothing_and_says_so(
    browser: Client, address: str, name: str, value: str
) -> None:
    before = shown(browser, address)
    sent = {**before, name: [*before.get(name, []), value]}
    if not name.startswith("information"):
        lists = [f"{name.partition('_')[0]}_{part}" for part in ("order", "on")]
        sent |= {part: [*before.get(part, []), value] for part in lists}
    answer = browser.post(address, sent)
    assert answer.status_code == 409
    assert "The lists have changed meanwhile." in BeautifulSoup(answer.content, "html.parser").text
    assert shown(browser, address) == before


@pytest.mark.spec("FORM-1")
def test_a_practice_without_forms_brings_them_in_from_here(client: Client) -> None:
    bare = builders.make_practice("Cedar Counseling")
    client.force_login(builders.make_staff(bare).user)
    address = portal_reverse("staff:settings_onboarding", bare)
    assert "No forms are switched on." in said(page(client.get(address)))
    client.post(address, {"install": "1"})
    assert len(shown(client, address)["consents_order"]) >= 4


@pytest.mark.spec("STAFF-1", "STAFF-4")
def test_others_are_turned_away(client: Client, address: str, practitioner: Any, other_practice: Any) -> None:
    for person, status in ((practitioner, 403), (builders.make_staff(other_practice), 404)):
        client.force_login(person.user)
        assert client.get(address).status_code == status
        assert client.post(address, {"move": "information:up:insurance"}).status_code == status


keys = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(keys, st.sampled_from(["up", "down", "sideways", ""]), st.sampled_from("abcdefg"))
def test_a_move_loses_nothing_and_shifts_by_one(order: list[str], direction: str, key: str) -> None:
    plain = list(dict.fromkeys(order))
    after = moved(order, "list", f"list:{direction}:{key}")
    assert sorted(after) == sorted(plain)
    assert moved(order, "list", f"other:{direction}:{key}") == plain
    if key in plain:
        assert abs(after.index(key) - plain.index(key)) <= 1
        back = {"up": "down", "down": "up"}.get(direction)
        if back and after != plain:
            assert moved(after, "list", f"list:{back}:{key}") == plain
