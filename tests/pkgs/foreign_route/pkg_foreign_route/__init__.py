"""Adds a route under a name that is not its own."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_route("good.lab", "/lab")
