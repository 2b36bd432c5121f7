"""The front page shows the blog's list; every address of the blog itself is for blog/urls.py to say."""

from django.http import HttpResponse
from django.urls import Resolver404, include, path, resolve


def home(request):
    try:
        view, arguments, named = resolve("/blog/")
    except Resolver404:
        return HttpResponse("Nothing answers at /blog/ yet.\n", content_type="text/plain")
    return view(request, *arguments, **named)


urlpatterns = [
    path("", home),
    path("", include("blog.urls")),
]
