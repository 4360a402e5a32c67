"""Every practice has a subdomain of its own."""
