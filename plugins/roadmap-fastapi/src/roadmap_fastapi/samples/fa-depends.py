from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.testclient import TestClient

log: list[str] = []


class Session:
    def __init__(self, name: str) -> None:
        self.name = name
        log.append("open")

    def add(self, what: str) -> None:
        log.append(f"{self.name}: {what}")


def session() -> Iterator[Session]:
    one = Session("database")
    try:
        yield one
    except Exception as problem:
        log.append(f"roll back ({type(problem).__name__})")
        raise
    else:
        log.append("commit")
    finally:
        log.append("close")


SessionNow = Annotated[Session, Depends(session)]
app = FastAPI()


def audit(now: SessionNow) -> None:
    now.add("audit")


@app.post("/orders/{tea}", dependencies=[Depends(audit)])
def order(tea: str, now: SessionNow) -> dict[str, str]:
    now.add(tea)
    if tea == "coffee":
        raise HTTPException(422, "This is a tea shop.")
    return {"ordered": tea, "in": now.name}


client = TestClient(app)
for path in ("/orders/assam", "/orders/coffee"):
    log.clear()
    print(client.post(path).status_code, log)


def fake() -> Session:
    return Session("a test's own list")


app.dependency_overrides[session] = fake
log.clear()
print(client.post("/orders/assam").json(), log)
