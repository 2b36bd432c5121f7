from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from deps import SessionNow, lifespan
from store import Duplicate


class Note(BaseModel):
    text: str


def audit(session: SessionNow):
    session.note("audit")


def author(session: SessionNow):
    session.note("author")
    return "somebody"


async def duplicate(request: Request, error: Exception):
    return JSONResponse({"detail": "That note is there already."}, 409)


def create_app():
    app = FastAPI(lifespan=lifespan, exception_handlers={Duplicate: duplicate})

    @app.post("/notes", status_code=201, dependencies=[Depends(audit)])
    def add(note: Note, session: SessionNow, who=Depends(author)):
        session.add(note.text)
        return {"text": note.text}

    @app.get("/notes")
    def all_notes(session: SessionNow):
        return session.all()

    @app.post("/failing", dependencies=[Depends(audit)])
    def failing(note: Note, session: SessionNow, who=Depends(author)):
        session.add(note.text)
        raise RuntimeError("something went wrong")

    return app
