"""Given: leave it as it is."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from notes.stats import StatsView
from notes.views import LoginView, NoteViewSet

router = SimpleRouter()
router.register("notes", NoteViewSet, basename="note")

urlpatterns = [
    path("login/", LoginView.as_view()),
    path("stats/", StatsView.as_view()),
    path("", include(router.urls)),
]
