from rest_framework import serializers

from shop.models import Product, Review


class ReviewSerializer(serializers.ModelSerializer):
    class Meta:
        model = Review
        fields = ["id", "stars", "text"]


class ProductSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name")
    reviews = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["id", "name", "price", "category", "reviews"]

    def get_reviews(self, product):
        """Published ones only, the latest first."""
        published = [review for review in product.reviews.all() if review.published]
        return ReviewSerializer(sorted(published, key=lambda review: -review.id), many=True).data
