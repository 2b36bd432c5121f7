import django
from django.apps import AppConfig
from django.conf import settings


class Teas(AppConfig):
    name = "__main__"  # this very file is the app
    label = "teas"


settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["__main__.Teas"],
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
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "shelf.html": "{% for tea in teas %}<li>{{ tea.name }}, {{ tea.grams }} g</li>{% endfor %}",
                        },
                    )
                ]
            },
        }
    ],
)
django.setup()

from django.db import connection, models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.test import Client
from django.urls import path


class Tea(models.Model):  # M: what there is
    name = models.CharField(max_length=40)
    grams = models.PositiveIntegerField()


def shelf(request):  # V: which of it is wanted
    return render(
        request,
        "shelf.html",
        {"teas": Tea.objects.filter(grams__gt=0).order_by("name")},
    )


def tea(request, number):
    found = get_object_or_404(Tea, pk=number)
    return JsonResponse({"name": found.name, "grams": found.grams})


urlpatterns = [path("", shelf), path("teas/<int:number>", tea)]

with connection.schema_editor() as editor:
    editor.create_model(Tea)  # in a project, migrations do this
Tea.objects.create(name="Sencha", grams=80)
Tea.objects.create(name="Assam", grams=250)
Tea.objects.create(name="Rooibos", grams=0)

client = Client()
for address in ("/", "/teas/2", "/teas/9"):
    answer = client.get(address)
    print(
        answer.status_code,
        address,
        answer.content.decode().strip().splitlines()[0],
    )
