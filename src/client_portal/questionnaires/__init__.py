"""Consents and intake forms: their schema, their frozen versions, what people answered and what they signed.

Public verbs: ``services.install_system_forms``, ``services.publish_version``, ``services.complete_response``,
``services.sign_response``, ``selectors.shown_form``, ``selectors.verify_signature``.
"""
