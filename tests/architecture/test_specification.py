"""The tool that says which statements are proven: only marks of tests that run count, and none is misspelt."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.source import ROOT
from tools import spec

MARKED = """
import pytest

pytestmark = pytest.mark.spec("A-1")

def test_plain(): ...

@pytest.mark.spec("A-2", "A-3")
class TestGroup:
    @pytest.mark.spec("A-4")
    def test_inside(self): ...
    def helper(self): ...

@pytest.mark.skip(reason="later")
@pytest.mark.spec("A-5")
def test_skipped(): ...

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.spec("A-6"))])
def test_parameters(n): ...
"""

PAGE = """- **A-1** One.
- **A-2** Two.

## State

<!-- state: written by `make spec` -->
old
<!-- end of state -->
after
"""


def test_every_mark_names_a_statement() -> None:
    known = set(spec.STATEMENT.findall(spec.PAGE.read_text()))
    unknown = [mark for mark in spec.marks_below(ROOT / "tests") if mark.statement not in known]
    assert not unknown


def test_marks_are_found_on_modules_classes_functions_and_parameters(tmp_path: Path) -> None:
    room = tmp_path / "tests"
    room.mkdir()
    (room / "test_it.py").write_text(MARKED)
    found = {(mark.statement, mark.test.removeprefix("tests/test_it.py::")) for mark in spec.marks_below(room)}
    assert found == {
        ("A-1", "test_plain"),
        ("A-1", "TestGroup::test_inside"),
        ("A-2", "TestGroup::test_inside"),
        ("A-3", "TestGroup::test_inside"),
        ("A-4", "TestGroup::test_inside"),
        ("A-1", "test_parameters"),
        ("A-6", "test_parameters"),
    }


def test_only_the_state_is_written_anew() -> None:
    written = spec.with_state(PAGE, {"A-1": ["tests/test_it.py::test_plain"], "A-2": []})
    assert "1 of 2 statements are proven." in written
    assert "| A-1 | `tests/test_it.py::test_plain` |" in written
    assert "| A-2 | - |" in written
    assert "old" not in written
    assert written.startswith(PAGE.split("old", maxsplit=1)[0])
    assert written.endswith("<!-- end of state -->\nafter\n")
    assert spec.with_state(written, {"A-1": [], "A-2": []}) != written
