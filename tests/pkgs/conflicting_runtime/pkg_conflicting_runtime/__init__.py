"""Declares a runtime that another plugin has."""


def includeme(config):
    config.add_runtime("good", requirements="runtime.txt")
