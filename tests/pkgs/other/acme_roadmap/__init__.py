"""A good plugin of an organization: a section, and a template of another plugin replaced."""


def includeme(config):
    config.add_runtime("other", requirements="runtime.txt")
    config.add_section(title="Other", summary="What Acme adds.", after=["good", "not-installed"], hue=20)
    config.override_asset("roadmap_good:templates/lab.jinja2", "acme_roadmap:templates/lab.jinja2")
