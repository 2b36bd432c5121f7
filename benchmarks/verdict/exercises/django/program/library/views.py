from rest_framework import filters, pagination, viewsets

from library.models import Author, Book
from library.serializers import AuthorSerializer, BookSerializer


class FiveOnAPage(pagination.PageNumberPagination):
    page_size = 5


class AuthorViewSet(viewsets.ModelViewSet):
    queryset = Author.objects.order_by("name")
    serializer_class = AuthorSerializer


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.select_related("author").order_by("title", "id")
    serializer_class = BookSerializer
    pagination_class = FiveOnAPage
    filter_backends = [filters.SearchFilter, filters.OrderingFilter]
    search_fields = ["title", "author__name"]
    ordering_fields = ["title", "published"]
