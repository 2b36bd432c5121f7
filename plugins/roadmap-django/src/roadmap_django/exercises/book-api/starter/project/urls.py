from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import Resolver404, include, path, resolve


def home(request):
    """What the API answers to `GET /api/books/`. Run shows this page."""
    try:
        view, arguments, named = resolve("/api/books/")
    except Resolver404:
        return HttpResponse("Nothing answers at /api/books/ yet.\n", content_type="text/plain")
    return view(RequestFactory().get("/api/books/", SERVER_NAME="localhost"), *arguments, **named).render()


urlpatterns = [
    path("", home),
    path("api/", include("library.urls")),
]
