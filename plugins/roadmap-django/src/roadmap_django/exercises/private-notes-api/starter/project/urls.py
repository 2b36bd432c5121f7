from django.http import HttpResponse
from django.urls import include, path


def home(request):
    """What `GET /api/notes/` answers to nobody, to two users, and to one of the staff. Run shows this page."""
    from django.contrib.auth.models import User
    from rest_framework.test import APIClient

    lines = []
    for name in (None, "ann", "bob", "eve"):
        client = APIClient(raise_request_exception=False)
        if name:
            client.force_authenticate(User.objects.get(username=name))
        answer = client.get("/api/notes/", headers={"accept": "application/json"})
        who = f"{name} (staff)" if name == "eve" else name or "nobody"
        lines.append(f"{who}: {answer.status_code} {answer.content.decode()}\n")
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("", home),
    path("api/", include("notes.urls")),
]
