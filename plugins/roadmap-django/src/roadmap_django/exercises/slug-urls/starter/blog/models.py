"""What the blog holds. Given: leave it as it is."""

from django.db import models
from django.db.models.functions import ExtractYear
from django.urls import reverse


class Article(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100)
    body = models.TextField()
    published = models.DateField()
    draft = models.BooleanField(default=False)

    class Meta:
        constraints = [
            # Another year's article may have the same slug.
            models.UniqueConstraint(ExtractYear("published"), "slug", name="slug_once_a_year"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("blog:article", kwargs={"year": self.published.year, "slug": self.slug})
