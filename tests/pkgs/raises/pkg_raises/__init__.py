"""Its includeme raises."""


def includeme(config):
    _prepare({})


def _prepare(options):
    return options["broker"]
