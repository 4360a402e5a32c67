"""Template tags of the client portal."""
