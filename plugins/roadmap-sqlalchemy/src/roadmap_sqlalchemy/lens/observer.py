"""Has the visitor's code run beside the library, and hands on what was seen."""


def observe(input, world):
    return world.probe("run")
