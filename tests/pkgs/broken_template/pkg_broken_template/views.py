"""A page."""

from pyramid.view import view_config


@view_config(route_name="broken-template.page", renderer="pkg_broken_template:templates/page.jinja2")
def page(request):
    return {}
