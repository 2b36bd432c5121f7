"""Commits, which would hide conflicts."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.commit()
