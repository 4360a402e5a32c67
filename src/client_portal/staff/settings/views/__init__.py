"""The settings pages, one file each."""
