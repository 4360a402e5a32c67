"""Telling people: kinds of notices, e-mails in the practice's name, carried out by the outbox."""
