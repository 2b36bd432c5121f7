"""Replaces the view of another's route."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_view(lambda request: {}, route_name="home", renderer="json")
