"""Optional integrations: each an app of its own with its own label."""
