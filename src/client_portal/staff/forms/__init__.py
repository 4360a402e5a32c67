"""*Forms & documents*: which forms the practice offers, how clients see them, and the documents that they read."""
