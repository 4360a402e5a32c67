"""Which statements of ``docs/specification.md`` are proven by which tests.

``python -m tools.spec`` prints it and writes it into the page; ``--check`` only says whether the page is up to date.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "specification.md"
TESTS = ROOT / "tests"

STATEMENT = re.compile(r"^- \*\*([A-Z]+-\d+)\*\* ", re.MULTILINE)
START = "<!-- state: written by `make spec` -->\n"
END = "<!-- end of state -->\n"

Proofs = Mapping[str, Sequence[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef
Marked = Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Mark:
    """A test and one statement that it says it proves."""

    statement: str
    test: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the state and write or check it; exit code 1 for an unknown id or, with ``--check``, a stale page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is stale")
    only_check = parser.parse_args(arguments).check
    text = PAGE.read_text()
    marks = list(marks_below(TESTS))
    proofs = {statement: tests_for(statement, marks) for statement in STATEMENT.findall(text)}
    unknown = [mark for mark in marks if mark.statement not in proofs]
    for mark in unknown:
        print(f"{mark.test} proves {mark.statement}, which the specification doesn't know")
    if only_check:
        return max(check(text, proofs), bool(unknown))
    report(proofs)
    PAGE.write_text(with_state(text, proofs))
    return bool(unknown)


def check(text: str, proofs: Proofs) -> int:
    """Say whether the page tells the state that the tests have now; 1 if it doesn't."""
    stale = with_state(text, proofs) != text
    print("docs/specification.md is stale: run `make spec`" if stale else summary(proofs))
    return int(stale)


def report(proofs: Proofs) -> None:
    """Print each statement with its tests, and the count."""
    for statement, tests in proofs.items():
        print(f"{statement:12} {tests[0] if tests else '-'}")
        for test in tests[1:]:
            print(f"{'':12} {test}")
    print(summary(proofs))


def summary(proofs: Proofs) -> str:
    """How many statements are proven, in a sentence."""
    return f"{sum(map(bool, proofs.values()))} of {len(proofs)} statements are proven."


def with_state(text: str, proofs: Proofs) -> str:
    """The page with its last part written anew."""
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    return before + START + state(proofs) + END + after


def state(proofs: Proofs) -> str:
    """The part of the page that tells the state, as Markdown."""
    areas = list(dict.fromkeys(area_of(statement) for statement in proofs))
    counts = [row(area, *count(area, proofs)) for area in areas]
    tests = [row(statement, "<br>".join(f"`{test}`" for test in found) or "-") for statement, found in proofs.items()]
    return "\n".join(
        [
            "",
            summary(proofs),
            "",
            *(row("area", "proven", "statements"), row("---", "--:", "--:"), *counts),
            "",
            *(row("statement", "tests"), row("---", "---"), *tests),
            "",
            "",
        ]
    )


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def area_of(statement: str) -> str:
    """The letters of an id."""
    return statement.rsplit("-", 1)[0]


def count(area: str, proofs: Proofs) -> tuple[int, int]:
    """Proven and all statements of an area."""
    found = [bool(tests) for statement, tests in proofs.items() if area_of(statement) == area]
    return sum(found), len(found)


def tests_for(statement: str, marks: Sequence[Mark]) -> list[str]:
    """The tests that are marked with a statement, in a stable order."""
    return sorted({mark.test for mark in marks if mark.statement == statement})


def marks_below(folder: Path) -> Iterator[Mark]:
    """Every mark of the test files in a folder; tests that are skipped or expected to fail prove nothing."""
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        place = path.relative_to(folder.parent).as_posix()
        yield from marks_in(tree.body, place, assigned(tree.body))


def marks_in(body: Sequence[ast.stmt], place: str, inherited: frozenset[str]) -> Iterator[Mark]:
    """The marks of functions and classes in a body; ``inherited`` are the ids that hold for all of them."""
    for node in body:
        if not isinstance(node, Marked) or is_unproven(node):
            continue
        statements = inherited | named_in(node.decorator_list)
        name = f"{place}::{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from marks_in(node.body, name, statements | assigned(node.body))
        elif node.name.startswith("test"):
            yield from (Mark(statement, name) for statement in statements)


def assigned(body: Sequence[ast.stmt]) -> frozenset[str]:
    """The ids in a ``pytestmark = …`` of a module or class."""
    values = [
        node.value
        for node in body
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == "pytestmark" for target in node.targets)
    ]
    return named_in(values)


def named_in(expressions: Sequence[ast.expr]) -> frozenset[str]:
    """The ids in every ``pytest.mark.spec("…", …)`` of some expressions, marks of single parameters included."""
    calls = [node for expression in expressions for node in ast.walk(expression) if isinstance(node, ast.Call)]
    return frozenset(
        argument.value
        for call in calls
        if ast.unparse(call.func) == "pytest.mark.spec"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def is_unproven(node: Marked) -> bool:
    """Whether a test or class is skipped or expected to fail, so that it proves nothing."""
    return any(
        ast.unparse(decorator).startswith(("pytest.mark.skip", "pytest.mark.xfail"))
        for decorator in node.decorator_list
    )


if __name__ == "__main__":
    sys.exit(main())
