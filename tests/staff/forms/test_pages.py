"""Forms & documents: which forms are offered, how they look to clients, what is given to read."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from client_portal.documents.models import Resource
from client_portal.documents.services import add_resource
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.models import Form
from client_portal.questionnaires.services import disable_form
from client_portal.testing import builders
from tests.files.test_content import PLAIN_PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(db: None) -> Any:
    """A practice with the ready-made forms."""
    return builders.make_practice("Juniper Counseling", link="juniper", has_forms=True)


@pytest.fixture
def browser(administrator: Any, client: Client) -> Client:
    """The administrator's."""
    client.force_login(administrator.user)
    return client


def page(answer: Any, status: int = 200) -> BeautifulSoup:
    """An answer to read in."""
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def said(found: BeautifulSoup) -> str:
    """What stands on a page, blanks drawn together."""
    return " ".join(found.main.text.split())


def paper(content: bytes = PLAIN_PDF) -> SimpleUploadedFile:
    """A file to upload."""
    return SimpleUploadedFile("policy.pdf", content, content_type="application/pdf")


def switches(browser: Client, address: str) -> dict[str, str]:
    """What a browser would send of the list as it stands."""
    form = page(browser.get(address)).select_one("form[aria-label=Forms]")
    return {
        field["name"]: field.get("value", "on")
        for field in form.select("input[name]")
        if field["type"] != "checkbox" or field.has_attr("checked")
    }


@pytest.mark.spec("FORM-1")
def test_a_form_is_switched_off_and_on_and_others_stay(browser: Client, practice: Any, administrator: Any) -> None:
    address = portal_reverse("staff:forms", practice)
    keys = ("telehealth_consent", "release_of_information")
    telehealth, release = (Form.objects.get(practice=practice, library_key=key) for key in keys)
    sent = switches(browser, address)
    assert str(telehealth.pk) in sent
    del sent[str(telehealth.pk)]
    # Meanwhile a colleague switches another one off; the page that is sent doesn't know of it.
    disable_form(administrator.actor, form=release)
    browser.post(address, sent)
    telehealth.refresh_from_db()
    release.refresh_from_db()
    assert (telehealth.is_enabled, release.is_enabled) == (False, False)
    browser.post(address, {**switches(browser, address), str(telehealth.pk): "on"})
    telehealth.refresh_from_db()
    assert telehealth.is_enabled


@pytest.mark.spec("FORM-1")
def test_the_list_says_what_is_asked_and_in_which_version(browser: Client, practice: Any) -> None:
    found = page(browser.get(portal_reverse("staff:forms", practice)))
    assert [head.text for head in found.select("section h2")] == ["Consent forms", "Intake forms"]
    rows = {row.label.text: " ".join(row.text.split()) for row in found.select(".cp-setting")}
    assert len(rows) == Form.objects.filter(practice=practice).count() == 9
    assert "Asked of new clients" in rows["Informed consent for treatment"]
    assert "Asked of new clients" not in rows["Child and adolescent intake"]
    assert all("System form" in row and "version 1" in row for row in rows.values())


@pytest.mark.spec("FORM-1")
def test_a_form_is_looked_at_as_clients_see_it(browser: Client, practice: Any, practitioner: Any) -> None:
    form = Form.objects.get(practice=practice, library_key="adult_intake")
    address = portal_reverse("staff:form", practice, form_id=form.pk)
    found = page(browser.get(address))
    assert found.h1.text.strip() == form.title
    assert "Nothing you see here is saved." in said(found)
    assert len(found.select("main textarea, main input, main select")) > 5
    assert found.select("main form[method=post]") == []
    browser.force_login(practitioner.user)
    assert browser.get(address).status_code == 200


@pytest.mark.spec("FORM-1")
def test_a_practice_without_forms_brings_them_in(client: Client) -> None:
    bare = builders.make_practice("Cedar Counseling")
    client.force_login(builders.make_staff(bare).user)
    assert "No forms yet" in said(page(client.get(portal_reverse("staff:forms", bare))))
    for _click in range(2):
        client.post(portal_reverse("staff:forms_install", bare))
    assert Form.objects.filter(practice=bare).count() == 9


@pytest.mark.spec("DOC-3")
def test_a_document_is_added_put_away_and_taken_out_again(browser: Client, practice: Any) -> None:
    address = portal_reverse("staff:resources", practice)
    assert "No documents yet" in said(page(browser.get(address)))
    added = browser.post(address, {"title": "Office policies", "file": paper()}, follow=True)
    assert "The document is added." in said(page(added))
    resource = Resource.objects.get()
    file = browser.get(portal_reverse("staff:file", practice, file_id=resource.file_id))
    assert file.getvalue() == PLAIN_PDF
    move = portal_reverse("staff:resource_archive", practice, resource_id=resource.pk)
    away = page(browser.post(move, {"is_archived": "yes"}, follow=True))
    assert "“Office policies” is archived." in said(away)
    assert "Who was given it can still read it." in said(away)
    back = page(browser.post(move, {"is_archived": "no"}, follow=True))
    assert "“Office policies” is in use again." in said(back)


@pytest.mark.spec("UX-3")
@pytest.mark.parametrize(
    ("title", "content", "field", "told"),
    [
        ("", PLAIN_PDF, "title", "Give the document a title that clients understand."),
        ("Office policies", b"", "file", "The submitted file is empty."),
        ("Office policies", b"<html></html>", "file", "This kind of file is not accepted."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    browser: Client, practice: Any, title: str, content: bytes, field: str, told: str
) -> None:
    sent = {"title": title, "description": "How we work together", "file": paper(content)}
    found = page(browser.post(portal_reverse("staff:resources", practice), sent), 422)
    described = found.select_one(f"[name={field}]")["aria-describedby"].split()
    assert told in " ".join(found.find(id=key).text for key in described if found.find(id=key))
    assert found.select_one("[name=description]")["value"] == "How we work together"
    assert not Resource.objects.exists()


@pytest.mark.spec("STAFF-1", "STAFF-4")
def test_others_are_turned_away_and_change_nothing(
    client: Client, practice: Any, other_practice: Any, administrator: Any, practitioner: Any
) -> None:
    resource = add_resource(administrator.actor, title="Office policies", upload=paper())
    form = Form.objects.filter(practice=practice).first()
    stranger = builders.make_staff(other_practice)
    keys = {"form_id": form.pk if form else None, "resource_id": resource.pk}

    def statuses(person: Any, of: Any) -> list[int]:
        client.force_login(person.user)
        return [
            client.post(portal_reverse("staff:forms", of), {}).status_code,
            client.post(portal_reverse("staff:resources", of), {"title": "x", "file": paper()}).status_code,
            client.post(
                portal_reverse("staff:resource_archive", of, resource_id=keys["resource_id"]), {"is_archived": "yes"}
            ).status_code,
            client.get(portal_reverse("staff:form", of, form_id=uuid.uuid4())).status_code,
        ]

    assert statuses(practitioner, practice) == [403, 403, 403, 404]
    assert statuses(stranger, practice) == [404, 404, 404, 404]
    client.force_login(stranger.user)
    theirs = portal_reverse("staff:resource_archive", other_practice, resource_id=resource.pk)
    assert client.post(theirs, {"is_archived": "yes"}).status_code == 404
    assert client.get(portal_reverse("staff:form", other_practice, form_id=keys["form_id"])).status_code == 404
    resource.refresh_from_db()
    assert (resource.is_archived, Resource.objects.count()) == (False, 1)
