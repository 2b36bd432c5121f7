"""A template of its extends one that is not there."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
