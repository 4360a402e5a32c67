"""A mailbox to look at while trying things out: e-mails are kept and shown on a page. Nothing leaves the machine."""
