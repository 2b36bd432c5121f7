"""Claims a section that is not its own."""


def includeme(config):
    config.add_section("good", title="Mine", summary="Not mine.", hue=0)
