"""gettext for Jinja2: a template's texts are looked up in the catalogue of the package that it belongs to."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from pyramid.i18n import Localizer, TranslationString
from pyramid.threadlocal import get_current_request

from roadmap.languages.messages import DOMAIN, in_words


class TemplateTexts:
    """For pyramid_jinja2's setting `jinja2.i18n.gettext`.

    The catalogue of a plugin's template is called like its package (`roadmap_redis.mo`); what is not in it, such as the
    texts of the frame around the page, is in the core's.
    """

    def __init__(self, domain: str = DOMAIN) -> None:
        pass

    @pass_context
    def gettext(self, context: Context, message: str) -> str:
        found = message
        for domain in _domains(context):
            found = current_localizer().translate(message, domain=domain)
            if found != message:
                break
        return found

    @pass_context
    def ngettext(self, context: Context, singular: str, plural: str, n: int) -> str:
        found = singular
        for domain in _domains(context):
            found = current_localizer().pluralize(singular, plural, n, domain=domain)
            if found not in (singular, plural):
                break
        return found


@pass_context
def texts_in_words(context: Context, text: object) -> str:
    """A text that code has chosen, as a filter: `{{ example.title|in_words }}`. Unlike what `_` says, it is no HTML."""
    if isinstance(text, TranslationString) or not isinstance(text, str):
        return in_words(text, current_localizer()) if isinstance(text, str) else str(text)
    return TemplateTexts().gettext(context, text) if text else ""


def current_localizer() -> Localizer:
    """Macros are called without the context of the page, so the request is Pyramid's current one."""
    return get_current_request().localizer


def _domains(context: Any) -> tuple[str, ...]:
    package, colon, _ = (context.name or "").partition(":")
    return (package, DOMAIN) if colon and package != DOMAIN else (DOMAIN,)
