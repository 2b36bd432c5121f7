import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    APPEND_SLASH=True,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
django.setup()

from django.http import JsonResponse
from django.test import Client
from django.urls import NoReverseMatch, include, path, resolve, reverse


def show(request, **arguments):
    match = request.resolver_match
    return JsonResponse(
        {"name": match.view_name, **arguments},
        json_dumps_params={"default": str},
    )


library = (
    [
        path("", show, name="index"),
        path("<int:year>/", show, name="year"),
        path("<int:year>/<slug:slug>/", show, name="book"),
        path("files/<path:rest>", show, name="file"),
        path("loans/<uuid:loan>/", show, name="loan"),
    ],
    "library",
)
urlpatterns = [
    path("books/", include(library)),
    path("archive/", include(library, namespace="archive"), {"old": True}),
]

client = Client()
for address in (
    "/books/",
    "/books/1815/",
    "/books/1815/emma/",
    "/books/1815/emma",
    "/books/1815/Emma Woodhouse/",
    "/books/files/2026/report.pdf",
    "/archive/1815/",
):
    answer = client.get(address)
    said = (
        answer.content.decode()
        if answer.status_code == 200
        else answer.headers.get("Location", "")
    )
    print(answer.status_code, address, said)

print(reverse("library:book", kwargs={"year": 1815, "slug": "emma"}))
print(
    reverse(
        "archive:book",
        kwargs={"year": 1815, "slug": "emma"},
        query={"page": 2},
    )
)
print(resolve("/books/1922/").kwargs)
try:
    reverse("library:book", kwargs={"year": "MDCCC", "slug": "emma"})
except NoReverseMatch as error:
    print("NoReverseMatch:", str(error).partition(". ")[0])
