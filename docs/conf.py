"""How the documentation is built. The reference pages are read off the code while it is built."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(DOCS / "extensions")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.default.settings")

from client_portal import __version__  # noqa: E402 - found by the path above

project = "django-client-portal"
author = "django-client-portal contributors"
copyright = f"2026, {author}"
version = release = __version__

extensions = ["myst_parser", "portal_reference"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = f"{project} {release}"
html_show_sphinx = False
