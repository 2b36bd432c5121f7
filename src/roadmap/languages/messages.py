"""Texts that are translated when somebody reads them, not where they are written."""

from __future__ import annotations

from pyramid.i18n import Localizer, TranslationString, TranslationStringFactory

DOMAIN = "roadmap"
_ = TranslationStringFactory(DOMAIN)


class ForVisitors(Exception):
    """An error whose message is for whoever sent the request. `str()` of it is in English, for logs."""

    def __init__(self, message: str) -> None:
        super().__init__(message.interpolate() if isinstance(message, TranslationString) else message)
        self.message = message


def said(error: BaseException, localizer: Localizer) -> str:
    """What `error` says, in the language of `localizer` where it can be."""
    return in_words(error.message, localizer) if isinstance(error, ForVisitors) else str(error)


def in_words(text: str, localizer: Localizer) -> str:
    """`text`, translated where it is a translation string; what is filled into it may be one as well."""
    if not isinstance(text, TranslationString):
        return text
    mapping = {name: in_words(value, localizer) for name, value in (text.mapping or {}).items()}
    words: str = localizer.translate(text, mapping=mapping)
    return words
