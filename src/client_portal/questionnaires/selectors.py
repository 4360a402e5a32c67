"""Reading forms, responses and signatures. What belongs to a client is read through the eyes of an actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from client_portal.access.models import SELF
from client_portal.access.rules import require
from client_portal.access.selectors import live_grants, visible_rows
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.core.keyset import KeysetPage, page
from client_portal.people.adapters import people
from client_portal.people.models import ContactRelationship
from client_portal.practices.selectors import portal_of
from client_portal.questionnaires.estimate import estimated_minutes
from client_portal.questionnaires.evidence import seal_of
from client_portal.questionnaires.fingerprint import document_sha256, text_sha256
from client_portal.questionnaires.models import Form, FormVersion, Response, ResponseStatus, Signature
from client_portal.questionnaires.placeholders import RenderContext
from client_portal.questionnaires.rendering import Block, form_blocks, render_text
from client_portal.questionnaires.types import FormKind, FormSchema

GUARDIANS = (ContactRelationship.PARENT, ContactRelationship.GUARDIAN)
"""Relationships that may read what the client answered, where their grant lets them see forms at all."""

COMPLETED_SIZE = 20

SIGNED = "response.signed"
"""The audit action that carries a signature's seal."""


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form as a page shows it. ``text_sha256`` names the exact text without answers; ``minutes`` is an estimate."""

    schema: FormSchema
    blocks: list[Block]
    text_sha256: str
    minutes: int


def forms_for_staff(actor: Actor) -> QuerySet[Form]:
    """All forms of the practice for its staff, disabled and archived ones included; none for anybody else."""
    forms = Form.objects.filter(practice=actor.practice)
    return forms if actor.is_staff or actor.is_system else forms.none()


def form_for_staff(actor: Actor, form_id: Any) -> Form:
    """One form of the practice, for its staff. Raises ``NotVisible``."""
    form = forms_for_staff(actor).filter(pk=form_id).first()
    if form is None:
        raise NotVisible
    return form


def enabled_forms(practice: Any, kind: FormKind | None = None) -> QuerySet[Form]:
    """The forms that a practice offers, in order; of one kind if given."""
    forms = Form.objects.filter(practice=practice, is_enabled=True)
    return forms if kind is None else forms.filter(kind=kind)


def published_version(form: Form) -> FormVersion:
    """The newest version of a form; a form always has one."""
    return form.versions.order_by("-number")[0]


def published_versions(forms: Iterable[Form]) -> dict[Any, FormVersion]:
    """The newest version of each form by the form's key, in one query."""
    newest = FormVersion.objects.filter(form=OuterRef("form")).order_by("-number").values("pk")[:1]
    versions = FormVersion.objects.filter(form__in=[form.pk for form in forms], pk=Subquery(newest))
    return {version.form_id: version for version in versions}


def schema_of(version: FormVersion) -> FormSchema:
    """What a version asks."""
    return version.parsed


def render_context(practice: Any, client: Any = None) -> RenderContext:
    """What stands in a form's placeholders for a practice and, if given, a client."""
    portal = portal_of(practice)
    return RenderContext(
        practice_name=str(practice),
        client_name="" if client is None else people().client_facts(client).full_name,
        practice_phone=portal.phone,
        practice_address=portal.address,
    )


def shown_form(
    actor: Actor, *, client: Any, form_version: FormVersion, answers: Mapping[str, Any] | None = None
) -> ShownForm:
    """A form as the actor completes it for a client, with the checked answers so far.

    ``text_sha256`` goes into the page and comes back with the signature, so that nobody signs a text that changed
    since. Raises ``NotVisible``, ``FeatureOff`` or ``NotAllowed``.
    """
    require(actor, "questionnaires.view", client)
    return _shown(actor, form_version, render_context(actor.practice, client), answers or {})


def preview_form(actor: Actor, *, form_version: FormVersion) -> ShownForm:
    """A form as clients will see it, for staff of its practice. Raises ``NotVisible``."""
    form_for_staff(actor, form_version.form_id)
    return _shown(actor, form_version, render_context(actor.practice), {})


def blank_text(version: FormVersion, context: RenderContext) -> str:
    """The canonical text of a version without answers: what was in front of the person who began to fill it in."""
    return render_text(schema_of(version), {}, context)


