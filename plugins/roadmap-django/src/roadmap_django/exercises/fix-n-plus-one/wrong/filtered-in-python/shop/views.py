from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import render
from rest_framework.generics import ListAPIView

from shop.models import Product
from shop.serializers import ProductSerializer


def products(request):
    """The list of goods, 50 on a page."""
    published = Q(reviews__published=True)
    goods = (
        Product.objects.select_related("category")
        .annotate(
            # Two joins to many: each row comes once for every pair, so both counts must be of different ones.
            tag_count=Count("tags", distinct=True),
            review_count=Count("reviews", filter=published, distinct=True),
            most_stars=Max("reviews__stars", filter=published),
        )
        .order_by("id")
    )
    page = Paginator(goods, 50).get_page(request.GET.get("page"))
    return render(request, "shop/products.html", {"page": page, "rows": [row(product) for product in page]})


def row(product):
    return {
        "name": product.name,
        "price": product.price,
        "category": product.category.name,
        "tags": product.tag_count,
        "reviews": product.review_count,
        "most_stars": product.most_stars,
    }


class ProductList(ListAPIView):
    """The same goods as JSON, with their reviews."""

    queryset = (
        Product.objects.select_related("category")
        .prefetch_related("reviews")
        .order_by("id")
    )
    serializer_class = ProductSerializer
