"""Does once what a run will do. Samples and exercises configure the settings themselves, so they stay unconfigured here."""

import sqlite3

import django.core.management
import django.db.backends.sqlite3.base
import django.test.client
import django.test.utils  # noqa: F401

with sqlite3.connect(":memory:") as connection:
    connection.execute("SELECT 1").fetchone()
connection.close()
del connection
