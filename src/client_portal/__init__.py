"""A client portal that a Django EHR mounts into its own site."""

from __future__ import annotations

__version__ = "0.1.0"
