from django.db import models
from django.utils import timezone


class Author(models.Model):
    name = models.CharField(max_length=100)


class BookQuerySet(models.QuerySet):
    def recent(self, days=30, today=None):
        today = today or timezone.localdate()
        raise NotImplementedError

    def by_author(self, author):
        raise NotImplementedError

    def cheapest_per_author(self):
        raise NotImplementedError


# The model Book goes here.
