"""The example's settings: ``default`` uses the portal's models, ``swapped`` those of ``example_project.ehr``."""
