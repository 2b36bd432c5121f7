"""Its quiz is not TOML."""


def includeme(config):
    config.add_section(title="Bad", summary="Never seen.", hue=0)
