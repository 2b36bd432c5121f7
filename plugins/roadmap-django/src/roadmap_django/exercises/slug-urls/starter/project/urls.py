"""The front page shows the blog's list; every address of the blog itself is for blog/urls.py to say."""

from django.urls import include, path, resolve


def home(request):
    view, arguments, named = resolve("/blog/")
    return view(request, *arguments, **named)


urlpatterns = [
    path("", home),
    path("", include("blog.urls")),
]
