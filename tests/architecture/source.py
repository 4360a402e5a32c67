"""The project's own source as syntax trees, for tests that read it instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "client_portal"
TEMPLATES = PACKAGE / "templates"

DOMAINS = frozenset(
    {
        "access",
        "appointments",
        "audit",
        "billing",
        "documents",
        "files",
        "messaging",
        "notifications",
        "onboarding",
        "people",
        "practices",
        "questionnaires",
    }
)
INTERFACES = frozenset({"api", "portal", "staff"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file of the package: its place below the package and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first folder of the path, or the file's own name at the top."""
        return self.name.split("/", 1)[0].removesuffix(".py")

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.name.rsplit("/", 1)[-1].removesuffix(".py")

    def place(self, node: ast.AST) -> str:
        """Where a node stands, such as ``access/rules.py:12``."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the tree."""
        return ast.walk(self.tree)

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        return (node for node in self.nodes() if isinstance(node, Function))

    def is_service(self) -> bool:
        """Whether the file holds a domain's services."""
        return self.room in DOMAINS and (self.stem == "services" or "/services/" in self.name)


@cache
def modules() -> tuple[Module, ...]:
    """The files of the package, without migrations."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(_module(path) for path in files)


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Name and text of every template."""
    files = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".svg"})
    return tuple((path.relative_to(TEMPLATES).as_posix(), path.read_text()) for path in files)


def length(function: Function) -> int:
    """Lines of a function's body, without signature, docstring, blank lines and nested functions' own signatures."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def _module(path: Path) -> Module:
    text = path.read_text()
    return Module(path.relative_to(PACKAGE).as_posix(), text, ast.parse(text))
