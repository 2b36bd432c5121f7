"""A sample runs on a runtime that nobody declares."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
