from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response


def hello(request, name):
    return Response(f"Hello, {name}!", mimetype="text/html")


views = {"hello": hello}
url_map = Map([Rule("/hello/<name>", endpoint="hello", methods=["GET"])])


def application(environ, start_response):
    request = Request(environ)
    try:
        endpoint, values = url_map.bind_to_environ(environ).match()
        response = views[endpoint](request, **values)
    except HTTPException as error:
        response = error.get_response(environ)
    return response(environ, start_response)


client = Client(application)
for path in ("/hello/Ada", "/hello"):
    answer = client.get(path)
    print(path, "->", answer.status, answer.mimetype)
print(client.get("/hello/Ada").text)
