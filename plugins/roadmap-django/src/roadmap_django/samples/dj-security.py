import re

import django
from django.conf import settings

PAGES = {
    "search.html": """<form method="post">{% csrf_token %}<input name="q" value="{{ q }}"></form>
<p class="auto">{{ q }}</p>
<p class="safe">{{ q|safe }}</p>"""
}
settings.configure(
    DEBUG=False,
    SECRET_KEY="a sample's key, not a secret",
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["shop.example"],
    SECURE_HSTS_SECONDS=3600,
    SESSION_COOKIE_SECURE=True,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", PAGES)
                ]
            },
        }
    ],
)
django.setup()

import logging

from django.shortcuts import render
from django.test import Client
from django.urls import path

logging.disable()  # each refusal would be logged, too


def search(request):
    request.session["seen"] = True
    return render(
        request,
        "search.html",
        {"q": request.POST.get("q") or request.GET.get("q", "")},
    )


urlpatterns = [path("", search)]
browser = Client(enforce_csrf_checks=True)
HOST = {"HTTP_HOST": "shop.example", "secure": True}

answer = browser.get("/", {"q": '"><script>alert(1)</script>'}, **HOST)
for name in (
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Strict-Transport-Security",
    "Content-Security-Policy",
):
    print(f"{name:27}{answer.headers.get(name, '(not sent)')}")
cookie = answer.cookies["sessionid"]
print(
    f"{'session cookie':27}Secure={cookie['secure']} HttpOnly={cookie['httponly']} SameSite={cookie['samesite']}"
)

body = answer.content.decode()
print(re.search(r'<input name="q".*?>(?=</form>)', body)[0])
print(*re.findall(r"<p .*", body), sep="\n")

token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)[1]
for name, sent, headers in (
    ("no token", {"q": "tea"}, {"referer": "https://shop.example/"}),
    (
        "token, foreign origin",
        {"q": "tea", "csrfmiddlewaretoken": token},
        {"origin": "https://evil.example"},
    ),
    (
        "token, own origin",
        {"q": "tea", "csrfmiddlewaretoken": token},
        {"origin": "https://shop.example"},
    ),
):
    print(
        f"POST, {name:22}{browser.post('/', sent, headers=headers, **HOST).status_code}"
    )
print(
    "forged Host header          ",
    browser.get("/", HTTP_HOST="evil.example", secure=True).status_code,
)
