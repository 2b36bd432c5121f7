"""Code on a page: a figure with file name and language, and for samples a form that runs them without JavaScript."""

from __future__ import annotations

from markupsafe import Markup, escape

from roadmap.catalogue import Sample
from roadmap.languages import _
from roadmap.markdown.highlight import highlighted, language_name
from roadmap.markdown.voice import ENGLISH, Voice

_MARKS = {"good": _("Do"), "bad": _("Avoid")}


def code_figure(code: str, language: str, *, name: str = "", mark: str = "", voice: Voice = ENGLISH) -> Markup:
    """Code that is only shown. `mark` is `good` or `bad`."""
    word = voice.text(_MARKS[mark]) if mark in _MARKS else None
    return _figure(
        f"code code-{mark}" if word else "code",
        {"data-language": language or "text"},
        _caption(name, language, word),
        Markup('<pre tabindex="0"><code>{}</code></pre>\n').format(highlighted(code, language)),
    )


def sample_figure(sample: Sample, language: str, anchor: str = "", voice: Voice = ENGLISH) -> Markup:
    """A sample: its code, the button that runs it, and the link to where it is changed; scripts do that in place."""
    attributes = {
        **({"id": anchor} if anchor else {}),
        "data-sample": sample.id,
        "data-runtime": sample.runtime,
        "data-name": sample.name,
        "data-language": language,
    }
    actions = Markup(
        '<div class="sample-actions"{2}>'
        '<a class="sample-edit" href="{0}">{3}<span class="visually-hidden"> {1}</span></a>'
        '<form class="sample-run" method="post" action="{0}/run">'
        '<button type="submit">{4}<span class="visually-hidden"> {1}</span></button></form></div>\n'
    ).format(sample.url, sample.name, voice.lang, voice.controls(_("Edit")), voice.controls(_("Run")))
    code = Markup('<pre tabindex="0"><code>{}</code></pre>\n').format(highlighted(sample.code, language))
    return _figure("code sample", attributes, _caption(sample.name, language), code + actions)


def output_figure(output: str, sample: str, *, varying: bool, voice: Voice = ENGLISH) -> Markup:
    """What a sample prints. Numbers that differ from run to run are said to."""
    caption = Markup('<span class="code-language">{}</span>').format(voice.text(_("Output")))
    if varying:
        caption += Markup(' <span class="code-note">{}</span>').format(voice.text(_("numbers differ from run to run")))
    return _figure(
        "code output",
        {"data-output-of": sample},
        Markup("<figcaption>{}</figcaption>\n").format(caption),
        Markup('<pre tabindex="0"><samp>{}</samp></pre>\n').format(output),
    )


def _caption(name: str, language: str, word: str | None = None) -> Markup:
    parts = []
    if word:
        parts.append(Markup('<span class="code-mark">{}</span>').format(word))
    if name:
        parts.append(Markup('<span class="code-name">{}</span>').format(name))
    parts.append(Markup('<span class="code-language">{}</span>').format(language_name(language)))
    return Markup("<figcaption>{}</figcaption>\n").format(Markup(" ").join(parts))


def _figure(classes: str, attributes: dict[str, str], *content: Markup) -> Markup:
    written = Markup("").join(Markup(' {}="{}"').format(escape(key), value) for key, value in attributes.items())
    return Markup('<figure class="{}"{}>\n{}</figure>\n').format(classes, written, Markup("").join(content))
