from rest_framework import filters, viewsets
from rest_framework.authtoken.views import ObtainAuthToken

from notes.models import Note
from notes.serializers import NoteSerializer


class LoginView(ObtainAuthToken):
    """Name and password in, token out."""


class NoteViewSet(viewsets.ModelViewSet):
    queryset = Note.objects.all()
    serializer_class = NoteSerializer
    filter_backends = [filters.SearchFilter]
    search_fields = ["text"]
