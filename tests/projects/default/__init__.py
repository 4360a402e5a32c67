"""The portal with its own models, mounted under a path."""
