import asyncio

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
            "NAME": "shop.sqlite3",
        }
    },
)
django.setup()

from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection, models
from django.http import JsonResponse
from django.test import AsyncClient
from django.urls import path


class Sale(models.Model):
    copies = models.IntegerField()


waiting = most = 0


async def ask_supplier(name):
    global waiting, most
    waiting += 1
    most = max(most, waiting)
    await asyncio.sleep(0.1)  # stands for a call to somebody else's service
    waiting -= 1
    return name


async def offers(request):
    return JsonResponse(
        {"offers": await asyncio.gather(*map(ask_supplier, "ABCDE"))}
    )


async def count(request):
    try:
        Sale.objects.count()
    except SynchronousOnlyOperation as error:
        print("in a coroutine:", str(error).partition(" - ")[0])
    copies = [sale.copies async for sale in Sale.objects.all()]
    return JsonResponse(
        {"acount": await Sale.objects.acount(), "copies": copies}
    )


urlpatterns = [path("offers", offers), path("count", count)]
with connection.schema_editor() as editor:
    editor.create_model(Sale)
Sale.objects.create(copies=5)


async def main():
    client = AsyncClient()
    print(
        (await client.get("/offers")).json(),
        "| suppliers asked at the same time:",
        most,
    )
    print((await client.get("/count")).json())


asyncio.run(main())
