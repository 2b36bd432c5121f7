"""Makes users with tokens, and notes of theirs."""

from django.contrib.auth.models import User


def join(name, password, staff):
    """Returns the id and a token of a new user."""
    from rest_framework.authtoken.models import Token

    user = User.objects.create_user(name, password=password, is_staff=staff)
    return [user.pk, Token.objects.create(user=user).key]


def write(owner, texts):
    """Returns the ids of new notes."""
    from notes.models import Note

    return [Note.objects.create(owner_id=owner, text=text).pk for text in texts]
