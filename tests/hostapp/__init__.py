"""An EHR that was there before the portal: its own words, its own columns, integer keys."""
