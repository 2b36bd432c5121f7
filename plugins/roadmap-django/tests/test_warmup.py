"""What the warm process has imported of Django must not show in a program, which brings settings of its own."""

from __future__ import annotations

import pytest

from roadmap.runner.job import Job

pytestmark = pytest.mark.sandbox

PRISTINE = """
import sys

from django.apps import apps
from django.conf import settings

print(settings.configured, apps.ready, sorted(label for label, models in apps.all_models.items() if models))
print([name for name in sys.modules if name == "rest_framework.views" or name == "django.contrib.auth.models"])
print("django.contrib.admin.options" in sys.modules, "rest_framework.fields" in sys.modules)
"""

LEFT_OVER = """
import sys
import types

# A module whose import failed half-way is gone from sys.modules. Nobody may have kept it, or a class of it.
for name, module in list(sys.modules.items()):
    for key, value in list(vars(module).items()) if type(module) is types.ModuleType else []:
        if type(value) is types.ModuleType and value.__name__.startswith(("django", "rest_framework", "drf_")):
            if sys.modules.get(value.__name__) is not value:
                print(name, "keeps the module", value.__name__)
        elif issubclass(type(value), type) and str(value.__module__).startswith(("django", "rest_framework", "drf_")):
            if value.__module__ not in sys.modules:
                print(name, "keeps the class", value.__module__, key)
print("that is all")
"""

PEOPLE = """
from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    pass
"""

OWN_SETTINGS = """
import sys
import types

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="x",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="urls",
    AUTH_USER_MODEL="people.Person",
    TIME_ZONE="Asia/Tokyo",
    USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.admin", "rest_framework",
        "rest_framework.authtoken", "people",
    ],
    REST_FRAMEWORK={
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
        "PAGE_SIZE": 7,
        "SEARCH_PARAM": "find",
    },
)
django.setup()

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.urls import path
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.filters import SearchFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView


class Hello(APIView):
    def get(self, request):
        return Response({"hello": "you"})


sys.modules["urls"] = types.SimpleNamespace(urlpatterns=[path("", Hello.as_view())])
answer = APIClient().get("/")
print(get_user_model().__name__, LogEntry._meta.get_field("user").related_model.__name__)
print(Token._meta.get_field("user").related_model.__name__)
print(answer.status_code, answer["WWW-Authenticate"])
print(PageNumberPagination.page_size, SearchFilter.search_param, timezone.get_default_timezone_name())
"""


def printed(runner, code):
    files = {"main.py": code, "people/__init__.py": "", "people/models.py": PEOPLE}
    verdict = runner.execute(Job(kind="run", runtime="django", files=files, main="main.py"))
    assert verdict.traceback == ""
    return verdict.output.splitlines()


def test_nothing_is_configured(section, roadmap_runner):
    unconfigured, settled, prepared = printed(roadmap_runner, PRISTINE)
    assert unconfigured == "False False []"
    assert settled == "[]"
    assert prepared == "True True"


def test_nothing_half_imported_is_left(section, roadmap_runner):
    assert printed(roadmap_runner, LEFT_OVER) == ["that is all"]


def test_a_program_gets_what_its_own_settings_say(section, roadmap_runner):
    assert printed(roadmap_runner, OWN_SETTINGS) == [
        "Person Person",
        "Person",
        "401 Token",
        "7 find Asia/Tokyo",
    ]
