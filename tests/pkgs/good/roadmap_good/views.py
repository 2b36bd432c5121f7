"""The plugin's own page."""

from pyramid.view import view_config


@view_config(route_name="good.lab", renderer="roadmap_good:templates/lab.jinja2")
def lab(request):
    return {"words": "Words of the good plugin"}
