"""How many examples a property test tries: some with every run, all of them before a change lands."""

from __future__ import annotations

import os

IS_THOROUGH = bool(os.environ.get("CLIENT_PORTAL_TEST_THOROUGH"))


def examples(count: int) -> int:
    """As many as asked for in a thorough run, a fifth of them otherwise."""
    return count if IS_THOROUGH else max(count // 5, 5)
