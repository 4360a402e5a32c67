"""A site that uses the portal as it comes."""

from __future__ import annotations

from tests.projects.base import *  # noqa: F403 - settings are a namespace
