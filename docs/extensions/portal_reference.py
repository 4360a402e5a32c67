"""Directives that write reference pages from the code: settings, addresses and signals."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "client_portal"


class GeneratedDirective(SphinxDirective):
    """A directive without content whose text comes from the code."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Parse the generated text as part of the page."""
        return self.parse_text_to_nodes("\n".join(self.lines()), allow_section_headings=True)

    def lines(self) -> Iterator[str]:
        """The text, as Markdown."""
        raise NotImplementedError


class SettingsDirective(GeneratedDirective):
    """Every key of ``settings.CLIENT_PORTAL`` with its type, default and meaning."""

    def lines(self) -> Iterator[str]:
        """One heading per key."""
        for name, kind, default, meaning in documented_settings():
            yield from (f"## {name}", "", f"{meaning}", "", f"Type `{kind}`, default:", "")
            yield from ("```python", default, "```", "")


class AddressesDirective(GeneratedDirective):
    """Every address of one audience, in the default mount."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """A table of names and paths, or a sentence where there are none yet."""
        rows = [f"| `{name}` | `{path}` | {purpose} |" for name, path, purpose in addresses(self.arguments[0])]
        yield from ["| name | path | what it is |", "|---|---|---|", *rows] if rows else ["There are none yet."]


class SignalsDirective(GeneratedDirective):
    """Every signal that the domains send."""

    def lines(self) -> Iterator[str]:
        """One heading per domain with its signals below."""
        for path in sorted(PACKAGE.glob("*/signals.py")):
            found = list(documented_names(ast.parse(path.read_text()).body, ast.Assign))
            if not found or path.parent.name == "core":
                continue
            yield from (f"## {path.parent.name}", "", f"`client_portal.{path.parent.name}.signals`", "")
            for name, _node, meaning in found:
                yield from (f"`{name}`", f": {one_line(meaning)}", "")


def documented_names(body: list[ast.stmt], kind: type[Any]) -> Iterator[tuple[str, Any, str]]:
    """Name, node and docstring of each assignment of a kind that is followed by a docstring."""
    for node, after in pairwise(body):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(node, kind) and is_text:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            yield ast.unparse(target), node, str(after.value.value)


def documented_settings() -> Iterator[tuple[str, str, str, str]]:
    """Name, type, default and meaning of each setting."""
    tree = ast.parse((PACKAGE / "conf.py").read_text())
    defaults = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Defaults")
    for name, node, meaning in documented_names(defaults.body, ast.AnnAssign):
        yield name, ast.unparse(node.annotation), default_of(node.value), one_line(meaning)


def default_of(node: ast.expr) -> str:
    """A default as one would write it; what ``field(default_factory=…)`` makes, not how."""
    if isinstance(node, ast.Call):
        factory = next(keyword.value for keyword in node.keywords if keyword.arg == "default_factory")
        return laid_out(factory.body) if isinstance(factory, ast.Lambda) else "{}"
    return ast.unparse(node)


def laid_out(node: ast.expr) -> str:
    """A dictionary with an entry per line."""
    if not isinstance(node, ast.Dict):
        return ast.unparse(node)
    pairs = zip(node.keys, node.values, strict=True)
    entries = [f"    {ast.unparse(key)}: {ast.unparse(value)}," for key, value in pairs if key is not None]
    return "\n".join(["{", *entries, "}"])


def addresses(audience: str) -> Iterator[tuple[str, str, str]]:
    """Name, path and purpose of each address of an audience (``portal``, ``staff``, ``api``)."""
    import django

    django.setup()
    from django.urls import get_resolver

    for names, path, view in walk(get_resolver().url_patterns, (), ""):
        if names[:2] == ("client_portal", audience):
            yield ":".join(names[1:]), f"/{path}", purpose(view)


def walk(patterns: list[Any], names: tuple[str, ...], path: str) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Every address below some patterns."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from walk(pattern.url_patterns, inner, here)
        else:
            yield (*names, pattern.name or "-"), here, pattern.callback


def purpose(view: Any) -> str:
    """The first sentence of a view's docstring."""
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return one_line(inspect.getdoc(owner) or "").split(". ")[0].replace("|", "\\|")


def one_line(text: str) -> str:
    """Text of a docstring without its line breaks, its double back-quotes made single."""
    return " ".join(text.split()).replace("``", "`")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("portal-settings", SettingsDirective)
    app.add_directive("portal-addresses", AddressesDirective)
    app.add_directive("portal-signals", SignalsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
