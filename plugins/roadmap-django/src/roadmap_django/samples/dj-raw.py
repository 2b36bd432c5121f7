import django
from django.apps import AppConfig
from django.conf import settings


class Shop(AppConfig):
    name = "__main__"
    label = "shop"


settings.configure(
    INSTALLED_APPS=["__main__.Shop"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

from django.db import connection, models


class Sale(models.Model):
    title = models.CharField(max_length=100)
    day = models.IntegerField()
    copies = models.IntegerField()


with connection.schema_editor() as editor:
    editor.create_model(Sale)
Sale.objects.bulk_create(
    Sale(title=title, day=day, copies=copies)
    for title, day, copies in [
        ("Emma", 1, 4),
        ("Emma", 2, 1),
        ("Emma", 3, 6),
        ("Ulysses", 1, 2),
        ("Ulysses", 3, 3),
    ]
)

print(Sale.objects.filter(title="Emma", day__gte=2).explain())

wanted = "Emma' OR '1'='1"
print(
    "raw, bound:   ",
    [
        sale.title
        for sale in Sale.objects.raw(
            "SELECT * FROM shop_sale WHERE title = %s", [wanted]
        )
    ],
)
print(
    "raw, pasted:  ",
    [
        sale.title
        for sale in Sale.objects.raw(
            f"SELECT * FROM shop_sale WHERE title = '{wanted}'"
        )
    ],
)

with connection.cursor() as cursor:
    cursor.execute(
        """
        SELECT title, day, SUM(copies) OVER (PARTITION BY title ORDER BY day)
        FROM shop_sale WHERE title = %s ORDER BY day
        """,
        ["Emma"],
    )
    print("cursor:       ", cursor.fetchall())

from django.db.models import Sum, Window

running = Sale.objects.filter(title="Emma").annotate(
    total=Window(Sum("copies"), partition_by="title", order_by="day")
)
print(
    "Window:       ",
    list(running.order_by("day").values_list("title", "day", "total")),
)
