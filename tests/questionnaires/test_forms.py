"""A practice's forms: the library, own forms, versions, switching on and off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.questionnaires.library import KEYS
from client_portal.questionnaires.library import system_forms as library
from client_portal.questionnaires.models import Form, FormVersion
from client_portal.questionnaires.selectors import (
    enabled_forms,
    form_for_staff,
    forms_for_staff,
    preview_form,
    published_version,
    published_versions,
    schema_of,
)
from client_portal.questionnaires.services import (
    archive_form,
    create_form,
    disable_form,
    enable_form,
    install_system_forms,
    publish_version,
    restore_form,
)
from client_portal.questionnaires.types import FormKind, FormSchema
from client_portal.testing import builders
from client_portal.testing.builders import Staff


def test_a_practice_gets_every_system_form_ready_to_use(administrator: Staff) -> None:
    installed = install_system_forms(administrator.actor)
    assert [form.library_key for form in installed] == list(KEYS)
    assert all(form.is_enabled for form in installed)
    for form in installed:
        version = published_version(form)
        assert (version.number, schema_of(version)) == (1, library()[form.library_key])
        assert version.published_by == administrator.user


@pytest.mark.spec("UX-2")
def test_forms_come_in_the_language_that_is_spoken(administrator: Staff) -> None:
    with override("es-mx"):
        installed = install_system_forms(administrator.actor)
    assert [form.title for form in installed] == [schema.title for schema in library("es").values()]
    assert {schema_of(published_version(form)).language for form in installed} == {"es-US"}
    with override("es"):
        assert install_system_forms(administrator.actor) == []


def test_bringing_the_library_in_again_leaves_everything_as_it_is(administrator: Staff, own_form: FormSchema) -> None:
    first, *_ = install_system_forms(administrator.actor)
    disable_form(administrator.actor, form=first)
    changed = replace(schema_of(published_version(first)), title="Our own words")
    publish_version(administrator.actor, form=first, schema=changed)
    before = list(Form.objects.order_by("pk").values("pk", "title", "is_enabled", "updated_at"))
    assert install_system_forms(administrator.actor) == []
    assert list(Form.objects.order_by("pk").values("pk", "title", "is_enabled", "updated_at")) == before
    assert FormVersion.objects.count() == len(KEYS) + 1


def test_a_system_form_that_is_missing_is_added(administrator: Staff) -> None:
    install_system_forms(administrator.actor)
    Form.objects.filter(library_key="couples_intake").update(library_key="")
    assert [added.library_key for added in install_system_forms(administrator.actor)] == ["couples_intake"]


def test_each_practice_has_forms_of_its_own(practice: Any, other_practice: Any) -> None:
    ours = install_system_forms(Actor.system(practice))
    theirs = install_system_forms(Actor.system(other_practice))
    assert len(ours) == len(theirs) == len(KEYS)
    assert {form.practice_id for form in theirs} == {other_practice.pk}


def test_the_database_holds_one_system_form_of_a_kind(practice: Any, system_forms: dict[str, Form]) -> None:
    form = system_forms["informed_consent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Form.objects.create(practice=practice, title="Twin", kind="consent", library_key=form.library_key)
    Form.objects.create(practice=practice, title="One of our own", kind="consent")
    Form.objects.create(practice=practice, title="Another one", kind="consent")


@pytest.mark.spec("FORM-4")
def test_publishing_makes_a_new_version_and_leaves_the_old_one_alone(
    administrator: Staff, system_forms: dict[str, Form]
) -> None:
    form = system_forms["informed_consent"]
    first = published_version(form)
    changed = replace(schema_of(first), title="Consent, second edition")
    second = publish_version(administrator.actor, form=form, schema=changed)
    assert (second.number, published_version(form)) == (2, second)
    form.refresh_from_db()
    assert form.title == "Consent, second edition"
    stored = FormVersion.objects.get(pk=first.pk)
    assert schema_of(stored) == library()["informed_consent"]
    assert stored.schema_sha256 == first.schema_sha256 != second.schema_sha256


def test_publishing_the_same_again_makes_no_version(administrator: Staff, system_forms: dict[str, Form]) -> None:
    form = system_forms["informed_consent"]
    first = published_version(form)
    assert publish_version(administrator.actor, form=form, schema=schema_of(first)) == first
    assert form.versions.count() == 1


def test_a_form_keeps_its_kind(administrator: Staff, system_forms: dict[str, Form], own_form: FormSchema) -> None:
    form = system_forms["informed_consent"]
    with pytest.raises(ValidationError):
        publish_version(administrator.actor, form=form, schema=own_form)
    assert form.versions.count() == 1


@pytest.mark.spec("FORM-4")
def test_a_published_version_cannot_be_changed_or_deleted(consent: FormVersion) -> None:
    consent.schema["title"] = "Something else"
    for deed in (consent.save, consent.delete, lambda: consent.save(update_fields=["schema"])):
        with pytest.raises(InvalidState):
            deed()
    assert FormVersion.objects.get(pk=consent.pk).schema["title"] == "Informed consent for treatment"


def test_a_version_number_is_given_once(consent: FormVersion) -> None:
    twin = FormVersion(form=consent.form, number=1, schema={}, schema_sha256="", published_at=consent.published_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_an_own_form_comes_after_the_others(
    administrator: Staff, system_forms: dict[str, Form], own_form: FormSchema
) -> None:
    form = create_form(administrator.actor, schema=own_form)
    assert list(forms_for_staff(administrator.actor))[-1] == form
    assert schema_of(published_version(form)) == own_form
    assert (form.kind, form.title, form.library_key) == (FormKind.INTAKE, "Colors", "")


def test_forms_are_switched_off_archived_and_brought_back(administrator: Staff, system_forms: dict[str, Form]) -> None:
    actor, form = administrator.actor, system_forms["telehealth_consent"]

    def is_offered() -> bool:
        return form in enabled_forms(form.practice)

    assert is_offered()
    disable_form(actor, form=form)
    assert not is_offered()
    enable_form(actor, form=form)
    assert is_offered()
    archive_form(actor, form=form)
    assert not is_offered()
    with pytest.raises(InvalidState):
        enable_form(actor, form=form)
    assert not is_offered()
    restore_form(actor, form=form)
    assert not is_offered()
    enable_form(actor, form=form)
    assert is_offered()
    assert form in forms_for_staff(actor)
    actions = AuditEvent.objects.filter(object_id=str(form.pk)).order_by("sequence").values_list("action", flat=True)
    assert list(actions)[1:] == [
        "form.disabled",
        "form.enabled",
        "form.archived",
        "form.restored",
        "form.enabled",
    ]


def test_a_switch_that_stands_already_is_no_deed(administrator: Staff, system_forms: dict[str, Form]) -> None:
    form = system_forms["telehealth_consent"]
    before = AuditEvent.objects.count()
    enable_form(administrator.actor, form=form)
    assert AuditEvent.objects.count() == before


def test_enabled_forms_can_be_asked_by_kind(practice: Any, system_forms: dict[str, Form]) -> None:
    kinds = {kind: len(enabled_forms(practice, kind)) for kind in FormKind}
    assert kinds == {FormKind.CONSENT: 6, FormKind.INTAKE: 3}


@pytest.mark.parametrize(
    "deed",
    [
        lambda actor, form, schema: install_system_forms(actor),
        lambda actor, form, schema: create_form(actor, schema=schema),
        lambda actor, form, schema: publish_version(actor, form=form, schema=schema),
        lambda actor, form, schema: disable_form(actor, form=form),
        lambda actor, form, schema: archive_form(actor, form=form),
        lambda actor, form, schema: enable_form(actor, form=form),
        lambda actor, form, schema: restore_form(actor, form=form),
    ],
)
def test_only_those_who_manage_forms_change_them(
    *,
    deed: Callable[..., Any],
    practitioner: Staff,
    client_actor: Actor,
    practice: Any,
    system_forms: dict[str, Form],
    own_form: FormSchema,
) -> None:
    form = system_forms["adult_intake"]
    before = AuditEvent.objects.count(), Form.objects.count(), FormVersion.objects.count()
    for actor in (practitioner.actor, client_actor, Actor.anonymous(practice)):
        with pytest.raises(NotAllowed):
            deed(actor, form, own_form)
    assert before == (AuditEvent.objects.count(), Form.objects.count(), FormVersion.objects.count())


def test_a_forms_administrator_may(practice: Any) -> None:
    staff = builders.make_staff(practice, "forms_administrator")
    assert len(install_system_forms(staff.actor)) == len(KEYS)


def test_forms_of_another_practice_do_not_exist(
    other_practice: Any, system_forms: dict[str, Form], own_form: FormSchema
) -> None:
    form = system_forms["adult_intake"]
    version = published_version(form)
    stranger = builders.make_staff(other_practice).actor
    for deed in (
        lambda: publish_version(stranger, form=form, schema=own_form),
        lambda: archive_form(stranger, form=form),
        lambda: form_for_staff(stranger, form.pk),
        lambda: preview_form(stranger, form_version=version),
    ):
        with pytest.raises(NotVisible):
            deed()
    assert list(forms_for_staff(stranger)) == []
    form.refresh_from_db()
    assert (form.is_enabled, form.is_archived, form.versions.count()) == (True, False, 1)


def test_clients_do_not_browse_the_forms(client_actor: Actor, system_forms: dict[str, Form]) -> None:
    assert list(forms_for_staff(client_actor)) == []


def test_a_preview_shows_the_form_as_a_client_sees_it(practitioner: Staff, consent: FormVersion) -> None:
    shown = preview_form(practitioner.actor, form_version=consent)
    text = " ".join(getattr(block, "text", "") for block in shown.blocks)
    assert "Thank you for choosing Juniper Counseling." in text
    assert "call (555) 010-0199" in text
    assert shown.minutes == 7


def test_the_newest_versions_of_many_forms_take_one_query(
    administrator: Staff, system_forms: dict[str, Form], queries: Callable[[], Any], own_form: FormSchema
) -> None:
    forms = list(system_forms.values())
    newest = publish_version(administrator.actor, form=forms[0], schema=replace(library()[KEYS[0]], title="Newer"))
    for chosen in (forms[:1], forms):
        with queries() as captured:
            versions = published_versions(chosen)
        assert len(captured) == 1
        assert versions == {form.pk: published_version(form) for form in chosen}
    assert versions[forms[0].pk] == newest
    assert published_versions([]) == {}
