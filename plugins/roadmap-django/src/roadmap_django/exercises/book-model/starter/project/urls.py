"""One page: the migration that `makemigrations` would write. Run shows it."""

from django.http import HttpResponse
from django.urls import path

from project.draft import draft


def home(request):
    return HttpResponse(draft(), content_type="text/plain; charset=utf-8")


urlpatterns = [path("", home)]
