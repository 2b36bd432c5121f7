"""Asks Django for its system checks, reads the settings in another environment, and fills the shop."""

import io
import os
import runpy

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test.utils import override_settings

VARIABLE = "DJANGO_SECRET_KEY"


written = {name: getattr(settings, name) for name in ("SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS")}


def known(proxy, host):
    """Whether the proxy, or the host, is known for sure, or only if settings.py says so: lest a mistake there fails every check."""
    header, hosts = written["SECURE_PROXY_SSL_HEADER"], written["ALLOWED_HOSTS"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_SCHEME", "https") if proxy else header
    settings.ALLOWED_HOSTS = [*hosts, "shop.example"] if host else hosts


def deploy():
    """What `check --deploy --fail-level WARNING` says with nothing silenced, and what is silenced."""
    silenced = list(settings.SILENCED_SYSTEM_CHECKS)
    output = io.StringIO()
    with override_settings(SILENCED_SYSTEM_CHECKS=[]):
        try:
            call_command("check", deploy=True, fail_level="WARNING", stdout=output, stderr=output, no_color=True)
        except SystemCheckError as problem:
            return [str(problem), silenced]
    return ["", silenced]


def secret_with(value):
    """SECRET_KEY of a settings.py that is read with this value in the environment, or the error that it raises."""
    before = os.environ.get(VARIABLE)
    os.environ.pop(VARIABLE, None)
    if value is not None:
        os.environ[VARIABLE] = value
    try:
        key = runpy.run_path("settings.py").get("SECRET_KEY")
        return {"key": key if key is None else str(key)}
    except BaseException as problem:
        return {"error": f"{type(problem).__name__}: {problem}"}
    finally:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before


def stock(names, code):
    """Replace all goods, and the voucher."""
    from shop.models import Product, Voucher

    Product.objects.all().delete()
    Voucher.objects.all().delete()
    Product.objects.bulk_create(Product(name=name, price=7) for name in names)
    Voucher.objects.create(code=code, percent=50)
