"""What new clients are asked, how far they are, and one's own way through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.onboarding import serializers
from client_portal.api.onboarding.drafts import checked_draft
from client_portal.api.onboarding.plans import plan_document, step_document
from client_portal.api.schema import documented
from client_portal.api.views import ClientViewSet, PortalViewSet, StaffViewSet, checked
from client_portal.core.actor import Actor
from client_portal.core.errors import Conflict, NotVisible
from client_portal.onboarding import selectors, services
from client_portal.onboarding.types import ItemSetting, Step
from client_portal.questionnaires.services import SignatureInput


class ChoicesViewSet(StaffViewSet):
    """What staff can ask of a client whom they invite."""

    @documented(summary="What can be asked of a client", response=serializers.ChoicesSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """Items of information, forms and documents, with what the practice asks of everybody."""
        return Response(serializers.ChoicesSerializer(selectors.invitation_choices(self.actor)).data)


class OnboardingSettingsViewSet(ChoicesViewSet):
    """What the practice asks of everybody whom it invites from now on."""

    capability = "onboarding.manage"

    @documented(
        summary="Save what is asked of everybody",
        request=serializers.OnboardingSettingsSerializer,
        response=serializers.ChoicesSerializer,
    )
    def update(self, request: Request, practice_id: Any) -> Response:
        """All three lists, each in its order. Who was invited before keeps their plan."""
        wanted = checked(serializers.OnboardingSettingsSerializer, request)
        wanted["information"] = [ItemSetting(**item) for item in wanted["information"]]
        services.save_onboarding_settings(self.actor, **wanted)
        return self.retrieve(request, practice_id)


class ClientOnboardingViewSet(ClientViewSet):
    """How far a client is."""

    capability = "portal_access.view"
    needs = {"reissue": "portal_access.manage"}

    @documented(summary="How far a client is", response=serializers.ProgressSerializer)
    def retrieve(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Steps and their states, without answers."""
        progress = selectors.progress_of(self.actor, self.client)
        if progress is None:
            raise NotVisible
        return Response(serializers.ProgressSerializer(progress).data)

    @documented(
        summary="Change what an invited client is asked",
        request=serializers.ReissueSerializer,
        response=serializers.ProgressSerializer,
    )
    def reissue(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Before they handed it in; steps that stay keep their drafts."""
        usual = selectors.invitation_choices(self.actor).preselected()
        wanted = {**usual, **checked(serializers.ReissueSerializer, request)}
        services.reissue_plan(self.actor, client=self.client, **wanted)
        return self.retrieve(request, practice_id, client_id)


class MyOnboardingViewSet(PortalViewSet):
    """One's own onboarding."""

    @documented(summary="My onboarding", response=serializers.PlanSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """Its steps and how far they are."""
        plan = selectors.plan_for(self.actor)
        if plan is None:
            raise NotVisible
        return Response(plan_document(plan))

    @documented(summary="Hand my onboarding in", response=serializers.PlanSerializer)
    def submit(self, request: Request, practice_id: Any) -> Response:
        """Once every required step is done; doing it twice is doing it once."""
        services.submit_onboarding(self.actor)
        return self.retrieve(request, practice_id)


class MyStepsViewSet(PortalViewSet):
    """The steps of one's own onboarding. A version that somebody has saved over is a 409 with ``current``."""

    @documented(summary="A step", response=serializers.StepSerializer)
    def retrieve(self, request: Request, practice_id: Any, step: str) -> Response:
        """What it asks, and its draft."""
        return self._answer(selectors.step_for(self.actor, step))

    @documented(summary="Save a draft", request=serializers.DraftSerializer, response=serializers.StepSerializer)
    def partial_update(self, request: Request, practice_id: Any, step: str) -> Response:
        """Whole or not; the given values replace those of the same name."""
        draft = self._draft(request, step)
        with _current_shown(self.actor):
            return self._answer(services.save_step(self.actor, step_key=step, **draft))

    @documented(summary="Complete a step", request=serializers.DraftSerializer, response=serializers.StepSerializer)
    def complete(self, request: Request, practice_id: Any, step: str) -> Response:
        """Save it and mark it done, if nothing is missing or wrong."""
        draft = self._draft(request, step)
        with _current_shown(self.actor):
            return self._answer(services.complete_step(self.actor, step_key=step, **draft))

    @documented(summary="Sign a consent", request=serializers.ConsentSerializer, response=serializers.StepSerializer)
    def sign(self, request: Request, practice_id: Any, step: str) -> Response:
        """It is stored and sealed at once, and can't be changed afterwards."""
        given = checked(serializers.ConsentSerializer, request)
        signature = SignatureInput(given["agreed"], given["shown_sha256"], given.get("typed_name", ""))
        answers = checked_draft(selectors.step_for(self.actor, step), given.get("answers", {}))
        with _current_shown(self.actor):
            signed = services.sign_consent(
                self.actor, step_key=step, answers=answers, signature=signature, version=given["version"]
            )
        return self._answer(signed)

    def _draft(self, request: Request, key: str) -> dict[str, Any]:
        draft = checked(serializers.DraftSerializer, request)
        return {**draft, "data": checked_draft(selectors.step_for(self.actor, key), draft["data"])}

    def _answer(self, step: Step) -> Response:
        return Response(step_document(self.actor, step))


@contextmanager
def _current_shown(actor: Actor) -> Iterator[None]:
    try:
        yield
    except Conflict as error:
        if not isinstance(error.current, Step):
            raise
        raise Conflict(error.message, current=step_document(actor, error.current)) from error
