"""Everything the pages can do, as a REST API under ``api/v1/``."""
