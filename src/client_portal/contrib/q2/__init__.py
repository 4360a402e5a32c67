"""The outbox carried out by a django-q2 cluster, on whichever broker the project uses."""
