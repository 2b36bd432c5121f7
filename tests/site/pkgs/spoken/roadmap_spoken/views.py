from pyramid.view import view_config


@view_config(route_name="spoken.echo", renderer="roadmap_spoken:templates/echo.jinja2")
def echo(request):
    return {"lessons": request.catalogue.section("spoken").lessons}
