"""Practitioners, clients, contacts, and how clients get into the portal.

Public verbs: ``services.create_client``, ``services.update_information``, ``services.invite_client``,
``services.accept_invitation``, ``selectors.clients_page``, ``adapters.people``.
"""
