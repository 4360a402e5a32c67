"""A practice's forms: bringing in the library, making own ones, publishing, switching on and off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.practices.selectors import locked_portal
from client_portal.questionnaires.library import system_forms
from client_portal.questionnaires.models import Form, FormVersion
from client_portal.questionnaires.schema import dump_schema, schema_sha256
from client_portal.questionnaires.types import FormSchema


@transaction.atomic
def install_system_forms(actor: Actor) -> list[Form]:
    """Bring those forms of the library into the actor's practice that it doesn't have yet; returns the new ones.

    They come enabled, in the language that is spoken while they are brought in. What the practice made of a form that
    it has is left alone.
    """
    require(actor, "forms.manage")
    locked_portal(actor.practice)
    present = set(Form.objects.filter(practice=actor.practice).values_list("library_key", flat=True))
    return [
        _add_form(actor, schema, library_key=key, position=position)
        for position, (key, schema) in enumerate(system_forms(get_language()).items(), start=1)
        if key not in present
    ]


@transaction.atomic
def create_form(actor: Actor, *, schema: FormSchema) -> Form:
    """Make a form of the practice's own, enabled, at the end of the list, with this as its first version."""
    require(actor, "forms.manage")
    last = Form.objects.filter(practice=actor.practice).aggregate(last=Max("position"))["last"] or 0
    return _add_form(actor, schema, position=last + 1)


@transaction.atomic
def publish_version(actor: Actor, *, form: Form, schema: FormSchema) -> FormVersion:
    """Freeze a new version of a form; from now on it is the one that is sent. What was sent stays on its version.

    Publishing what stands there already returns the version that stands. The kind of a form never changes.
    """
    require(actor, "forms.manage")
    locked = _locked(actor, form)
    if schema.kind != locked.kind:
        raise ValidationError({"kind": _("A form keeps its kind. Make a new form instead.")})
    newest = locked.versions.order_by("-number")[0]
    if newest.schema_sha256 == schema_sha256(schema):
        return newest
    locked.title = schema.title
    locked.save(update_fields=["title", "updated_at"])
    return _publish(actor, locked, schema, newest.number + 1)


@transaction.atomic
def enable_form(actor: Actor, *, form: Form) -> Form:
    """Offer a form to staff who choose forms. Raises ``InvalidState`` for an archived one."""
    return _change(actor, form, "form.enabled", is_enabled=True)


@transaction.atomic
def disable_form(actor: Actor, *, form: Form) -> Form:
    """Stop offering a form. Who has it already can still complete it."""
    return _change(actor, form, "form.disabled", is_enabled=False)


@transaction.atomic
def archive_form(actor: Actor, *, form: Form) -> Form:
    """Put a form away. Who has it already can still complete it."""
    return _change(actor, form, "form.archived", is_archived=True, is_enabled=False)


@transaction.atomic
def restore_form(actor: Actor, *, form: Form) -> Form:
    """Take a form out of the archive; it stays disabled until somebody enables it."""
    return _change(actor, form, "form.restored", is_archived=False)


def _add_form(actor: Actor, schema: FormSchema, **facts: Any) -> Form:
    form = Form.objects.create(practice=actor.practice, title=schema.title, kind=schema.kind, is_enabled=True, **facts)
    record(actor, action="form.created", object=form, data={"library_key": form.library_key})
    _publish(actor, form, schema, 1)
    return form


def _publish(actor: Actor, form: Form, schema: FormSchema, number: int) -> FormVersion:
    version = FormVersion.objects.create(
        form=form,
        number=number,
        schema=dump_schema(schema),
        schema_sha256=schema_sha256(schema),
        published_at=clock.now(),
        published_by=actor.user,
    )
    data = {"form": str(form.pk), "number": number, "schema_sha256": version.schema_sha256}
    record(actor, action="form.published", object=version, data=data)
    return version


def _change(actor: Actor, form: Form, action: str, **states: bool) -> Form:
    require(actor, "forms.manage")
    locked = _locked(actor, form)
    changed = [name for name, value in states.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, states[name])
    if locked.is_enabled and locked.is_archived:
        raise InvalidState(_("This form is archived. Restore it first."))
    if changed:
        locked.save(update_fields=[*changed, "updated_at"])
        record(actor, action=action, object=locked)
    return locked


def _locked(actor: Actor, form: Form) -> Form:
    locked = Form.objects.select_for_update().filter(pk=form.pk, practice=actor.practice).first()
    if locked is None:
        raise NotVisible
    return locked
