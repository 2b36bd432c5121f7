from flask import Flask, render_template
from jinja2 import DictLoader

app = Flask(__name__)
app.jinja_loader = DictLoader(
    {
        "base.html": """<title>{% block title %}{% endblock %} - Tea shop</title>
<nav><a href="/">Shop</a> <a href="/contact">Contact</a></nav>
{% block main %}{% endblock %}""",
        "fields.html": """{% macro field(name, label, value="") -%}
<label for="{{ name }}">{{ label }}</label> <input id="{{ name }}" name="{{ name }}" value="{{ value }}">
{%- endmacro %}""",
        "shop.html": """{% extends "base.html" %}
{% block title %}Shop{% endblock %}
{% block main %}<ul>
{%- for name, price in teas|dictsort %}
<li>{{ name|title }}: {{ "%.2f"|format(price) }}</li>
{%- endfor %}
</ul>{% endblock %}""",
        "contact.html": """{% extends "base.html" %}
{% from "fields.html" import field %}
{% block title %}Contact{% endblock %}
{% block main %}<form method="post">
{{ field("name", "Your name", name) }}
</form>{% endblock %}""",
        "note.txt": "Dear {{ name }},\n",
    }
)


@app.get("/")
def shop():
    return render_template("shop.html", teas={"sencha": 7.5, "assam": 6})


@app.get("/contact")
def contact():
    return render_template("contact.html", name='Ann "the tea" <b>Smith</b>')


client = app.test_client()
print(client.get("/").text, end="\n\n")
print(client.get("/contact").text, end="\n\n")
with app.app_context():
    print(render_template("note.txt", name="Ann <b>Smith</b>"))
