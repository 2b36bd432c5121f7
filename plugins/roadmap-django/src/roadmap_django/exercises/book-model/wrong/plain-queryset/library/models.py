from datetime import timedelta

from django.db import models
from django.utils import timezone


class Author(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class BookQuerySet(models.QuerySet):
    def recent(self, days=30, today=None):
        today = today or timezone.localdate()
        return self.filter(published__range=(today - timedelta(days=days), today)).order_by("-published", "title")

    def by_author(self, author):
        return self.filter(author=author)

    def cheapest_per_author(self):
        # An inner query for each row of the outer one, and all of it a single statement.
        cheapest = self.filter(author=models.OuterRef("author")).order_by("price", "pk")
        found = self.filter(pk=models.Subquery(cheapest.values("pk")[:1]))
        return models.QuerySet(self.model).filter(pk__in=found.order_by().values("pk"))


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="books")
    published = models.DateField()
    price = models.DecimalField(max_digits=8, decimal_places=2)

    objects = BookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "title"], name="book_once_per_author"),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="book_price_not_negative"),
        ]

    def __str__(self):
        return f"{self.title} ({self.published.year})"
