"""Makes users with tokens, and notes of theirs."""

from django.contrib.auth.models import User
from django.test import Client


def join(name, password, staff):
    """Returns the id and a token of a new user."""
    from rest_framework.authtoken.models import Token

    user = User.objects.create_user(name, password=password, is_staff=staff)
    return [user.pk, Token.objects.create(user=user).key]


def log_in(name, password, address, forwarded):
    """The status of an attempt from `address`. Some servers drop X-Forwarded-For by themselves and others pass it on: this request has it."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    visitor = Client(raise_request_exception=False, REMOTE_ADDR=address, SERVER_NAME="localhost")
    return visitor.post("/api/login/", {"username": name, "password": password}, headers=headers).status_code


def write(owner, texts):
    """Returns the ids of new notes."""
    from notes.models import Note

    return [Note.objects.create(owner_id=owner, text=text).pk for text in texts]
