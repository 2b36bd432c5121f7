"""Needs a library that is not installed."""

import a_library_that_nobody_has


def includeme(config):
    a_library_that_nobody_has.start(config)
