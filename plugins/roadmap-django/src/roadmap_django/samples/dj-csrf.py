import re

import django
from django.conf import settings

PAGES = {
    "note.html": """<form method="post">{% csrf_token %}<input name="text" value="{{ form.text.value|default:"" }}">
{{ form.text.errors.as_text }}</form>{% for message in messages %}[{{ message.level_tag }}] {{ message }}{% endfor %}"""
}
settings.configure(
    SECRET_KEY="a sample's key, not a secret",
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", PAGES)
                ],
                "context_processors": [
                    "django.contrib.messages.context_processors.messages"
                ],
            },
        }
    ],
)
django.setup()

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.test import Client
from django.urls import path

NOTES = []


class NoteForm(forms.Form):
    text = forms.CharField(max_length=20)


def notes(request):
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        NOTES.append(form.cleaned_data["text"])
        messages.success(request, f"Note {len(NOTES)} is stored.")
        return redirect("notes")
    return render(
        request,
        "note.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


urlpatterns = [path("notes", notes, name="notes")]

# The test client skips the CSRF check unless it is told not to.
browser = Client(enforce_csrf_checks=True)
page = browser.get("/notes").content.decode()
token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
print(
    "token of",
    len(token),
    "letters, cookie of",
    len(browser.cookies["csrftoken"].value),
)

print(
    "without a token:",
    browser.post("/notes", {"text": "forged"}).status_code,
)
print(
    "empty:          ",
    (
        answer := browser.post(
            "/notes", {"text": "", "csrfmiddlewaretoken": token}
        )
    ).status_code,
)
print(
    "                ", re.search(r"\* [^<]+", answer.content.decode())[0]
)
answer = browser.post(
    "/notes", {"text": "tea", "csrfmiddlewaretoken": token}
)
print("with it:        ", answer.status_code, answer["Location"])
for visit in ("first", "second"):
    said = re.search(r"\[.*", browser.get("/notes").content.decode())
    print(f"{visit} look:".ljust(16), said[0] if said else "no message")
print("stored:         ", NOTES)
