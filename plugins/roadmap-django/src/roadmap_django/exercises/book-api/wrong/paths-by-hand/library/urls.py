from django.urls import path

from library.views import BookViewSet

urlpatterns = [
    path("books/", BookViewSet.as_view({"get": "list", "post": "create"})),
    path("books/<int:pk>/", BookViewSet.as_view({"get": "retrieve"})),
]
