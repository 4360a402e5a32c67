"""The reference of the form schema is true: its example works, and it names all there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from client_portal.questionnaires.placeholders import NAMES, RenderContext, fill_in
from client_portal.questionnaires.question_types import BUILT_IN
from client_portal.questionnaires.registry import type_of
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormKind

PAGE = (Path(__file__).parents[2] / "docs/reference/form-schema.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """First cell of each row of the first table below a heading, and the rest of the row."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \|(.*)\|$", section, flags=re.MULTILINE))


def test_the_example_is_a_form() -> None:
    [example] = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    schema = parse_schema(json.loads(example))
    assert schema.kind is FormKind.CONSENT
    assert len({type_of(question).key for question in schema.questions}) == 6


def test_every_type_is_described_with_its_limits() -> None:
    described = rows("Types")
    assert set(described) == {question_type.key for question_type in BUILT_IN}
    for question_type in BUILT_IN:
        limits = described[question_type.key].rsplit("|", 1)[1]
        assert set(re.findall(r"`([a-z_]+)`", limits)) - {"true", "false"} == set(question_type.limits)


def test_every_placeholder_is_described_with_its_fallback() -> None:
    described = rows("Placeholders")
    assert set(described) == {f"{{{name}}}" for name in NAMES}
    for placeholder, cells in described.items():
        assert cells.rsplit("|", 1)[1].strip() == fill_in(placeholder, RenderContext(""))
