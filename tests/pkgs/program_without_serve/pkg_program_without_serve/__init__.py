"""Its program's adapter has no function serve."""


def includeme(config):
    config.add_program("serveless", source="program.py")
