from django.shortcuts import render

from blog.models import Article


def article(request):
    article = Article.objects.get(id=request.GET["id"])
    return render(request, "detail.html", {"article": article})
