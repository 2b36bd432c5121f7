import hashlib
import tempfile
from pathlib import Path

from flask import Flask, url_for

static = Path(tempfile.mkdtemp())
(static / "site.css").write_text("body { color: #222 }\n")
app = Flask(__name__, static_folder=static, static_url_path="/static")
app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31536000


@app.url_defaults
def add_digest(endpoint, values):
    """Put a digest of the file into every URL of a static file: new content, new URL."""
    if endpoint == "static" and "filename" in values:
        content = (static / values["filename"]).read_bytes()
        values["v"] = hashlib.sha256(content).hexdigest()[:8]


with app.test_request_context():
    before = url_for("static", filename="site.css")
    (static / "site.css").write_text("body { color: #111 }\n")
    after = url_for("static", filename="site.css")
print(before)
print(after)
answer = app.test_client().get(after)
print(answer.status_code, answer.mimetype, answer.headers["Cache-Control"])
answer.close()
