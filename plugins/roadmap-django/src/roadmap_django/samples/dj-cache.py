import django
from django.apps import AppConfig
from django.conf import settings


class Shop(AppConfig):
    name = "__main__"
    label = "shop"


settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["__main__.Shop"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        }
    },
)
django.setup()

from django.core.cache import cache
from django.db import connection, models
from django.db.models import Sum
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_headers


class Sale(models.Model):
    copies = models.IntegerField()


def total():
    return cache.get_or_set(
        "sales:total",
        lambda: Sale.objects.aggregate(n=Sum("copies"))["n"],
        timeout=60,
    )


@cache_page(60)
@vary_on_headers("X-Currency")
def report(request):
    currency = request.headers.get("X-Currency", "EUR")
    return HttpResponse(
        f"{Sale.objects.aggregate(n=Sum('copies'))['n']} copies, in {currency}"
    )


urlpatterns = [path("report", report)]
with connection.schema_editor() as editor:
    editor.create_model(Sale)
Sale.objects.create(copies=5)

with CaptureQueriesContext(connection) as asked:
    print("total:", total(), total(), total(), "with", len(asked), "query")
Sale.objects.create(copies=7)
print("after a sale, from the cache:", total())
cache.delete("sales:total")
print("after the entry was deleted: ", total())

client = Client()
with CaptureQueriesContext(connection) as asked:
    for currency in ("EUR", "CHF", "EUR", "CHF"):
        answer = client.get("/report", headers={"x-currency": currency})
        print(
            answer.content.decode(),
            "|",
            answer["Cache-Control"],
            "| Vary:",
            answer["Vary"],
            "| queries:",
            len(asked),
        )
