import html
import io
import re

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.test import Client

app = Flask(__name__)
app.debug = True


@app.get("/total")
def total():
    card_number = "4111 1111 1111 1111"  # a local variable: what if it were real?
    return 100 / len(card_number.split("x")[1:])


debugged = DebuggedApplication(app, evalex=True, pin_security=False)
page = Client(debugged).get("/total", errors_stream=io.StringIO()).text
text = html.unescape(re.sub(r"<[^>]+>", "", page))
print("the exception:      ", re.search(r"ZeroDivisionError: .*", text)[0])
print("the source line:    ", "return 100 / len(card_number" in text)
print("a comment nearby:   ", "what if it were real?" in text)
print("consoles to type in:", len(set(re.findall(r'id="frame-(\d+)"', page))) > 1)
print("evaluation switched on:", "EVALEX = true" in page)
