"""A page that raises, one that does not, and one that sends visitors away for a while."""

from pyramid.view import view_config

from roadmap.learning import TooMany


@view_config(route_name="view-raises.page", renderer="json")
def page(request):
    return 1 / 0


@view_config(route_name="view-raises.fine", renderer="json")
def fine(request):
    return {"all": "well"}


@view_config(route_name="view-raises.busy", renderer="json")
def busy(request):
    raise TooMany(7)
