import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    MIDDLEWARE=["__main__.outer", "__main__.gate", "__main__.inner"],
)
django.setup()

from django.http import HttpResponse
from django.test import Client
from django.urls import path


def outer(get_response):
    print("outer is built once, at start-up")

    def handle(request):
        print("  outer: request", request.path)
        response = get_response(request)
        print("  outer: response", response.status_code)
        response["X-Seen-By"] = "outer"
        return response

    return handle


def gate(get_response):
    def handle(request):
        if "key" not in request.GET:
            print("  gate:  stop")
            return HttpResponse("No key", status=403)
        return get_response(request)

    return handle


def inner(get_response):
    def handle(request):
        request.locale = request.headers.get("Accept-Language", "en")[:2]
        print("  inner: request")
        return get_response(request)

    return handle


def page(request):
    print("  view:  language", request.locale)
    return HttpResponse("Hello")


urlpatterns = [path("", page)]
client = Client()
print("/?key=1")
client.get("/?key=1", headers={"accept-language": "fr-CH"})
print("/")
answer = client.get("/")
print(
    "The visitor sees",
    answer.status_code,
    answer.content.decode(),
    "|",
    answer.headers.get("X-Seen-By"),
)
