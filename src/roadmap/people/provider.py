"""An OpenID Connect provider: where one is sent to sign in, and who one is when one comes back.

The authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636); what the provider can do is read from its
discovery document (OpenID Connect Discovery 1.0). The protocol is Authlib's.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from roadmap.people.mail_address import mail_address
from roadmap.settings import Settings

SCOPE = "openid email"
# No "none", and nothing symmetric: with those, whoever knows what many know could sign.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
PATIENCE_SECONDS = 10
KEPT_SECONDS = 3600
LEEWAY_SECONDS = 60


class ProviderError(Exception):
    """The provider can't be reached, or what it says can't be believed; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser keeps, signed, while its owner is at the provider."""

    state: str
    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the provider. `address` only if the provider says that it has verified it."""

    issuer: str
    subject: str
    address: str | None


class Provider:
    """Knows one provider. Safe to use from several threads."""

    def __init__(self, issuer: str, name: str, client_id: str, client_secret: str, callback: str) -> None:
        """:param callback: the absolute address to which the provider sends people back."""
        self.name = name
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._callback = callback
        self._lock = Lock()
        self._metadata: tuple[float, dict[str, Any]] | None = None

    def begin(self) -> tuple[str, Begun]:
        """The address at the provider to send a browser to, and what the browser must bring back.

        :raises ProviderError: its discovery document can't be had.
        """
        begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        url, _ = self._client().create_authorization_url(
            self._known()["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
        return url, begun

    def finish(self, begun: Begun, answer: dict[str, str]) -> Identity:
        """Who came back with the parameters `answer`.

        :raises ProviderError: it is not what was begun, or the provider does not vouch for it.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise ProviderError("the state is not that of this browser")
        metadata = self._known()
        # RFC 9207: of two providers, an answer of one must not be taken to the other.
        if answer.get("iss", metadata["issuer"]) != metadata["issuer"]:
            raise ProviderError("the answer is another issuer's")
        if "error" in answer or not answer.get("code"):
            raise ProviderError(f"it refused: {answer.get('error', 'no code')[:100]!r}")
        try:
            token = self._client().fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=begun.verifier,
                timeout=PATIENCE_SECONDS,
                allow_redirects=False,
            )
            claims = self._claims(token, begun.nonce, metadata)
        except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise ProviderError(f"{type(error).__name__}: {error}") from error
        return _identity(metadata["issuer"], claims)

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            scope=SCOPE,
            redirect_uri=self._callback,
            code_challenge_method="S256",
            token_endpoint_auth_method=self._authentication(),
        )

    def _authentication(self) -> str:
        if not self._client_secret:
            return "none"
        # What a provider does when it does not say is fixed by Discovery 1.0, section 3.
        offered = self._known().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"

    def _claims(self, token: dict[str, Any], nonce: str, metadata: dict[str, Any]) -> CodeIDToken:
        allowed = ALGORITHMS & set(metadata.get("id_token_signing_alg_values_supported", ["RS256"]))
        keys = KeySet.import_key_set(cast("KeySetSerialization", self._get(metadata["jwks_uri"])))
        decoded = jwt.decode(token["id_token"], keys, algorithms=sorted(allowed))
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "values": [metadata["issuer"]]},
                "aud": {"essential": True, "values": [self._client_id]},
            },
            {"nonce": nonce, "client_id": self._client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return claims

    def _known(self) -> dict[str, Any]:
        """:raises ProviderError: the document can't be had, or is not this issuer's."""
        with self._lock:
            if self._metadata is None or time.monotonic() - self._metadata[0] > KEPT_SECONDS:
                self._metadata = (time.monotonic(), self._discover())
            return self._metadata[1]

    def _discover(self) -> dict[str, Any]:
        metadata = self._get(f"{self._issuer}/.well-known/openid-configuration")
        # The settings write it without a slash at its end, some providers with one.
        if str(metadata.get("issuer")).rstrip("/") != self._issuer:
            raise ProviderError(f"{self._issuer} says that it is {metadata.get('issuer')!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            scheme = urlsplit(str(metadata.get(name))).scheme
            if scheme != "https" and (scheme != "http" or self._issuer.startswith("https:")):
                raise ProviderError(f"its {name} is {metadata.get(name)!r}")
        return metadata

    def _get(self, url: str) -> dict[str, Any]:
        try:
            response = requests.get(url, timeout=PATIENCE_SECONDS, allow_redirects=False)
            response.raise_for_status()
            found = response.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderError(f"{url} can't be read: {error}") from error
        if response.status_code != 200 or not isinstance(found, dict):
            raise ProviderError(f"{url} holds no object in JSON")
        return found


def provider_of(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    return Provider(
        settings.oidc_issuer,
        settings.oidc_name,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        f"{settings.public_url}/account/provider/callback",
    )


def _identity(issuer: str, claims: CodeIDToken) -> Identity:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ProviderError("the subject is no text of at most 255 characters")
    address = None
    # Some providers write it as text. Anything else is not the truth, and least of all the 1 that Python takes for it.
    verified = claims.get("email_verified")
    if verified is True or verified == "true":
        try:
            address = mail_address(str(claims.get("email", "")))
        except ValueError:
            address = None
    return Identity(issuer, subject, address)
