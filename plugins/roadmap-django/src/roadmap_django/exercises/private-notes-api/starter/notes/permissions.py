from rest_framework import permissions


class OwnerOrStaffReading(permissions.BasePermission):
    """The owner may do anything with a note, staff may read it."""
