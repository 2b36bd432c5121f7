"""The application. Whenever it starts, it makes its tables and a few goods, and counts the queries of each page for them."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

application = get_wsgi_application()
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("loaddata", "goods.json", verbosity=0)

# Models can only be imported once Django is set up, and that is what get_wsgi_application() does.
from project.count import count  # noqa: E402

count()
