"""The practice's forms and documents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal.documents.selectors import archived_resources_of, resources_of
from client_portal.documents.services import add_resource, archive_resource
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import prepare_onboarding
from client_portal.pages.files import FileMixin
from client_portal.pages.forms import add_service_errors
from client_portal.pages.views import StaffPage
from client_portal.questionnaires.estimate import estimated_minutes
from client_portal.questionnaires.library import KEYS
from client_portal.questionnaires.models import Form
from client_portal.questionnaires.selectors import (
    form_for_staff,
    forms_for_staff,
    preview_form,
    published_version,
    published_versions,
    schema_of,
)
from client_portal.questionnaires.services import disable_form, enable_form
from client_portal.questionnaires.types import FormKind
from client_portal.staff.forms.forms import OfferedFormsForm, ResourceForm

KINDS = {FormKind.CONSENT: gettext_lazy("Consent forms"), FormKind.INTAKE: gettext_lazy("Intake forms")}


class FormsPage(StaffPage):
    """A page about the practice's forms, for those who look after them."""

    capability: ClassVar[str | None] = "forms.manage"
    current = "staff:forms"
    tab: ClassVar[str] = "staff:forms"

    def tabs(self) -> list[dict[str, Any]]:
        """Forms and documents."""
        named = (("staff:forms", _("Forms")), ("staff:resources", _("Documents")))
        return [{"label": label, "url": self.url(name), "is_current": name == self.tab} for name, label in named]

    def say(self, text: str) -> None:
        """Show a success message on the page that comes next."""
        messages.success(self.request, text)


class Forms(FormsPage):
    """Which forms the practice offers."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list with its switches."""
        offered = list(forms_for_staff(self.actor))
        return self.render(
            "staff/forms/list.html",
            title=_("Forms and documents"),
            tabs=self.tabs(),
            groups=self.groups(OfferedFormsForm(offered=offered)),
            is_incomplete=self.is_incomplete(offered),
        )

    def groups(self, form: OfferedFormsForm) -> list[tuple[Any, list[dict[str, Any]]]]:
        """The forms by kind, each with its switch, version and use."""
        versions = published_versions(form.offered.values())
        asked = {choice.id for choice in invitation_choices(self.actor).forms if choice.is_on}
        rows: list[dict[str, Any]] = [
            {
                "form": offered,
                "field": field,
                "version": versions[offered.pk],
                "minutes": estimated_minutes(schema_of(versions[offered.pk])),
                "is_asked": offered.pk in asked,
            }
            for offered, field in form.rows()
        ]
        grouped = [(label, [row for row in rows if row["form"].kind == kind]) for kind, label in KINDS.items()]
        return [(label, members) for label, members in grouped if members]

    def is_incomplete(self, offered: list[Form]) -> bool:
        """Whether the library has forms that the practice doesn't."""
        return bool(set(KEYS) - {form.library_key for form in offered})

    @transaction.atomic
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the switches that were moved."""
        form = OfferedFormsForm(request.POST, offered=forms_for_staff(self.actor))
        if form.is_valid():
            for offered, is_on in form.moved():
                (enable_form if is_on else disable_form)(self.actor, form=offered)
            self.say(_("Saved. What was sent before stays with the clients who have it."))
        return self.go("staff:forms")


class InstallForms(FormsPage):
    """Bringing in what the library has and the practice hasn't."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Add the missing forms."""
        prepare_onboarding(self.actor)
        self.say(_("The forms are here, ready to use."))
        return self.go("staff:forms")


class FormPreview(FormsPage):
    """A form as clients see it. Any staff member may look."""

    capability = None

    def get(self, request: HttpRequest, form_id: UUID, **kwargs: Any) -> HttpResponse:
        """The page."""
        form = form_for_staff(self.actor, form_id)
        version = published_version(form)
        return self.render(
            "staff/forms/preview.html",
            title=form.title,
            form_shown=form,
            version=version,
            shown=preview_form(self.actor, form_version=version),
            kind=KINDS[FormKind(form.kind)],
        )


class Resources(FormsPage):
    """Documents that clients are given to read."""

    tab = "staff:resources"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list, what was put away, and the form for a new one."""
        return self.show(ResourceForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Add a document."""
        form = ResourceForm(request.POST, request.FILES)
        if form.is_valid():
            facts = form.cleaned_data
            try:
                add_resource(self.actor, title=facts["title"], description=facts["description"], upload=facts["file"])
            except ValidationError as error:
                add_service_errors(form, error)
            else:
                self.say(_("The document is added. Choose it in an invitation or in the onboarding settings."))
                return self.go("staff:resources")
        return self.show(form, status=422)

    def show(self, form: ResourceForm, *, status: int = 200) -> HttpResponse:
        """The page around the form."""
        return self.render(
            "staff/forms/resources.html",
            status=status,
            title=_("Documents"),
            tabs=self.tabs(),
            form=form,
            resources=resources_of(self.actor),
            archived=archived_resources_of(self.actor),
            asked={choice.id for choice in invitation_choices(self.actor).resources if choice.is_on},
        )


class ArchiveResource(FormsPage):
    """Putting a document away, or taking it out again."""

    def post(self, request: HttpRequest, resource_id: UUID, **kwargs: Any) -> HttpResponse:
        """As the button says."""
        is_archived = request.POST.get("is_archived") == "yes"
        resource = archive_resource(self.actor, resource_id=resource_id, is_archived=is_archived)
        text = _("“%(title)s” is archived.") if is_archived else _("“%(title)s” is in use again.")
        self.say(text % {"title": resource.title})
        return self.go("staff:resources")


class File(FileMixin, StaffPage):
    """A file that the staff member may see: a document, a photo of an insurance card."""
