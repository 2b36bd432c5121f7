"""Every `roadmap.*` setting: type, default, meaning; validated once, all errors in one message."""

from roadmap.settings.keys import SettingsError
from roadmap.settings.reference import reference
from roadmap.settings.settings import Settings, shared_runtimes

__all__ = ["Settings", "SettingsError", "reference", "shared_runtimes"]
