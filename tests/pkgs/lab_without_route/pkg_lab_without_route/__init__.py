"""Lists a lab that has no route."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
    config.add_lab("lab-without-route.lab", title="Lab", summary="Nowhere.")
