import secrets

import django
from django.conf import settings

settings.configure(
    DEBUG=True,
    SECRET_KEY="django-insecure-changeme",
    ALLOWED_HOSTS=[],
    ROOT_URLCONF="__main__",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    INSTALLED_APPS=["django.contrib.sessions"],
)
django.setup()

from django.core import checks
from django.test import override_settings

urlpatterns = []
HARDENED = {
    "DEBUG": False,
    "SECRET_KEY": secrets.token_urlsafe(
        50
    ),  # in a project: from the environment, always the same
    "ALLOWED_HOSTS": ["shop.example"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "MIDDLEWARE": [
        *settings.MIDDLEWARE,
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
}


def check(name):
    everything = checks.run_checks(include_deployment_checks=True)
    found = [warning for warning in everything if not warning.is_silenced()]
    print(f"{name}: {len(found)} warnings")
    for warning in sorted(found, key=lambda one: one.id):
        print(f"  {warning.id} {warning.msg.partition('. ')[0][:72]}")


check("as it was")
with override_settings(**HARDENED):
    check("hardened")
with override_settings(
    **{**HARDENED, "ALLOWED_HOSTS": ["*"], "CSRF_COOKIE_SECURE": False}
):
    check("one step back, and every host allowed")
