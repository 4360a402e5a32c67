"""Billing. For now the swappable model alone, so that its migration keeps its place."""
