import logging

from flask import Flask, stream_with_context

app = Flask(__name__)
logging.disable(logging.CRITICAL)


@app.get("/broken")
def broken():
    return {"n": 1 / 0}


@app.get("/numbers")
def numbers():
    @stream_with_context
    def lines():
        for number in range(3):
            yield f"line {number}\n"

    return lines(), {"Content-Type": "text/plain"}


@app.errorhandler(500)
def sorry(error):
    return {"error": "Something went wrong."}, 500


client = app.test_client()
answer = client.get("/broken")
print("as a visitor sees it:", answer.status_code, answer.json)

app.config["TESTING"] = True
try:
    client.get("/broken")
except ZeroDivisionError as error:
    print("as a test sees it:   ", type(error).__name__)

answer = client.get("/numbers", buffered=False)
print("streamed:", [chunk.decode() for chunk in answer.iter_encoded()])
answer.close()
