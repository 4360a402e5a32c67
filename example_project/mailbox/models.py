"""What was sent."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """An e-mail as it would have gone out."""

    sender = models.CharField(max_length=200)
    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
