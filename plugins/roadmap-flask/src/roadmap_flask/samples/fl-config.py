import os
import tomllib
from pathlib import Path

from flask import Flask

Path("shop.toml").write_text('SHOP = "Shop from the file"\nPAGE_SIZE = 50\n')
os.environ["SHOPAPP_PAGE_SIZE"] = "5"
os.environ["SHOPAPP_DEBUG_MAIL"] = "true"
os.environ["SHOPAPP_MAIL__HOST"] = "mail.example"


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(SHOP="Tea shelf", PAGE_SIZE=20, MAIL={"HOST": "localhost", "PORT": 25})
    app.config.from_file(Path("shop.toml").absolute(), load=tomllib.load, text=False, silent=True)
    app.config.from_prefixed_env("SHOPAPP")
    app.config.from_mapping(config or {})
    return app


for app in (create_app(), create_app({"SHOP": "A test", "TESTING": True})):
    print({key: app.config[key] for key in ("SHOP", "PAGE_SIZE", "DEBUG_MAIL", "MAIL", "TESTING")})
