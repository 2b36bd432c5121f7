"""What is in a URL, and what of it reaches the server."""

from urllib.parse import parse_qs, quote, urlsplit

url = urlsplit("https://ann@shop.example:8443/goods/tea%20pot?color=red&color=blue&q=caf%C3%A9#reviews")
print("scheme  ", url.scheme, "-> how to talk")
print("host    ", url.hostname, "-> DNS finds the address")
print("port    ", url.port)
print("path    ", url.path)
print("query   ", parse_qs(url.query))
print("fragment", url.fragment, "-> never leaves the browser")
print("to write a path:", quote("/goods/50% off & more"))
