from rest_framework import filters, pagination, permissions, viewsets

from library.models import Book
from library.serializers import BookSerializer


class TenOnAPage(pagination.PageNumberPagination):
    page_size = 10


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.select_related("author").order_by("title")
    serializer_class = BookSerializer
    permission_classes = [permissions.IsAuthenticatedOrReadOnly]
    pagination_class = TenOnAPage
    filter_backends = [filters.SearchFilter, filters.OrderingFilter]
    search_fields = ["title", "author__name"]
    ordering_fields = ["title", "published"]

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
