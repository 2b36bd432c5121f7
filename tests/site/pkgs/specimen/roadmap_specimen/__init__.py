"""A section with everything that a page can show, for looking at and for testing the site's templates."""


def includeme(config):
    config.add_runtime("specimen", requirements="runtime.txt", preload=["json"])
    config.add_section(
        title="Web basics",
        summary="What travels between a browser and a Python program, and how to look at it.",
        hue=200,
        content="content/",
        exercises="exercises/",
        icon="static/icon.svg",
    )
    config.add_route("specimen.lab", "/header-lab")
    config.add_lab("specimen.lab", title="Header lab", summary="Send a header and see what a program makes of it.")
    config.add_route("specimen.broken", "/broken")
    config.scan(".views")
