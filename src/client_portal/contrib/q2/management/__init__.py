"""Commands of the django-q2 integration."""
