import django
from django.apps import AppConfig
from django.conf import settings


class Club(AppConfig):
    name = "__main__"
    label = "club"


settings.configure(
    SECRET_KEY="a sample's key, not a secret",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["testserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "rest_framework",
        "rest_framework.authtoken",
        "__main__.Club",
    ],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ],  # quick, for a sample only
    REST_FRAMEWORK={"DEFAULT_THROTTLE_RATES": {"writes": "3/min"}},
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import path
from rest_framework.authentication import (
    BasicAuthentication,
    SessionAuthentication,
    TokenAuthentication,
)
from rest_framework.authtoken.models import Token
from rest_framework.authtoken.views import obtain_auth_token
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class Hello(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response(
            f"{request.user} by {type(request.successful_authenticator).__name__}"
        )

    def post(self, request):
        return Response("written", status=201)


class Throttled(Hello):
    throttle_scope = "writes"

    def get_throttles(self):
        return (
            [ScopedRateThrottle()] if self.request.method == "POST" else []
        )


urlpatterns = [
    path(
        "session",
        Hello.as_view(authentication_classes=[SessionAuthentication]),
    ),
    path(
        "token",
        Throttled.as_view(
            authentication_classes=[
                TokenAuthentication,
                BasicAuthentication,
            ]
        ),
    ),
    path("sign-in", obtain_auth_token),
]

call_command("migrate", verbosity=0)
ada = User.objects.create_user("ada", password="a pass phrase")


def tell(who, answer):
    challenge = answer.headers.get("WWW-Authenticate", "")
    print(
        f"{who:24}{answer.status_code} {answer.json()} {challenge}".rstrip()
    )


nobody = APIClient()
tell("session, nobody", nobody.get("/session"))
tell("token, nobody", nobody.get("/token"))

browser = APIClient(enforce_csrf_checks=True)
browser.login(username="ada", password="a pass phrase")
tell("session, reads", browser.get("/session"))
tell("session, writes", browser.post("/session"))

answer = nobody.post(
    "/sign-in", {"username": "ada", "password": "a pass phrase"}
)
token = answer.json()["token"]
print(
    "sign-in gives a token of",
    len(token),
    "letters, stored as it is:",
    Token.objects.get(user=ada).key == token,
)
program = APIClient(headers={"authorization": f"Token {token}"})
tell("token, reads", program.get("/token"))
tell(
    "token, bent",
    APIClient(headers={"authorization": "Token 1234"}).get("/token"),
)
for attempt in range(4):
    answer = program.post("/token")
    print(
        f"write {attempt + 1}: {answer.status_code}",
        "come back later" if "Retry-After" in answer.headers else "",
    )
