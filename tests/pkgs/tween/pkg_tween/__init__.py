"""Adds a tween, which every page would go through."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_tween("pkg_tween.tween_factory")
