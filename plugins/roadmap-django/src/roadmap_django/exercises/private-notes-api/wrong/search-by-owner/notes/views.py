from rest_framework import filters, permissions, throttling, viewsets
from rest_framework.authtoken.views import ObtainAuthToken

from notes.models import Note
from notes.permissions import OwnerOrStaffReading
from notes.serializers import NoteSerializer


class LoginThrottle(throttling.AnonRateThrottle):
    scope = "login"


class WriteThrottle(throttling.UserRateThrottle):
    scope = "write"

    def allow_request(self, request, view):
        return request.method in permissions.SAFE_METHODS or super().allow_request(request, view)


class LoginView(ObtainAuthToken):
    """Name and password in, token out."""

    # A token that somebody sends along must not count as another address.
    authentication_classes = []
    throttle_classes = [LoginThrottle]


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated, OwnerOrStaffReading]
    throttle_classes = [WriteThrottle]
    filter_backends = [filters.SearchFilter]
    search_fields = ["text", "owner__username"]

    def get_queryset(self):
        notes = Note.objects.select_related("owner")
        return notes if self.request.user.is_staff else notes.filter(owner=self.request.user)

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
