"""A view of its raises; all else is well."""


def includeme(config):
    config.add_section(title="Raises", summary="One page of it is broken.", hue=0)
    config.add_route("view-raises.page", "/page")
    config.add_route("view-raises.fine", "/fine")
    config.add_route("view-raises.busy", "/busy")
    config.scan(".views")
