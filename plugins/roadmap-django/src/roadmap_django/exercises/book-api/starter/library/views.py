from rest_framework import viewsets

from library.models import Book


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
