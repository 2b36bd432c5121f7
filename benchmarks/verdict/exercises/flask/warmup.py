from flask import Flask, jsonify, request

app = Flask("warmup")
app.add_url_rule("/", view_func=lambda: jsonify(request.get_json()), methods=["POST"])
with app.test_client() as client:
    client.post("/", json={})
    client.get("/nowhere")
