"""What every page of the portal and the staff area stands on: forms, widgets, views, headers."""
