"""Claims the name of a program of the core."""


def includeme(config):
    config.add_program("wsgi", source="program.py")
