"""The portal in HTML, for clients and those who act for them: one folder per room."""
