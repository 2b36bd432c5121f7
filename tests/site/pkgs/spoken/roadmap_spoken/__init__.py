"""A section of which one lesson is translated: into German as it is, into Spanish as it was."""


def includeme(config):
    config.add_section(title="Tongues", summary="Of languages.", hue=120, content="content/")
    config.add_route("spoken.echo", "/echo")
    config.scan(".views")
