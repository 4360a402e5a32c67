"""*Account settings > Portal*: turning the portal on, features, looks, details, staff, the practice's own website."""
