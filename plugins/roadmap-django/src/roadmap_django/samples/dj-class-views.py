import django
from django.apps import AppConfig
from django.conf import settings


class Library(AppConfig):
    name = "__main__"
    label = "library"


PAGES = {
    "list.html": "Page {{ page_obj.number }} of {{ paginator.num_pages }}:"
    "{% for book in books %} {{ book.title }}{% endfor %}"
    "{% if page_obj.has_next %} | next ?page={{ page_obj.next_page_number }}{% endif %}",
    "detail.html": "{{ book.title }}, {{ book.year }}",
    "404.html": "Nothing at {{ request_path }}",
}
settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["__main__.Library"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", PAGES)
                ]
            },
        }
    ],
)
django.setup()

from django.db import connection, models
from django.test import Client
from django.urls import path
from django.views.generic import DetailView, ListView


class Book(models.Model):
    title = models.CharField(max_length=100)
    year = models.IntegerField()
    draft = models.BooleanField(default=False)


class PublishedBooks:
    """What both views may show. One place to get it right."""

    def get_queryset(self):
        return Book.objects.filter(draft=False)


class BookList(PublishedBooks, ListView):
    template_name = "list.html"
    context_object_name = "books"
    paginate_by = 3

    def get_queryset(self):
        return super().get_queryset().order_by("year", "pk")


class BookDetail(PublishedBooks, DetailView):
    template_name = "detail.html"


urlpatterns = [
    path("books/", BookList.as_view()),
    path("books/<int:pk>/", BookDetail.as_view()),
]

with connection.schema_editor() as editor:
    editor.create_model(Book)
for number in range(1, 8):
    Book.objects.create(
        title=f"B{number}", year=1900 + number, draft=number == 4
    )

client = Client()
for method, address in (
    ("GET", "/books/"),
    ("GET", "/books/?page=last"),
    ("GET", "/books/?page=999"),
    ("GET", "/books/2/"),
    ("GET", "/books/4/"),
    ("POST", "/books/2/"),
    ("OPTIONS", "/books/2/"),
):
    answer = client.generic(method, address)
    print(
        answer.status_code,
        method,
        address,
        "|",
        answer.headers.get("Allow") or answer.content.decode().strip(),
    )
