"""What mails say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


_IGNORE = "If it was not you, there is nothing to do: without this mail nobody can use the link."
_GOOD_FOR = "It is good for an hour, and works once."


def link_letter(link: str, site: str, *, known: bool, new: bool) -> Letter:
    """To an address that is `known` or not, with which somebody wants to sign up (`new`), or a new password."""
    if known and new:
        begin = f"Somebody, most likely you, wanted to sign up with this address at {site}. It has an account already."
        return Letter(
            "You have an account already",
            f"{begin}\n\nTo sign in: {site}/account/sign-in\n\n"
            f"If you have forgotten the password, choose a new one here:\n\n{link}\n\n{_GOOD_FOR}\n\n{_IGNORE}\n",
        )
    if known:
        begin = f"Somebody, most likely you, has forgotten the password of this address at {site}."
        return Letter(
            "Choose a new password", f"{begin} Choose a new one here:\n\n{link}\n\n{_GOOD_FOR}\n\n{_IGNORE}\n"
        )
    if new:
        begin = f"Somebody, most likely you, wants to sign up with this address at {site}."
        return Letter(
            "Finish signing up", f"{begin} To do so, choose a password here:\n\n{link}\n\n{_GOOD_FOR}\n\n{_IGNORE}\n"
        )
    begin = f"Somebody, most likely you, wanted a new password for this address at {site}. There is no account with it."
    return Letter(
        "There is no account with this address",
        f"{begin}\n\nPerhaps you signed up with another address. If you would like to have an account with this one, "
        f"choose a password for it here:\n\n{link}\n\n{_GOOD_FOR}\n\n{_IGNORE}\n",
    )
