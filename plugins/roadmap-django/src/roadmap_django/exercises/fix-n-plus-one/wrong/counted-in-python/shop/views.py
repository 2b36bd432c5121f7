from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from rest_framework.generics import ListAPIView

from shop.models import Product, Review
from shop.serializers import ProductSerializer


def products(request):
    """The list of goods, 50 on a page."""
    reviews = {}
    for review in Review.objects.filter(published=True):
        reviews.setdefault(review.product_id, []).append(review.stars)
    goods = Product.objects.select_related("category").annotate(tag_count=Count("tags")).order_by("id")
    page = Paginator(list(goods), 50).get_page(request.GET.get("page"))
    return render(request, "shop/products.html", {"page": page, "rows": [row(product, reviews.get(product.id, [])) for product in page]})


def row(product, stars):
    return {
        "name": product.name,
        "price": product.price,
        "category": product.category.name,
        "tags": product.tag_count,
        "reviews": len(stars),
        "most_stars": max(stars, default=None),
    }


class ProductList(ListAPIView):
    """The same goods as JSON, with their reviews."""

    queryset = Product.objects.order_by("id")
    serializer_class = ProductSerializer
