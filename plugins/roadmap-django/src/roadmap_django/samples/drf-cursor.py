import django
from django.apps import AppConfig
from django.conf import settings


class News(AppConfig):
    name = "__main__"
    label = "news"


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
        "__main__.News",
    ],
    REST_FRAMEWORK={
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.AllowAny"
        ]
    },
)
django.setup()

from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import path
from rest_framework import generics, pagination, serializers
from rest_framework.test import APIClient


class Post(models.Model):
    text = models.CharField(max_length=100)


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id"]


class Pages(pagination.PageNumberPagination):
    page_size = 4


class Offsets(pagination.LimitOffsetPagination):
    default_limit = 4


class Cursors(pagination.CursorPagination):
    page_size = 4
    ordering = "-id"


class Posts(generics.ListAPIView):
    queryset = Post.objects.order_by("-id")
    serializer_class = PostSerializer


urlpatterns = [
    path("pages", Posts.as_view(pagination_class=Pages)),
    path("offsets", Posts.as_view(pagination_class=Offsets)),
    path("cursors", Posts.as_view(pagination_class=Cursors)),
]

with connection.schema_editor() as editor:
    editor.create_model(Post)
client = APIClient()


def read(address):
    """All pages, while somebody else writes a post between the first and the second."""
    Post.objects.all().delete()
    Post.objects.bulk_create(
        Post(id=number, text="…") for number in range(1, 11)
    )
    seen, page = [], client.get(address).json()
    while True:
        seen += [post["id"] for post in page["results"]]
        if len(seen) == 4:
            Post.objects.create(id=11, text="breaking news")
        if not page["next"]:
            return seen, page
        page = client.get(page["next"]).json()


for address in ("/pages", "/offsets", "/cursors"):
    seen, page = read(address)
    twice = sorted({number for number in seen if seen.count(number) > 1})
    print(
        f"{address:9} {seen} twice: {twice}  total: {page.get('count', 'not said')}"
    )

for address in ("/offsets?offset=8", client.get("/cursors").json()["next"]):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    print(
        len(asked),
        "queries, the last:",
        asked[-1]["sql"].partition(" FROM ")[2],
    )
print("next:", client.get("/cursors").json()["next"])
