import datetime
import io
import unittest

import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):  # step 2: an app in a project
    name = "__main__"
    label = "library"


settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
        "__main__.Library",
    ],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ],  # quick, for a sample only
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.BasicAuthentication"
        ],
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticatedOrReadOnly"
        ],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 10,
    },
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models
from django.test import TestCase
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.test import APIClient


class Book(models.Model):  # step 3: the model
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=100)
    publication_date = models.DateField()


class BookSerializer(
    serializers.ModelSerializer
):  # step 4: its form on the wire
    class Meta:
        model = Book
        fields = ["id", "title", "author", "publication_date"]

    def validate_publication_date(self, value):
        if value > datetime.date.today():
            raise serializers.ValidationError("This day has not come yet.")
        return value


class BookViewSet(viewsets.ModelViewSet):  # step 5: what one can do with it
    queryset = Book.objects.order_by("publication_date", "id")
    serializer_class = BookSerializer

    @action(detail=False)
    def oldest(self, request):
        return Response(
            self.get_serializer(self.get_queryset().first()).data
        )


router = DefaultRouter()  # step 6: addresses
router.register("books", BookViewSet)
urlpatterns = [path("api/", include(router.urls))]


class BookApiTest(TestCase):  # step 7: tests
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user("ada")
        for year in range(1811, 1823):
            Book.objects.create(
                title=f"Book of {year}",
                author="J. A.",
                publication_date=f"{year}-01-01",
            )

    def setUp(self):
        self.client = APIClient()
        self.client.force_authenticate(self.user)
        self.new = {
            "title": "Ulysses",
            "author": "James Joyce",
            "publication_date": "1922-02-02",
        }

    def test_list_is_paginated(self):
        page = self.client.get("/api/books/").json()
        self.assertEqual((page["count"], len(page["results"])), (12, 10))
        self.assertEqual(
            page["next"], "http://testserver/api/books/?page=2"
        )

    def test_create_read_change_delete(self):
        created = self.client.post("/api/books/", self.new, format="json")
        self.assertEqual(created.status_code, 201)
        address = f"/api/books/{created.json()['id']}/"
        self.assertEqual(
            self.client.get(address).json()["author"], "James Joyce"
        )
        changed = self.client.patch(
            address, {"author": "Joyce"}, format="json"
        )
        self.assertEqual(
            (changed.json()["author"], changed.json()["title"]),
            ("Joyce", "Ulysses"),
        )
        self.assertEqual(self.client.delete(address).status_code, 204)
        self.assertEqual(self.client.get(address).status_code, 404)

    def test_future_date_is_refused_on_every_way_in(self):
        late = {**self.new, "publication_date": "2999-01-01"}
        first = Book.objects.first()
        for answer in (
            self.client.post("/api/books/", late, format="json"),
            self.client.put(f"/api/books/{first.pk}/", late, format="json"),
        ):
            self.assertEqual(answer.status_code, 400)
            self.assertEqual(list(answer.json()), ["publication_date"])

    def test_strangers_read_only(self):
        stranger = APIClient()
        self.assertEqual(
            stranger.get("/api/books/oldest/").json()["title"],
            "Book of 1811",
        )
        self.assertEqual(
            stranger.post(
                "/api/books/", self.new, format="json"
            ).status_code,
            401,
        )
        self.assertEqual(Book.objects.count(), 12)

    def test_a_page_costs_two_queries(self):
        with self.assertNumQueries(2):
            self.client.get("/api/books/")


for pattern in router.urls:
    if "format" not in str(pattern.pattern):
        print(f"{pattern.name:13}{pattern.pattern}")

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Book)
log = io.StringIO()
tests = unittest.defaultTestLoader.loadTestsFromTestCase(BookApiTest)
result = unittest.TextTestRunner(log, verbosity=2).run(tests)
print(
    *(
        line.partition(" (")[0] + " ok"
        for line in log.getvalue().splitlines()
        if line.endswith("... ok")
    ),
    sep="\n",
)
print(
    result.testsRun,
    "tests,",
    len(result.failures) + len(result.errors),
    "failures",
)
