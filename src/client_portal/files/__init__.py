"""Stored files: taken in, judged by content, kept private, delivered only to those whom the one rule lets see them."""
