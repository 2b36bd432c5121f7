# Nothing here may configure Django: its settings belong to the process, and to the learner. So a child process uses all
# of it with settings of its own and tells which modules that took; this one imports them.
import contextlib
import importlib
import logging
import os
import sys
import types

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured


def visit():
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="warm-up",
        ROOT_URLCONF="warmup_urls",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ALLOWED_HOSTS=["*"],
        LOGGING_CONFIG=None,
    )
    django.setup()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # of a refused request below
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from rest_framework import filters, pagination, routers, serializers, viewsets
    from rest_framework.test import APIClient

    class Groups(viewsets.ModelViewSet):
        queryset = Group.objects.order_by("pk")
        serializer_class = type(
            "Groups",
            (serializers.ModelSerializer,),
            {"Meta": type("Meta", (), {"model": Group, "fields": ["id", "name", "permissions"]})},
        )
        filter_backends = [filters.SearchFilter, filters.OrderingFilter]
        search_fields = ["name"]
        pagination_class = pagination.PageNumberPagination

    router = routers.DefaultRouter()
    router.register("groups", Groups)
    urls = types.ModuleType("warmup_urls")
    urls.urlpatterns = [path("api/", include(router.urls))]
    sys.modules["warmup_urls"] = urls
    call_command("migrate", verbosity=0)
    get_wsgi_application()
    client = APIClient()
    client.post("/api/groups/", {"name": "a"}, format="json")
    client.post("/api/groups/", {"name": ""}, format="json")
    client.get("/api/groups/", {"search": "a", "ordering": "name"})


def modules_of(work):
    reader, writer = os.pipe()
    if os.fork() == 0:
        with contextlib.suppress(BaseException), open(writer, "w") as told:
            work()
            told.write(" ".join(sys.modules))
        os._exit(0)
    os.close(writer)
    with open(reader) as told:
        found = told.read().split()
    os.wait()
    if not found:
        raise RuntimeError("the warm-up's child failed")
    return found


for name in modules_of(visit):
    with contextlib.suppress(ImproperlyConfigured, AppRegistryNotReady, ImportError):
        importlib.import_module(name)
