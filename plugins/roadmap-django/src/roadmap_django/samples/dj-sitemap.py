import datetime

import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["django.contrib.sitemaps"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
        }
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

BOOKS = {
    "emma": datetime.date(2026, 11, 1),
    "ulysses": datetime.date(2026, 11, 20),
}


class BookPages(Sitemap):
    protocol = "https"
    changefreq = "monthly"

    def items(self):
        return sorted(BOOKS)

    def location(self, slug):
        return reverse("book", args=[slug])

    def lastmod(self, slug):
        return BOOKS[slug]


urlpatterns = [
    path(
        "books/<slug:slug>/",
        lambda request, slug: HttpResponse(slug),
        name="book",
    ),
    path("sitemap.xml", sitemap, {"sitemaps": {"books": BookPages}}),
]

answer = Client().get("/sitemap.xml")
print(answer.status_code, answer["Content-Type"], answer["Last-Modified"])
print(answer.content.decode())
