"""What mails say, in the language of the page on which one asked for them."""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.i18n import Localizer

from roadmap.languages import _


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


_KNOWN_NEW = (
    _("You have an account already"),
    _(
        "Somebody, most likely you, wanted to sign up with this address at ${site}. It has an account already.\n\n"
        "To sign in: ${sign_in}\n\nIf you have forgotten the password, choose a new one here:"
    ),
)
_KNOWN = (
    _("Choose a new password"),
    _("Somebody, most likely you, has forgotten the password of this address at ${site}.\n\nChoose a new one here:"),
)
_NEW = (
    _("Finish signing up"),
    _("Somebody, most likely you, wants to sign up with this address at ${site}.\n\nTo do so, choose a password here:"),
)
_UNKNOWN = (
    _("There is no account with this address"),
    _(
        "Somebody, most likely you, wanted a new password for this address at ${site}. There is no account with it.\n\n"
        "Perhaps you signed up with another address. If you would like to have an account with this one, choose a "
        "password for it here:"
    ),
)
_END = _(
    "The link is good for an hour, and works once.\n\n"
    "If it was not you, there is nothing to do: without this mail nobody can use the link."
)


def link_letter(localizer: Localizer, link: str, site: str, *, known: bool, new: bool) -> Letter:
    """To an address that is `known` or not, with which somebody wants to sign up (`new`), or a new password."""
    subject, body = {(True, True): _KNOWN_NEW, (True, False): _KNOWN, (False, True): _NEW}.get((known, new), _UNKNOWN)
    words = localizer.translate(body, mapping={"site": site, "sign_in": f"{site}/account/sign-in"})
    return Letter(localizer.translate(subject), f"{words}\n\n{link}\n\n{localizer.translate(_END)}\n")
