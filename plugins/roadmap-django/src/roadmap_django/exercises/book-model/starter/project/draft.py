"""What library/migrations/0002_book.py would be if `makemigrations` wrote it anew for library/models.py as it is now."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

FIRST = ("library", "0001_initial")


def draft():
    loader = MigrationLoader(None)
    graph = MigrationGraph()
    graph.add_node(FIRST, loader.disk_migrations[FIRST])
    detector = MigrationAutodetector(loader.project_state(FIRST), ProjectState.from_apps(apps))
    changes = detector.changes(graph, migration_name="book").get("library")
    if not changes:
        return "# models.py says nothing that is not in 0001_initial.py already.\n"
    return "# library/migrations/0002_book.py\n\n" + MigrationWriter(changes[0], include_header=False).as_string()
