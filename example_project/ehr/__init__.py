"""Meadowlark, an EHR that was there before the portal: its own words, its own tables, its own shell and sign-in.

It shows how far a host can go without touching the portal: five models under other names with integer keys, contact
details in a table of their own, numbers that only the EHR gives out. What the portal needs to know of that stands in
the class attributes of ``models`` and in the adapter in ``portal``.
"""
