"""The bookshop, ready to be asked: settings, tables in memory, rows."""

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["shop"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.db import connection  # noqa: E402
from shop import models, rows  # noqa: E402

with connection.schema_editor() as editor:
    for model in (models.Author, models.Genre, models.Book, models.Customer, models.Order, models.Line):
        editor.create_model(model)
rows.fill()
