from rest_framework import permissions


class OwnerOrStaffReading(permissions.BasePermission):
    """The owner may do anything with a note, staff may read it."""

    def has_object_permission(self, request, view, note):
        if note.owner_id == request.user.pk:
            return True
        return request.user.is_staff and request.method in permissions.SAFE_METHODS
