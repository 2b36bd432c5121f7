from pyramid.view import view_config

RENDERER = "roadmap_specimen:templates/lab.jinja2"


@view_config(route_name="specimen.lab", request_method="GET", renderer=RENDERER, everyone=True)
def lab(request):
    return {"headers": "Accept: text/html\nX-Color: blue", "answer": None}


@view_config(route_name="specimen.lab", request_method="POST", renderer=RENDERER)
def answer(request):
    return {"headers": request.POST.get("headers", ""), "answer": request.POST.get("headers", "").splitlines()}


@view_config(route_name="specimen.broken")
def broken(request):
    raise RuntimeError("a plugin's view that fails")
