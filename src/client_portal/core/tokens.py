"""Secret links: derived from the signing key, stored as a hash, so that a stolen database opens none."""

from __future__ import annotations

import base64
import hashlib

from django.utils.crypto import salted_hmac


def derive(purpose: str, *parts: object) -> str:
    """A 256-bit URL-safe token that only this deployment can compute for these parts."""
    message = "\x1f".join(str(part) for part in parts)
    mac = salted_hmac(f"client_portal.{purpose}", message, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def digest(token: str) -> str:
    """The SHA-256 of a token in hexadecimal: what the database keeps and looks up."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