def visible_responses(actor: Actor, client: Any = None) -> QuerySet[Response]:
    """Completed responses that the actor may read, newest first; of one client if given.

    A portal user reads what they answered themselves. Parents and guardians also read what their child answered, but
    not each other's copies. Partners never read one another's, not even where they share one record.
    """
    rows = visible_rows(Response, actor, "questionnaires.view").filter(status=ResponseStatus.COMPLETED)
    if actor.is_portal:
        children = live_grants().filter(user=actor.user, practice=actor.practice, relationship__in=GUARDIANS)
        rows = rows.filter(
            Q(respondent=actor.user) | Q(relationship=SELF, client__in=children.order_by().values("client"))
        )
    if client is not None:
        rows = rows.filter(client=client)
    return rows.select_related("form_version__form").order_by("-completed_at", "pk")


def completed_forms(actor: Actor, client: Any, *, cursor: str = "", size: int = COMPLETED_SIZE) -> KeysetPage:
    """A page of the forms that were completed for a client, newest first: titles, times, signers, never an answer.

    Staff see that they exist already with ``questionnaires.list``; portal users see those that they may read.
    """
    mine = visible_responses(actor) if actor.is_portal else visible_rows(Response, actor, "questionnaires.list")
    completed: QuerySet[Any] = mine.filter(client=client, status=ResponseStatus.COMPLETED)
    rows = completed.values(
        "pk",
        "completed_at",
        "relationship",
        title=F("form_version__form__title"),
        kind=F("form_version__form__kind"),
        version=F("form_version__number"),
        signed_as=F("signature__typed_name"),
    )
    return page(rows, order=("-completed_at", "-pk"), size=size, cursor=cursor)


def response_for(actor: Actor, response_id: Any) -> Response:
    """One response that the actor may read. Raises ``NotVisible``."""
    response: Response | None = visible_responses(actor).filter(pk=response_id).first()
    if response is None:
        raise NotVisible
    return response


def answered_blocks(actor: Actor, response: Response) -> list[Block]:
    """A response for reading back: the form with the answers in words."""
    context = render_context(actor.practice, response.client)
    return form_blocks(schema_of(response.form_version), response.answers, context)


def signature_of(actor: Actor, response: Response) -> Signature | None:
    """The signature under a response that the actor may read; None if it has none."""
    rows = visible_rows(Signature, actor, "questionnaires.view")
    found: Signature | None = rows.filter(response=response, response__in=visible_responses(actor).values("pk")).first()
    return found


def reusable_signature(actor: Actor, client: Any) -> Signature | None:
    """The actor's newest signature for this client, whose name the next one may take over with a tick."""
    rows = visible_rows(Signature, actor, "questionnaires.view")
    own = rows.filter(signer=actor.user, response__client=client, relationship=relationship_of(actor, client))
    found: Signature | None = own.order_by("-signed_at").first()
    return found


def relationship_of(actor: Actor, client: Any) -> str:
    """Who the actor is to the client by a living grant, such as ``self`` or ``parent``. Raises ``NotVisible``."""
    grant = live_grants().filter(user=actor.user, client=client, practice=actor.practice).first()
    if grant is None:
        raise NotVisible
    return grant.relationship


def verify_signature(signature: Signature) -> list[str]:
    """Prove that nothing was altered since signing; returns one sentence per alteration found, none if whole.

    Looks at the stored rows, not at the object in hand.
    """
    rows = Signature.objects.unscoped(reason="proof of a signature that the caller already holds")
    stored = rows.select_related("response__form_version__form").get(pk=signature.pk)
    seal = seal_of(stored)
    checks = {
        "The signed text was altered.": text_sha256(stored.rendered_text) == stored.text_sha256,
        "The form version was altered.": _version_is_whole(stored.response.form_version),
        "The answers, the text or the signature's own facts were altered.": seal == stored.seal,
        "The seal is not the one that the audit log recorded.": stored.seal == _recorded_seal(stored),
    }
    return [sentence for sentence, holds in checks.items() if not holds]


def _version_is_whole(version: FormVersion) -> bool:
    return document_sha256(version.schema) == version.schema_sha256


def _recorded_seal(signature: Signature) -> str:
    response = signature.response
    events = AuditEvent.objects.filter(
        practice=response.form_version.form.practice_id,
        client_id=str(response.client_id),
        action=SIGNED,
        object_id=str(signature.pk),
    )
    return next((event.data.get("seal", "") for event in events.order_by("sequence")), "")


def _shown(actor: Actor, version: FormVersion, context: RenderContext, answers: Mapping[str, Any]) -> ShownForm:
    if version.form.practice_id != actor.practice.pk:
        raise NotVisible
    schema = schema_of(version)
    text = blank_text(version, context)
    return ShownForm(schema, form_blocks(schema, answers, context), text_sha256(text), estimated_minutes(schema))
