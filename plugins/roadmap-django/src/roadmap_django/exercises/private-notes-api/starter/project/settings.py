"""Settings of the notes. Given, but for REST_FRAMEWORK, which is in settings_fragment.py and yours."""

from pathlib import Path

from settings_fragment import REST_FRAMEWORK  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "for practice only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "project.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework.authtoken",
    "notes",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
# The tables of apps that come with the framework are made from their models at once, not by one migration after the other.
# For a database that lives a few seconds that saves a fraction of one; a real project migrates them all.
MIGRATION_MODULES = dict.fromkeys(["auth", "authtoken", "contenttypes"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

# A slow hash is what protects passwords. This one is fast, which saves the checks seconds; never use it on a real site.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tracebacks go to the program's output: without this, Django writes them to the console only while DEBUG is True.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
