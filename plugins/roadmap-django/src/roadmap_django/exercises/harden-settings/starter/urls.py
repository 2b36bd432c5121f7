"""Given: leave it as it is."""

from django.urls import path

import views

urlpatterns = [
    path("", views.search, name="search"),
    path("basket/", views.basket, name="basket"),
    path("report/", views.report, name="report"),
]
