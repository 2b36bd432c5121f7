"""A good plugin: a bit of everything that a plugin can bring."""


def includeme(config):
    config.add_runtime("good", requirements="runtime.txt", preload=["json"], warmup="warmup.py")
    config.add_section(
        title="Good", summary="All that a plugin can bring.", hue=200, content="content/", exercises="exercises/"
    )
    config.add_static_view("static", "static")
    config.add_route("good.lab", "/lab")
    config.add_lab("good.lab", title="Lab", summary="A page of the plugin's own.")
    config.scan(".views")
