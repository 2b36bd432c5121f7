import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
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
        "drf_spectacular",
        "__main__.Library",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
        }
    ],
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.URLPathVersioning",
        "ALLOWED_VERSIONS": ["v1", "v2"],
    },
    SPECTACULAR_SETTINGS={"TITLE": "The library", "VERSION": "1.0"},
)
django.setup()

import json

from django.db import connection, models
from django.test import Client
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers, viewsets
from rest_framework.routers import SimpleRouter


class Book(models.Model):
    title = models.CharField(max_length=200)
    publication_date = models.DateField()


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "publication_date"]


class BookSerializerV2(BookSerializer):
    year = serializers.IntegerField(
        source="publication_date.year", read_only=True
    )

    class Meta(BookSerializer.Meta):
        fields = ["id", "title", "publication_date", "year"]


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()

    def get_serializer_class(self):
        return (
            BookSerializerV2
            if self.request.version == "v2"
            else BookSerializer
        )


router = SimpleRouter()
router.register("books", BookViewSet)
urlpatterns = [path("api/<str:version>/", include(router.urls))]

with connection.schema_editor() as editor:
    editor.create_model(Book)
Book.objects.create(title="Emma", publication_date="1815-12-23")

client = Client()
for address, accept in (
    ("/api/v1/books/1/", "application/json"),
    ("/api/v2/books/1/", "application/json"),
    ("/api/v3/books/1/", "application/json"),
    ("/api/v1/books/1/", "text/html"),
    ("/api/v1/books/1/", "application/xml"),
):
    answer = client.get(address, headers={"accept": accept})
    print(
        answer.status_code,
        address,
        accept,
        "->",
        answer["Content-Type"],
        answer.content[:75].decode().split("\n")[0],
    )
answer = client.post(
    "/api/v1/books/", "<title>Emma</title>", content_type="application/xml"
)
print(answer.status_code, answer.json())

schema = SchemaGenerator(api_version="v2").get_schema(public=True)
print("OpenAPI", schema["openapi"])
for route, operations in schema["paths"].items():
    print("   ", route, sorted(name for name in operations))
print(
    json.dumps(
        schema["components"]["schemas"]["BookSerializerV2"]["properties"][
            "publication_date"
        ]
    )
)
