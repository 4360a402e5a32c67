"""The way in: what a practice asks of new clients, each client's own plan, drafts, and the one submission.

The wizard's brain, without HTML. Public verbs: ``services.invite``, ``services.save_step``, ``services.submit``,
``selectors.plan_for``.
"""
