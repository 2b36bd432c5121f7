"""What a browser makes of a form, and of the same data as JSON."""

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode

PAGE = """
<form method="post" action="/orders">
  <input name="item" value="tea & biscuits">
  <input name="count" type="number" value="2">
  <input type="checkbox" name="gift">
  <button>Order</button>
</form>
"""


class Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields = {}

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        # A box that is not ticked sends nothing at all.
        if tag == "input" and (attributes.get("type") != "checkbox" or "checked" in attributes):
            self.fields[attributes["name"]] = attributes["value"]


form = Form()
form.feed(PAGE)
body = urlencode(form.fields)
print("application/x-www-form-urlencoded:", body)
print("read again:", parse_qs(body))
print("application/json:", json.dumps({"item": "tea & biscuits", "count": 2, "gift": False}))
