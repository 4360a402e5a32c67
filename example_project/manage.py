#!/usr/bin/env python
"""Django's commands for the example: ``python example_project/manage.py runserver``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # The example is a package of the repository; this file's own folder must not offer its parts a second time.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_project.settings.default")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
