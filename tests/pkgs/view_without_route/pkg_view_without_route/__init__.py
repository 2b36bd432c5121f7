"""Adds a view that is bound to no route."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_view(lambda request: {}, name="anywhere", renderer="json")
