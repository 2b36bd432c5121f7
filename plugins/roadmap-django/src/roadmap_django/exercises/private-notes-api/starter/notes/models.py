"""What people write down. Given: leave it as it is."""

from django.conf import settings
from django.db import models


class Note(models.Model):
    text = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")

    class Meta:
        ordering = ["id"]
