"""The practice and its portal: link, switches, branding, details, members' invitations.

Public verbs: ``services.turn_on_portal``, ``services.rename_link``, ``services.save_features``,
``services.undo_feature_change``, ``services.save_branding``, ``tenancy.portal_reverse``.
"""
