"""Who may do what: capabilities, roles, care team, grants, and the one rule that everybody asks.

Public verbs: ``rules.can``, ``rules.require``, ``selectors.visible_clients``, ``selectors.visible_rows``,
``selectors.actor_for``.
"""
