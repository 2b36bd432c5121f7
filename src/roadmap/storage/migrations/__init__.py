"""Alembic's environment; `roadmap.storage.upgrade` runs it. Core's own branch is in `versions`."""
