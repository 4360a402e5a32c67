"""Where somebody stands in onboarding. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from client_portal.onboarding.models import StepGroup
from client_portal.onboarding.types import Step

GROUPS = tuple(StepGroup.values)


def next_step(steps: Sequence[Step], after: str | None = None) -> Step | None:
    """The first unfinished step after a step, else the first unfinished one at all; None when nothing is left."""
    keys = [step.key for step in steps]
    start = keys.index(after) + 1 if after in keys else 0
    following = [*steps[start:], *steps[:start]]
    return next((step for step in following if not step.is_done), None)


def missing_steps(steps: Sequence[Step]) -> list[Step]:
    """Required steps that are not completed."""
    return [step for step in steps if step.is_required and not step.is_done]


def done_count(steps: Sequence[Step]) -> int:
    """How many steps are completed."""
    return sum(step.is_done for step in steps)


def minutes_left(steps: Sequence[Step]) -> int:
    """Estimated minutes for what is not completed."""
    return sum(step.minutes for step in steps if not step.is_done)


def by_group(steps: Sequence[Step]) -> list[tuple[str, list[Step]]]:
    """The steps under the label of their group, groups in their order, empty ones left out."""
    grouped = [(group, [step for step in steps if step.group == group]) for group in GROUPS]
    return [(str(StepGroup(group).label), members) for group, members in grouped if members]


def neighbours(steps: Sequence[Step], key: str) -> tuple[Step | None, Step | None]:
    """The steps before and after one."""
    keys = [step.key for step in steps]
    place = keys.index(key)
    before = steps[place - 1] if place else None
    return before, steps[place + 1] if place + 1 < len(steps) else None
