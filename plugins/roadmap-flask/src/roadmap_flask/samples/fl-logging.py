import logging
import sys

from flask import Flask, has_request_context, request


class WithRequest(logging.Filter):
    """Adds to each record which request was being answered."""

    def filter(self, record):
        record.where = f"{request.method} {request.path}" if has_request_context() else "-"
        return True


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)-7s [%(where)s] %(message)s"))
handler.addFilter(WithRequest())
logging.basicConfig(level=logging.INFO, handlers=[handler])

app = Flask("shop")


@app.get("/orders/<int:number>")
def order(number):
    app.logger.info("order %s was asked for", number)
    return {"number": number}


app.logger.warning("only two kettles left")
app.test_client().get("/orders/12")
