"""An OpenID Connect provider, made with Authlib's server: a program of its own that speaks HTTP.

`python oidc_provider.py CALLBACK` prints its address. Who is signed in there is said by a cookie `person`, which holds
the claims as JSON in hexadecimal; others would ask for a password. `/keys/turn` makes it sign with a new key.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, make_server

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.oauth2.rfc6749 import (
    AuthorizationCodeMixin,
    AuthorizationServer,
    ClientMixin,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "roadmap", "the secret of the site"


class Client(ClientMixin):  # type: ignore[misc]
    def __init__(self, callback: str) -> None:
        self.callback = callback

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.callback

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(each for each in scope.split() if each in ("openid", "email"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.callback

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    def __init__(self, request: OAuth2Request) -> None:
        data = request.payload.data
        self.redirect_uri, self.scope, self.nonce = data.get("redirect_uri"), data.get("scope"), data.get("nonce")
        self.code_challenge = data.get("code_challenge")
        self.code_challenge_method = data.get("code_challenge_method")
        self.user = request.user
        self.made = time.time()

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str:
        return str(self.nonce)

    def get_auth_time(self) -> int:
        return int(self.made)

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


codes: dict[str, Code] = {}


class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        codes[code] = Code(request)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        for code in [code for code, each in codes.items() if each is authorization_code]:
            del codes[code]

    def authenticate_user(self, authorization_code: Code) -> Any:
        return authorization_code.user


class Keys:
    def __init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})

    def public(self) -> dict[str, Any]:
        return dict(KeySet([self.key]).as_dict(private=False))


class IDTokens(OpenIDCode):  # type: ignore[misc]
    def __init__(self, issuer: str, keys: Keys) -> None:
        super().__init__(require_nonce=True)
        self.issuer, self.keys = issuer, keys

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return any(code.nonce == nonce for code in codes.values())

    def get_client_algorithm(self, client: Client) -> str:
        return "ES256"

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": "ES256", "kid": self.keys.key.kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.issuer, "aud": [CLIENT], "exp": int(time.time()) + 300, "iat": int(time.time())}

    def resolve_client_private_key(self, client: Client) -> ECKey:
        return self.keys.key

    def generate_user_info(self, user: Any, scope: str) -> UserInfo:
        # A person of the test may say what the token holds, to be an impostor of any kind.
        return UserInfo(**user)


class Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, client: Client) -> None:
        super().__init__(scopes_supported=["openid", "email"])
        self.client = client

    def query_client(self, client_id: str) -> Client | None:
        return self.client if client_id == CLIENT else None

    def save_token(self, token: Any, request: OAuth2Request) -> None:
        pass

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        pass

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any, list[tuple[str, str]]]:
        return status, body, list(headers)


class HTTPRequest(OAuth2Request):  # type: ignore[misc]
    def __init__(self, environ: dict[str, Any]) -> None:
        headers = {"Authorization": environ["HTTP_AUTHORIZATION"]} if "HTTP_AUTHORIZATION" in environ else {}
        query = environ.get("QUERY_STRING", "")
        super().__init__(environ["REQUEST_METHOD"], f"http://localhost{environ['PATH_INFO']}?{query}", headers=headers)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        self._args, self._form = dict(parse_qsl(query)), dict(parse_qsl(body))
        self.payload = BasicOAuth2Payload({**self._args, **self._form})

    @property
    def args(self) -> dict[str, str]:
        return self._args

    @property
    def form(self) -> dict[str, str]:
        return self._form


class Provider:
    """A WSGI application."""

    def __init__(self, issuer: str, callback: str) -> None:
        self.issuer, self.keys = issuer, Keys()
        self.server = Server(Client(callback))
        self.server.register_token_generator("default", lambda **_: {
            "token_type": "Bearer", "access_token": secrets.token_urlsafe(), "expires_in": 60, "scope": "openid email",
        })  # fmt: skip
        self.server.register_grant(Grant, [CodeChallenge(required=True), IDTokens(issuer, self.keys)])

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        status, body, headers = self.answer(environ)
        content = body if isinstance(body, str) else json.dumps(body)
        start(f"{status} -", [(name, str(value)) for name, value in headers])
        return [(content or "").encode()]

    def answer(self, environ: dict[str, Any]) -> tuple[int, Any, list[tuple[str, str]]]:
        json_headers = [("Content-Type", "application/json")]
        match environ["PATH_INFO"]:
            case "/.well-known/openid-configuration":
                return 200, self.metadata(), json_headers
            case "/keys":
                return 200, self.keys.public(), json_headers
            case "/keys/turn":
                self.keys.turn()
                return 200, {}, json_headers
            case "/token":
                status, body, headers = self.server.create_token_response(HTTPRequest(environ))
                return status, body, headers
            case "/authorize":
                return self.authorize(environ)
        return 404, {}, json_headers

    def authorize(self, environ: dict[str, Any]) -> tuple[int, Any, list[tuple[str, str]]]:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("person")
        request = HTTPRequest(environ)
        person = json.loads(bytes.fromhex(cookie.value)) if cookie else None
        request.user = person
        try:
            grant = self.server.get_authorization_grant(request)
        except OAuth2Error as error:
            return 400, error.error, []
        status, body, headers = self.server.create_authorization_response(request, person, grant=grant)
        return status, body, headers

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def main() -> None:
    with make_server("127.0.0.1", 0, None, handler_class=Quiet) as server:  # type: ignore[arg-type]
        issuer = f"http://127.0.0.1:{server.server_port}"
        server.set_app(Provider(issuer, sys.argv[1]))
        print(issuer, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
