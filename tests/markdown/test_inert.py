"""Whatever an author, or whoever edits a plugin's text, writes: rendering never fails, and the HTML does nothing."""

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.markdown import render_inline, render_lesson
from roadmap.markdown.figures import code_figure, output_figure

from .test_pages import HELLO, lesson, section

PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:x" style="x">', "<style>",
        "[x](javascript:alert(1))", "[x](data:text/html;base64,xx)", "![x](javascript:x)", "[x]: javascript:alert(1)",
        '[x](lesson:a"onclick=x)', "[x](https://a.example/\"onmouseover='x')", '[x](<lesson:x> "\\" onclick=x")',
        "```python", "```", '```python sample="fl-hello.py"', "```output varying", '```"><script>', "````",
        '```python name="\\"><script>"', '```python excerpt="a.py" lines="9-1"', "~~~ sample=\"fl-hello.py\"", ":::",
        "::: note", '::: note "><script>x</script>', "::: today {C-1} *x* <b>", ":::: tip", "::::", "## ", "# x",
        "## <script>", "## fn1", "#### fnref1:1", "| a | b |", "| - | :-: |", "| 1 | <script> |", "[^1]", "[^1]: x",
        "^[inline *x*]", "Term", ": meaning", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "&#106;avascript:",
        "*", "_", "`", "\\", "<lesson:micro>", "<https://a.example/?\"x>", "\r", "\x00", "\u202e", "\ufeff", "---",
        "===", "[", "]",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).flatmap(
    lambda parts: st.sampled_from(["\n", "", " "]).map(lambda glue: glue.join(parts))
)
EXCERPTS = {"a.py": "<script>\n"}


def assert_inert(html: str) -> None:
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(True):
        assert tag.name not in {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "svg", "input"}
        for name, value in tag.attrs.items():
            assert not name.lower().startswith("on"), (name, value)
            assert name.lower() not in {"style", "srcdoc", "formaction", "background"}
            if name in {"href", "src", "action"}:
                assert str(value).startswith(("https://", "http://", "mailto:", "/", "#")), value
                assert not str(value).startswith("//"), value


@settings(deadline=None)
@given(TEXTS)
def test_a_page_never_fails_and_is_inert(text):
    rendered = render_lesson(section(), lesson(text, (HELLO,), EXCERPTS))
    assert_inert(rendered.html)
    page = BeautifulSoup(rendered.html, "html.parser")
    assert [tag["id"] for tag in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])] == [
        h.id for h in rendered.headings
    ]


@settings(deadline=None)
@given(TEXTS)
def test_anchors_are_unique(text):
    page = BeautifulSoup(render_lesson(section(), lesson(text, (), EXCERPTS)).html, "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), ids


@settings(deadline=None)
@given(TEXTS)
def test_a_line_never_fails_and_is_inert(text):
    assert_inert(render_inline(text, "flask"))


@settings(deadline=None)
@given(st.text(), st.sampled_from(["python", "html", "text", "", "nonsense", "console", "sql"]), st.text(max_size=10))
def test_code_keeps_its_text_and_is_inert(code, language, name):
    for html in (code_figure(code, language, name=name), output_figure(code, name, varying=True)):
        assert_inert(html)
