"""In which languages the site speaks, whose turn it is in a request, and how a text is said in it."""

from roadmap.languages.known import DEFAULT, LANGUAGES, Language
from roadmap.languages.messages import DOMAIN, ForVisitors, _, said

__all__ = ["DEFAULT", "DOMAIN", "LANGUAGES", "ForVisitors", "Language", "_", "includeme", "said"]


def includeme(config: object) -> None:
    # Importing the package must not take the web with it: what is learned or run has messages, too.
    from roadmap.languages.web import includeme as for_the_web

    for_the_web(config)
