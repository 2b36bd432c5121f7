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
        "django_filters",
        "__main__.Library",
    ],
    REST_FRAMEWORK={
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.AllowAny"
        ],
        "DEFAULT_FILTER_BACKENDS": [
            "django_filters.rest_framework.DjangoFilterBackend",
            "rest_framework.filters.SearchFilter",
            "rest_framework.filters.OrderingFilter",
        ],
    },
)
django.setup()

import django_filters
from django.db import connection, models
from django.urls import include, path
from rest_framework import pagination, serializers, viewsets
from rest_framework.routers import SimpleRouter
from rest_framework.test import APIClient


class Author(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    year = models.IntegerField()
    secret_note = models.CharField(max_length=100, default="")


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "year"]


class BookFilter(django_filters.FilterSet):
    since = django_filters.NumberFilter(
        field_name="year", lookup_expr="gte"
    )

    class Meta:
        model = Book
        fields = ["author", "since"]


class Pages(pagination.PageNumberPagination):
    page_size = 2
    page_size_query_param = "size"
    max_page_size = 3


class Books(viewsets.ReadOnlyModelViewSet):
    queryset = Book.objects.select_related("author").order_by("id")
    serializer_class = BookSerializer
    pagination_class = Pages
    filterset_class = BookFilter
    search_fields = ["title", "author__name"]
    ordering_fields = ["title", "year"]


router = SimpleRouter()
router.register("books", Books)
urlpatterns = [path("", include(router.urls))]

with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)
woolf, joyce = (
    Author.objects.create(name=name)
    for name in ("Virginia Woolf", "James Joyce")
)
for title, author, year in [
    ("Orlando", woolf, 1928),
    ("Ulysses", joyce, 1922),
    ("The Waves", woolf, 1931),
    ("Dubliners", joyce, 1914),
]:
    Book.objects.create(title=title, author=author, year=year)

client = APIClient()
for query in (
    "",
    "page=2",
    "size=1000000",
    "author=2",
    "since=1925&ordering=-year",
    "search=woolf+wav",
    "ordering=secret_note",
    "colour=red",
    "author=99",
    "since=soon",
    "page=9",
):
    answer = client.get(f"/books/?{query}")
    body = answer.json()
    shown = (
        [book["title"] for book in body["results"]]
        if answer.status_code == 200
        else body
    )
    print(
        f"{answer.status_code} ?{query:26}{body.get('count', ''):>2} {shown}"
    )
