"""What the Makefile runs beside the usual tools. Not part of the package."""
