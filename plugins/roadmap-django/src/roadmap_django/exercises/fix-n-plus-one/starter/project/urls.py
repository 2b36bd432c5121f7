from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("", views.products),
    path("api/products/", views.ProductList.as_view()),
    path("admin/", admin.site.urls),
]
