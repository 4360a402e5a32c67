"""The OpenAPI document of the API, as it is committed in ``docs/reference/openapi.yaml``.

``python -m tools.openapi`` writes it anew. It is described in English and names no host.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "openapi.yaml"


def main() -> int:
    """Write the document; the exit code is 1 if describing the API raised warnings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.default.settings")
    import django

    django.setup()
    document, warnings = describe()
    PAGE.write_text(as_text(document))
    operations = sum(len(methods) for methods in document["paths"].values())
    print(*warnings, f"{operations} operations, {len(warnings)} warnings", sep="\n")
    return 1 if warnings else 0


def describe() -> tuple[dict[str, Any], list[str]]:
    """The document, valid by the standard, and what drf-spectacular had to complain of."""
    from django.utils import translation
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.validation import validate_schema

    from client_portal.api import openapi

    with translation.override("en"), GENERATOR_STATS.silence():
        document = openapi.document()
        warnings = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]  # noqa: SLF001 - it has no other way
        validate_schema(document)  # type: ignore[no-untyped-call]
    return document, warnings


def as_text(document: dict[str, Any]) -> str:
    """The document as YAML, in the order in which it was made."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    sys.exit(main())
