"""An existing EHR: all five models are the host's own, with other column names and integer keys."""
