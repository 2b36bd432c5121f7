from django.utils import timezone
from rest_framework import serializers

from library.models import Book


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = Book
        fields = ["id", "title", "author", "author_name", "published"]

    def validate_published(self, day):
        if day > timezone.localdate():
            raise serializers.ValidationError("A book cannot have been published in the future.")
        return day
