from datetime import MAXYEAR, MINYEAR

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from blog.models import Article


def visible():
    return Article.objects.filter(draft=False)


def article_list(request):
    pages = Paginator(visible().order_by("-published", "-id"), 10)
    return render(request, "list.html", {"page_obj": pages.get_page(request.GET.get("page"))})


def article(request, year, slug):
    # <int:year> takes every number, and a query for a year that no date has raises.
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404("no such year")
    article = get_object_or_404(visible(), published__year=year, slug=slug)
    return render(request, "detail.html", {"article": article})


def old_article(request):
    number = request.GET.get("id", "")
    # isdecimal() knows digits of other scripts too, and int() reads them all.
    if not number.isdecimal() or len(number) > 18:
        raise Http404("no such article")
    return redirect(get_object_or_404(visible(), id=int(number)), permanent=True)
