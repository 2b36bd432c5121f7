"""What a comment becomes in a page, and why the place matters."""

from html import escape
from html.parser import HTMLParser


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append(f"<{tag}>" + "".join(f" {name}" for name, _ in attrs if name.startswith("on")))


comment = "<img src=x onerror=steal()>"
print("raw:             ", Elements(f"<p>{comment}</p>").found)
print("escaped:         ", Elements(f"<p>{escape(comment)}</p>").found)

nickname = 'x" onfocus="steal()'
print("in an attribute: ", Elements(f'<input value="{escape(nickname, quote=False)}">').found)
print("quotes, too:     ", Elements(f'<input value="{escape(nickname)}">').found)

link = "javascript:steal()"
print("no sign to escape:", f'<a href="{escape(link)}">')
