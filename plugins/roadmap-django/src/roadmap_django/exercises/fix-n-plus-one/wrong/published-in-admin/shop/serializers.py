from rest_framework import serializers

from shop.models import Product, Review


class ReviewSerializer(serializers.ModelSerializer):
    class Meta:
        model = Review
        fields = ["id", "stars", "text"]


class ProductSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name")
    reviews = ReviewSerializer(source="published_reviews", many=True)

    class Meta:
        model = Product
        fields = ["id", "name", "price", "category", "reviews"]
