from flask import Flask, flash, redirect, render_template_string, url_for

app = Flask(__name__)
app.secret_key = "only for this sample"
PAGE = """
{%- for category, message in get_flashed_messages(with_categories=true) -%}
[{{ category }}] {{ message }}
{%- else -%}
(no messages)
{%- endfor -%}
"""


@app.post("/orders")
def order():
    flash("Your tea is on its way.", "good")
    return redirect(url_for("index"), code=303)


@app.get("/")
def index():
    return render_template_string(PAGE)


client = app.test_client()
answer = client.post("/orders")
print(answer.status_code, "to", answer.headers["Location"])
print("first: ", client.get("/").text)
print("second:", client.get("/").text)
