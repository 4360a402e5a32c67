"""Compile every template of the package, and see that what it names as its parent or part exists."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "src" / "client_portal" / "templates"


def main() -> int:
    """Print what is wrong; the exit code is 1 if anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.default.settings")
    import django

    django.setup()
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
    problems = [problem for name in names for problem in problems_of(name)]
    print(*problems, f"{len(names)} templates, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


def problems_of(name: str) -> Iterator[str]:
    """What keeps a template from being compiled, or one that it names from being found."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    try:
        template = get_template(name)
        for other in names_in(template):
            get_template(other)
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        yield f"{name}: {type(error).__name__}: {error}"


def names_in(template: object) -> Iterator[str]:
    """The templates that ``{% include %}`` and ``{% extends %}`` name literally."""
    from django.template.loader_tags import ExtendsNode, IncludeNode

    nodes = template.template.nodelist  # type: ignore[attr-defined]
    for node in nodes.get_nodes_by_type((ExtendsNode, IncludeNode)):
        expression = node.parent_name if isinstance(node, ExtendsNode) else node.template
        name = getattr(expression, "var", None)
        if isinstance(name, str):
            yield name


if __name__ == "__main__":
    sys.exit(main())
