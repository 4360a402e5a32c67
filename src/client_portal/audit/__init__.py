"""Who did what: an append-only log, hash-chained per practice, written in the transaction of the deed itself.

Public verbs: ``services.record`` and ``selectors.verify_chain``.
"""
