"""Onboarding as a client walks through it: the list, one step per page, a last look, and handing in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from client_portal.core.errors import Conflict, NotVisible
from client_portal.onboarding import rules, selectors, services
from client_portal.onboarding.services.writing import CARDS
from client_portal.onboarding.types import Plan, Step
from client_portal.pages import sessions
from client_portal.pages.forms import PortalForm, add_service_errors
from client_portal.pages.views import PortalPage
from client_portal.pages.widgets import DatePartsField
from client_portal.people.models import InsuranceOrder
from client_portal.people.selectors import information_of
from client_portal.portal.onboarding.forms import draft_of, form_of
from client_portal.portal.onboarding.reading import consent_of, differences, review_of, rows_of, sections_of
from client_portal.questionnaires.selectors import reusable_signature

TEMPLATES = {
    "information": "portal/onboarding/information.html",
    "consents": "portal/onboarding/consent.html",
    "intake": "portal/onboarding/questionnaire.html",
    "documents": "portal/onboarding/document.html",
}
PHOTOS = [f"{order}_{card}" for order in InsuranceOrder.values for card in CARDS]


class OnboardingPage(PortalPage):
    """A page about the actor's own plan."""

    current = "portal:onboarding"
    plan: Plan

    def authorise(self) -> None:
        super().authorise()
        plan = selectors.plan_for(self.actor)
        if plan is None:
            raise NotVisible
        self.plan = plan


