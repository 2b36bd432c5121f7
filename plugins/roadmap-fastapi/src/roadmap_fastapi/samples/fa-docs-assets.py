import re
import tempfile
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient

folder = Path(tempfile.mkdtemp())
for name in ("swagger-ui-bundle.js", "swagger-ui.css", "redoc.standalone.js"):
    (folder / name).write_text("/* the real file comes from the package on npm */")

app = FastAPI(title="Tea shop", docs_url=None, redoc_url=None)
app.mount("/assets", StaticFiles(directory=folder), name="assets")


@app.get("/docs", include_in_schema=False)
def docs():
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Tea shop",
        swagger_js_url="/assets/swagger-ui-bundle.js",
        swagger_css_url="/assets/swagger-ui.css",
        swagger_favicon_url="/assets/icon.png",
    )


@app.get("/redoc", include_in_schema=False)
def redoc():
    return get_redoc_html(
        openapi_url="/openapi.json",
        title="Tea shop",
        redoc_js_url="/assets/redoc.standalone.js",
        redoc_favicon_url="/assets/icon.png",
        with_google_fonts=False,
    )


def fetched(page: str) -> list[str]:
    return [url for url in re.findall(r'(?:src|href)="([^"]+)"', page) if not url.startswith("#")]


usual, own = TestClient(FastAPI()), TestClient(app)
for path in ("/docs", "/redoc"):
    print(path, "as it comes:")
    for url in fetched(usual.get(path).text):
        print("  ", url)
    print(path, "with assets of one's own:", fetched(own.get(path).text))
print("inline scripts that a strict policy would stop:", len(re.findall(r"<script>", own.get("/docs").text)))
print(own.get("/assets/swagger-ui.css").status_code)
