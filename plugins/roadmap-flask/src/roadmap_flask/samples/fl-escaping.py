from flask import Flask, render_template_string
from markupsafe import Markup, escape

app = Flask(__name__)
typed = "x onmouseover=alert(1)"
tag = "<script>alert(1)</script>"
link = "javascript:alert(1)"

with app.app_context():
    show = render_template_string
    print("1", show("<p>{{ text }}</p>", text=tag))
    print("2", show("<p>{{ text|safe }}</p>", text=tag))
    print("3", show('<input value="{{ text }}">', text=typed))
    print("4", show("<input value={{ text }}>", text=typed))
    print("5", show('<a href="{{ url }}">home</a>', url=link))
    print("6", show("<p>{{ text }}</p>", text=Markup("<b>{}</b>").format(tag)))
    print("7", show("<p>{{ text }}</p>", text=Markup(f"<b>{tag}</b>")))
print("8", escape('5 > 4 & "so on"'))
