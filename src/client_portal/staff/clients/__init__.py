"""Clients for staff: the list, each client's profile with its tabs, invitations into the portal."""
