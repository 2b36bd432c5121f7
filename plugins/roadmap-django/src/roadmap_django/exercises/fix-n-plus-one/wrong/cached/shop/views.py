from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from rest_framework.generics import ListAPIView

from shop.models import Product
from shop.serializers import ProductSerializer


@cache_page(600)
def products(request):
    """The list of goods, 50 on a page."""
    page = Paginator(Product.objects.order_by("id"), 50).get_page(request.GET.get("page"))
    return render(request, "shop/products.html", {"page": page, "rows": [row(product) for product in page]})


def row(product):
    published = product.reviews.filter(published=True)
    return {
        "name": product.name,
        "price": product.price,
        "category": product.category.name,
        "tags": product.tags.count(),
        "reviews": published.count(),
        "most_stars": published.aggregate(most=Max("stars"))["most"],
    }


class ProductList(ListAPIView):
    """The same goods as JSON, with their reviews."""

    queryset = Product.objects.order_by("id")
    serializer_class = ProductSerializer
