"""Where the wizard keeps what it collects: in the rows of the client's plan, on the server, for every device."""

from __future__ import annotations

from typing import Any

from formtools.wizard.storage.base import BaseStorage

from client_portal.onboarding.services import complete_step, sign_consent
from client_portal.questionnaires.services import SignatureInput

SIGNATURE = ("typed_name", "agreed")


class StepStorage(BaseStorage):
    """A storage without state of its own: reading is reading a step's row, setting is completing the step.

    The view has put the actor, the plan and the number of the draft that the browser has seen on the request.
    """

    def __init__(self, prefix: str, request: Any = None, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.wizard = request.onboarding
        self.init_data()

    def init_data(self) -> None:
        """Nothing is collected here."""
        self.data: dict[str, Any] = {
            self.step_key: None,
            self.step_data_key: {},
            self.step_files_key: {},
            self.extra_data_key: {},
        }

    def reset(self) -> None:
        """What was given stays: only the practice removes it."""

    def get_step_data(self, step: str) -> dict[str, Any] | None:
        """The draft of a step."""
        return next((found.data for found in self.wizard.plan.steps if found.key == step), None)

    def set_step_data(self, step: str, cleaned_data: dict[str, Any]) -> None:
        """Complete or sign a step. Raises what the services raise; nothing is kept then."""
        found = next(one for one in self.wizard.plan.steps if one.key == step)
        if found.group == "consents":
            self._sign(step, cleaned_data)
        else:
            complete_step(self.wizard.actor, step_key=step, data=cleaned_data, version=self.wizard.seen_version)

    def get_step_files(self, step: str) -> None:
        """Files are stored as they come in."""

    def set_step_files(self, step: str, files: Any) -> None:
        """Files are stored as they come in."""

    def _sign(self, step: str, given: dict[str, Any]) -> None:
        signature = SignatureInput(
            agreed=given.get("agreed") is True,
            shown_sha256=self.wizard.shown_sha256,
            typed_name=given.get("typed_name") or "",
        )
        answers = {name: value for name, value in given.items() if name not in SIGNATURE}
        sign_consent(
            self.wizard.actor,
            step_key=step,
            answers=answers,
            signature=signature,
            version=self.wizard.seen_version,
        )
