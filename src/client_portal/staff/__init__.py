"""The practice's workspace in HTML, for its staff: one folder per room."""
