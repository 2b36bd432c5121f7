"""Imports once what most runs will import, so that each fork finds it in place."""

import argparse  # noqa: F401
import asyncio  # noqa: F401
import collections  # noqa: F401
import dataclasses  # noqa: F401
import decimal  # noqa: F401
import hashlib
import hmac
import html  # noqa: F401
import http.server  # noqa: F401
import json  # noqa: F401
import logging  # noqa: F401
import sqlite3
import tracemalloc  # noqa: F401
import unittest  # noqa: F401
import urllib.request  # noqa: F401
import wsgiref.validate  # noqa: F401

import waitress.server  # noqa: F401

hmac.new(b"warm", b"up", hashlib.sha256).hexdigest()
with sqlite3.connect(":memory:") as connection:
    connection.execute("SELECT 1").fetchone()
connection.close()
del connection
