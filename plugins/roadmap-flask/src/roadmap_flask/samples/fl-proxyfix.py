from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix


def create_app(proxies):
    app = Flask("shop")
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)

    @app.get("/")
    def who():
        return f"{request.remote_addr:13} {request.scheme}"

    return app


def through_the_proxy(app, address, forged=None):
    """Do what a proxy does: append the address that it sees to what the client sent."""
    chain = ", ".join(filter(None, [forged, address]))
    headers = {"X-Forwarded-For": chain, "X-Forwarded-Proto": "https"}
    return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.2"}).text


for proxies in (0, 1, 2):
    app = create_app(proxies)
    print(f"x_for={proxies}  honest:", through_the_proxy(app, "198.51.100.7"))
    print("         forged:", through_the_proxy(app, "198.51.100.7", forged="192.0.2.1"))

print("without a proxy, x_for=1:")
direct = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
answer = create_app(1).test_client().get("/", headers=direct, environ_base={"REMOTE_ADDR": "198.51.100.7"})
print("         forged:", answer.text)
