import django
from django.apps import AppConfig
from django.conf import settings


class Notes(AppConfig):
    name = "__main__"
    label = "notes"


settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
        "__main__.Notes",
    ],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ],  # quick, for a sample only
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.BasicAuthentication"
        ],
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticated"
        ],
    },
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models
from django.urls import include, path
from rest_framework import permissions, serializers, viewsets
from rest_framework.routers import SimpleRouter
from rest_framework.test import APIClient


class Note(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.CharField(max_length=200)


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "owner", "text"]
        read_only_fields = ["owner"]


class IsOwner(permissions.BasePermission):
    def has_object_permission(self, request, view, note):
        return note.owner == request.user


class LeakyNotes(viewsets.ModelViewSet):
    """An object rule alone."""

    queryset = Note.objects.order_by("pk")
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated, IsOwner]

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)


class PrivateNotes(LeakyNotes):
    """The same, and nobody even looks at what is not theirs."""

    def get_queryset(self):
        return super().get_queryset().filter(owner=self.request.user)


router = SimpleRouter()
router.register("leaky", LeakyNotes, basename="leaky")
router.register("private", PrivateNotes, basename="private")
urlpatterns = [path("", include(router.urls))]

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Note)
ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
Note.objects.create(owner=ada, text="Ada's diary")
Note.objects.create(owner=bob, text="Bob's list")

people = {
    "anonymous": APIClient(),
    "owner (ada)": APIClient(),
    "stranger (bob)": APIClient(),
}
people["owner (ada)"].force_authenticate(ada)
people["stranger (bob)"].force_authenticate(bob)

print(f"{'':16}{'list':>30}{'GET 1':>10}{'PATCH 1':>10}")
for style in ("leaky", "private"):
    for name, client in people.items():
        listed = client.get(f"/{style}/")
        seen = (
            [note["id"] for note in listed.json()]
            if listed.status_code == 200
            else ""
        )
        one = client.get(f"/{style}/1/").status_code
        patched = client.patch(
            f"/{style}/1/", {"text": "mine now"}, format="json"
        ).status_code
        print(
            f"{name:16}{style:>12}{listed.status_code:>10}{seen!s:>8}{one:>10}{patched:>10}"
        )

answer = people["stranger (bob)"].post(
    "/private/", {"text": "forged", "owner": ada.pk}, format="json"
)
print(
    "bob writes in ada's name:",
    answer.status_code,
    "owner is",
    User.objects.get(pk=answer.json()["owner"]).username,
)
print(
    "anonymous is told:",
    people["anonymous"].get("/private/").headers["WWW-Authenticate"],
)
