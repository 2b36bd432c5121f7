import sys
from importlib import invalidate_caches
from pathlib import Path

import django
from django.conf import settings

app = Path("library")
app.mkdir()
(app / "__init__.py").touch()
(app / "models.py").write_text(
    "from django.db import models\n\n\n"
    "class Book(models.Model):\n"
    "    title = models.CharField(max_length=200)\n"
)
sys.path.insert(0, ".")
settings.configure(
    INSTALLED_APPS=["library"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
)
django.setup()

from django.core.management import call_command
from django.db import models
from library.models import Book

call_command("makemigrations", "library")
invalidate_caches()
call_command("migrate", verbosity=0)
Book.objects.bulk_create([Book(title="Emma"), Book(title="Orlando")])

# As if this line had been written into models.py:
Book.add_to_class("pages", models.PositiveIntegerField(null=True))
call_command("makemigrations", "library", name="pages")
invalidate_caches()

print()
print(
    *Path("library/migrations/0002_pages.py").read_text().splitlines()[5:],
    sep="\n",
)
print()
call_command("sqlmigrate", "library", "0002")
call_command("showmigrations", "library")
call_command("migrate", verbosity=0)
print(
    "rows that were there before:",
    list(Book.objects.values_list("title", "pages")),
)
