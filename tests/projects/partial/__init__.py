"""A host that swaps the client alone, by inheritance, with a key back to the portal's practice. It is its own app."""
