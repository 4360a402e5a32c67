"""How this Django is told by which backend e-mail leaves: ``MAILERS`` since 6.1, ``EMAIL_BACKEND`` before."""

from __future__ import annotations

from typing import Any

import django


def mail_by(backend: str, **options: Any) -> dict[str, Any]:
    """The settings with which e-mail leaves by this backend, made with ``host`` and ``port`` if given."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, **({"OPTIONS": options} if options else {})}}}
    return {"EMAIL_BACKEND": backend, **{f"EMAIL_{name.upper()}": value for name, value in options.items()}}


def send_by(settings: Any, backend: str, **options: Any) -> None:
    """Let e-mail leave by this backend, as long as pytest-django's ``settings`` hold."""
    for name, value in mail_by(backend, **options).items():
        setattr(settings, name, value)
