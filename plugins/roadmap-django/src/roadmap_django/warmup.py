"""Imports what Django and REST framework will want, and leaves them as if nobody had used them.

Django's settings belong to the process, and much of it reads them while it is imported: which class is the user model,
which permissions an APIView has when it names none. Whatever is imported after somebody configured settings is spoilt
for a learner's own. So a child process goes through the whole stack with settings of its own, tells which modules that
took, and ends. This process imports them without any settings: those that need some say so and are left out, some 70 of
850. A run imports these itself, in a few milliseconds, under its own settings.
"""

import contextlib
import importlib
import os
import sys
import traceback
import types
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured

SETTINGS = {
    "SECRET_KEY": "warm-up",
    "ALLOWED_HOSTS": ["*"],
    "ROOT_URLCONF": "warmup_urls",
    "USE_TZ": True,
    "STATIC_URL": "static/",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "INSTALLED_APPS": [
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.sitemaps",
        "rest_framework",
        "rest_framework.authtoken",
        "django_filters",
        "drf_spectacular",
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    "REST_FRAMEWORK": {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"},
    "LOGGING_CONFIG": None,
}


def visit():
    """What exercises and samples do: migrations, system checks, the admin, an API with its pages and its schema."""
    import django

    settings.configure(**SETTINGS)
    django.setup()
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.urls import include, path
    from django_filters.rest_framework import DjangoFilterBackend
    from drf_spectacular.views import SpectacularAPIView
    from rest_framework import filters, permissions, routers, serializers, throttling, viewsets  # noqa: F401
    from rest_framework.pagination import PageNumberPagination
    from rest_framework.test import APIClient

    class UserSerializer(serializers.ModelSerializer):
        class Meta:
            model = User
            fields = ("id", "username", "groups")

    class UserViewSet(viewsets.ModelViewSet):
        queryset = User.objects.order_by("pk")
        serializer_class = UserSerializer
        filter_backends = (filters.SearchFilter, filters.OrderingFilter, DjangoFilterBackend)
        filterset_fields = search_fields = ("username",)
        pagination_class = PageNumberPagination

    router = routers.DefaultRouter()
    router.register("users", UserViewSet)
    urls = types.ModuleType(SETTINGS["ROOT_URLCONF"])
    urls.urlpatterns = [
        path("admin/", admin.site.urls),
        path("api/", include(router.urls)),
        path("schema/", SpectacularAPIView.as_view()),
    ]
    sys.modules[urls.__name__] = urls
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        call_command("migrate")
        call_command("makemigrations", "--check", "--dry-run")
        call_command("check", "--deploy")
        client = APIClient()
        client.get("/admin/login/")
        user = User.objects.create_superuser("warm")
        client.force_login(user)
        for page in ("/admin/", "/admin/auth/user/", f"/admin/auth/user/{user.pk}/change/", "/schema/"):
            client.get(page)
        client.get("/api/users/", {"search": "w", "ordering": "username", "username": "warm"})
        client.get("/api/users/", HTTP_ACCEPT="text/html")
        client.post("/api/users/", {"username": ""}, format="json")


def modules_of(work):
    """Names of the modules that a child process has after it did `work`."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            try:
                work()
                pipe.write(" ".join(sys.modules))
            except BaseException:
                pipe.write("!" + traceback.format_exc())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told or told.startswith("!"):
        raise RuntimeError(f"the warm-up's child failed: {told[1:] or 'it ended without a word'}")
    return told.split()


for name in modules_of(visit):
    # ImportError: of things that only the child had, or that a library looks for and does without.
    with contextlib.suppress(ImproperlyConfigured, AppRegistryNotReady, ImportError):
        importlib.import_module(name)
if settings.configured or apps.ready or any(apps.all_models.values()):
    raise RuntimeError("the warm-up configured Django: a learner's own settings would come too late")
