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
        "__main__.Library",
    ],
)
django.setup()

from django.db import connection, models
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.routers import SimpleRouter
from rest_framework.settings import api_settings
from rest_framework.test import APIClient


class Book(models.Model):
    title = models.CharField(max_length=100)


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title"]


class Books(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer


router = SimpleRouter()
router.register("books", Books)
urlpatterns = [path("", include(router.urls))]

with connection.schema_editor() as editor:
    editor.create_model(Book)
Book.objects.bulk_create(
    Book(title=f"Book {number}") for number in range(5000)
)

for name in (
    "DEFAULT_AUTHENTICATION_CLASSES",
    "DEFAULT_PERMISSION_CLASSES",
    "DEFAULT_PAGINATION_CLASS",
    "DEFAULT_FILTER_BACKENDS",
    "DEFAULT_THROTTLE_CLASSES",
):
    value = getattr(api_settings, name)
    print(
        f"{name:31}",
        [one.__name__ for one in value]
        if isinstance(value, list)
        else value,
    )

nobody = APIClient()
print(
    "nobody reads  ",
    len(nobody.get("/books/?title=Book+7").json()),
    "books",
)
print("nobody deletes", nobody.delete("/books/1/").status_code)
