"""A template of its does not compile."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_route("broken-template.page", "/page")
    config.scan(".views")
