"""Brings a program of its own, and exercises of it and of the core's text."""


def includeme(config):
    config.add_program("lines", source="lines.py", entry="app:answer")
    config.add_runtime("own-program", requirements="runtime.txt")
    config.add_section(title="Lines", summary="Line by line.", hue=10, content="content/", exercises="exercises/")
