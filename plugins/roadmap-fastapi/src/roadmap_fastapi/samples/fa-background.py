from fastapi import BackgroundTasks, FastAPI
from fastapi.testclient import TestClient

app = FastAPI()
events: list[str] = []


def send_mail(address: str) -> None:
    events.append(f"mail to {address}")
    raise OSError("the mail server is down")


@app.post("/orders", status_code=202)
def order(tasks: BackgroundTasks) -> str:
    tasks.add_task(send_mail, "ada@example.org")
    events.append("answered")
    return "accepted"


client = TestClient(app, raise_server_exceptions=False)
answer = client.post("/orders")
print(answer.status_code, answer.json())
print(events)
print("times that the mail was tried:", sum(event.startswith("mail") for event in events))
