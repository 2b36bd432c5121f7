"""Every test here that touches a database runs on SQLite and on PostgreSQL."""

from roadmap.testing.databases import database_settings, postgres_settings, postgres_url, sqlite_settings

__all__ = ["database_settings", "postgres_settings", "postgres_url", "sqlite_settings"]
