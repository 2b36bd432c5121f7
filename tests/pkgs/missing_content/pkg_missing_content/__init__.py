"""Names a folder of content that is not there."""


def includeme(config):
    config.add_section(title="Empty", summary="Nothing.", hue=0, content="lessons/")
