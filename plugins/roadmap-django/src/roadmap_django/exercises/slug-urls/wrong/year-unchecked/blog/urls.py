from django.urls import path

from blog import views

app_name = "blog"

urlpatterns = [
    path("blog/", views.ArticleList.as_view(), name="list"),
    path("blog/<int:year>/<slug:slug>/", views.article, name="article"),
    path("article", views.old_article),
]