class TaskList(OnboardingPage):
    """Everything there is to do, and how far it is."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.plan.submitted_at is not None:
            return self.go("portal:onboarding_done")
        return self.render(
            "portal/onboarding/list.html",
            title=_("Welcome to %(practice)s") % {"practice": self.practice},
            plan=self.plan,
            groups=rules.by_group(self.plan.steps),
            done=rules.done_count(self.plan.steps),
            total=len(self.plan.steps),
            minutes=rules.minutes_left(self.plan.steps),
            next_step=rules.next_step(self.plan.steps),
        )


class Wizard(OnboardingPage, NamedUrlWizardView):
    """One step. The wizard's frame comes from django-formtools; its steps from the plan, its storage from the rows."""

    storage_name = "client_portal.portal.onboarding.storage.StepStorage"
    seen_version = 0
    shown_sha256 = ""
    is_replacing = False
    bound: PortalForm | None = None

    def authorise(self) -> None:
        super().authorise()
        self.form_list = {step.key: form_of(step) for step in self.plan.steps}
        self.seen_version = _number(self.request.POST.get("version"))
        self.shown_sha256 = self.request.POST.get("shown_sha256", "")
        self.request.onboarding = self  # type: ignore[attr-defined]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = self._step(kwargs["step"])
        if self.plan.submitted_at is not None:
            return self.go("portal:onboarding_done")
        self.storage.current_step = step.key
        typed = sessions.take_typed(request)
        form = self.get_form() if typed is None else self._form(step, data=typed)
        return self._page(step, form, is_restored=typed is not None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = self._step(kwargs["step"])
        self.storage.current_step = step.key
        if request.POST.get(f"{self.prefix}-current_step", step.key) != step.key:
            raise NotVisible
        try:
            self._store_cards(step)
            if "later" in request.POST:
                return self._come_back_later(step)
            response: HttpResponseBase = super().post(request, *args, **kwargs)
        except Conflict as error:
            return self._conflict(step, error)
        except ValidationError as error:
            form = self.bound or self._form(step, data=request.POST)
            add_service_errors(form, error)
            return self._page(step, form, status=422)
        return response

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> PortalForm:
        """The form of a step: with what was typed, or with the draft over what the record knows already."""
        found = self._step(step or self.steps.current)
        # formtools drops its cached list of forms after each step that held, so it has to have been made.
        self.get_form_list()
        self.bound = self._form(found, data=data, files=files)
        return self.bound

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str:
        """Fields keep their plain names."""
        return ""

    def process_step(self, form: PortalForm) -> dict[str, Any]:
        """What the storage gets: plain values that JSON can keep."""
        return draft_of(form) | {
            name: bool(value) for name, value in form.cleaned_data.items() if isinstance(value, bool)
        }

    def process_step_files(self, form: PortalForm) -> dict[str, Any]:
        """Files were stored before the form was looked at."""
        return {}

    def render(self, *args: Any, **kwargs: Any) -> Any:
        """formtools renders a form that didn't hold, our pages a template."""
        if isinstance(args[0], PortalForm):
            return self._page(self._step(self.steps.current), args[0], status=422)
        return PortalPage.render(self, *args, **kwargs)

    def render_next_step(self, form: PortalForm, **kwargs: Any) -> HttpResponseBase:
        """On to the next unfinished step, or to the last look."""
        return self._onward()

    def render_done(self, form: PortalForm, **kwargs: Any) -> HttpResponseBase:
        """The last step leads to the last look too: handing in is a POST of its own."""
        return self._onward()

    def get_step_url(self, step: str) -> str:
        """The address of a step."""
        return self.url("portal:onboarding_step", step=step)

    def _onward(self) -> HttpResponseBase:
        plan = selectors.plan_for(self.actor) or self.plan
        following = rules.next_step(plan.steps, after=self.storage.current_step)
        if following is None:
            return self.go("portal:onboarding_review")
        return HttpResponseRedirect(self.get_step_url(following.key))

    def _step(self, key: str) -> Step:
        for step in self.plan.steps:
            if step.key == key:
                return step
        raise NotVisible

    def _form(self, step: Step, *, data: Any = None, files: Any = None) -> PortalForm:
        form = form_of(step)(data=data, files=files, initial=_initial(self.actor, step))
        if step.group == "consents" and reusable_signature(self.actor, self.actor.client):
            del form.fields["typed_name"]
        if step.group == "information":
            item = step.subject
            for name in (*item.always, *(item.needed if step.is_required else ())):
                form.fields[name].required = True
        for field in form.fields.values():
            if field.required and not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("%(label)s: this is needed.") % {"label": field.label}
        return form

    def _store_cards(self, step: Step) -> None:
        for name in PHOTOS:
            upload = self.request.FILES.get(name)
            if upload is not None and name in form_of(step).base_fields:
                services.store_card(self.actor, step_key=step.key, field=name, upload=upload, version=self.seen_version)
                self.seen_version += 1

    def _come_back_later(self, step: Step) -> HttpResponseBase:
        draft = draft_of(self._form(step, data=self.request.POST))
        if step.group != "consents":
            services.save_step(self.actor, step_key=step.key, data=draft, version=self.seen_version)
        return self.go("portal:onboarding")

    def _conflict(self, step: Step, error: Conflict) -> HttpResponseBase:
        form = self._form(step, data=self.request.POST)
        if not isinstance(error.current, Step):
            add_service_errors(form, ValidationError(str(error.message)))
            return self._page(step, form, status=409)
        return PortalPage.render(
            self,
            "portal/onboarding/conflict.html",
            status=409,
            title=_("This was changed somewhere else"),
            step=error.current,
            differences=differences(form, error.current.data, draft_of(form)),
            hidden=[(name, value) for name, value in self.request.POST.lists() if name not in _FRAME],
            step_url=self.get_step_url(step.key),
        )

    def _page(self, step: Step, form: PortalForm, *, status: int = 200, is_restored: bool = False) -> HttpResponseBase:
        before, _after = rules.neighbours(self.plan.steps, step.key)
        consent = consent_of(self.actor, step) if step.group == "consents" else {}
        if consent:
            form.fields["agreed"].label = consent["intent"]
        place = [one.key for one in self.plan.steps].index(step.key) + 1
        return PortalPage.render(
            self,
            TEMPLATES[step.group],
            status=status,
            title=step.title,
            form=form,
            step=step,
            version=max(step.version, self.seen_version),
            place=place,
            total=len(self.plan.steps),
            before=before,
            is_restored=is_restored,
            management_form_prefix=self.prefix,
            autosave_url=self.url("portal:onboarding_save", step=step.key),
            rows=rows_of(self.actor, step, form),
            sections=sections_of(form) if step.group == "information" else [],
            **consent,
        )


class Autosave(OnboardingPage):
    """Keeps what is typed, field by field, while it is typed."""

    def post(self, request: HttpRequest, step: str, **kwargs: Any) -> HttpResponseBase:
        found = selectors.step_for(self.actor, step)
        form = form_of(found)(data=request.POST)
        draft = {name: value for name, value in draft_of(form).items() if name not in ("typed_name", "agreed")}
        try:
            saved = services.save_step(
                self.actor, step_key=step, data=draft, version=_number(request.POST.get("version"))
            )
        except Conflict as error:
            current = (
                "; ".join(row.theirs for row in differences(form, error.current.data, draft)) if error.current else ""
            )
            return JsonResponse({"code": "conflict", "current": current}, status=409)
        except ValidationError as error:
            return JsonResponse({"code": "invalid", "errors": error.messages}, status=422)
        return JsonResponse(
            {
                "version": saved.version,
                "saved_at": dt.datetime.now(dt.UTC).isoformat(),
                "idle_seconds": sessions.seconds_left(request),
            }
        )


class Review(OnboardingPage):
    """Check your answers; then hand in, once."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.plan.submitted_at is not None:
            return self.go("portal:onboarding_done")
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            services.submit_onboarding(self.actor)
        except ValidationError as error:
            return self._page(status=422, problems=error.messages)
        return self.go("portal:onboarding_done")

    def _page(self, *, status: int = 200, problems: list[str] | None = None) -> HttpResponseBase:
        return self.render(
            "portal/onboarding/review.html",
            status=status,
            title=_("Check your answers"),
            sections=review_of(self.actor, self.plan),
            missing=rules.missing_steps(self.plan.steps),
            problems=problems or [],
        )


class Done(OnboardingPage):
    """Handed in: what happens next."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.plan.submitted_at is None:
            return self.go("portal:onboarding")
        return self.render("portal/onboarding/done.html", title=_("Thank you"), plan=self.plan)


_FRAME = ("csrfmiddlewaretoken", "version", "acting_for", "shown_sha256")


def _initial(actor: Any, step: Step) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if step.group == "information":
        facts = information_of(actor, actor.client)
        known = {name: facts[name] for name in step.subject.facts}
    dates = {name for name, field in form_of(step).base_fields.items() if isinstance(field, DatePartsField)}
    return {**known, **{name: _date(value) if name in dates else value for name, value in step.data.items()}}


def _date(value: Any) -> Any:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and value else value
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
