"""The front page leads to the blog; everything else is for blog/urls.py to say."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/blog/")),
    path("", include("blog.urls")),
]
