"""The command `roadmap`: what operators, plugin authors and scripts do without a browser."""

from roadmap.cli.group import main

__all__ = ["main"]
