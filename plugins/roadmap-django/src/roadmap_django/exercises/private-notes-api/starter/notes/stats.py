"""A colleague's view. It names no permissions, and counts on the project's default to be a safe one. Given: leave it."""

from rest_framework.response import Response
from rest_framework.views import APIView

from notes.models import Note


class StatsView(APIView):
    def get(self, request):
        return Response({"notes": Note.objects.count()})
