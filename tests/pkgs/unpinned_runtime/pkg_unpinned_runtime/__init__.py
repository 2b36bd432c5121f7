"""Does not pin what its learners' code runs on."""


def includeme(config):
    config.add_runtime("unpinned", requirements="runtime.txt")
