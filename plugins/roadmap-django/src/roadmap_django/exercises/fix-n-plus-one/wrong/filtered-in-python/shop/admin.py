from django.contrib import admin
from django.db.models import Count, Prefetch

from shop.models import Product, Tag


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "price", "category_name", "tag_names", "review_count"]
    list_per_page = 50
    list_select_related = ["category"]
    ordering = ["id"]

    def get_queryset(self, request):
        tags = Prefetch("tags", queryset=Tag.objects.order_by("name"))
        return super().get_queryset(request).prefetch_related(tags).annotate(reviews_found=Count("reviews"))

    def category_name(self, product):
        return product.category.name

    def tag_names(self, product):
        return ", ".join(tag.name for tag in product.tags.all())

    def review_count(self, product):
        """All of them, published or not: staff have to read what is not."""
        return product.reviews_found
