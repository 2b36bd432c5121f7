from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from deps import get_session
from store import Duplicate


class Note(BaseModel):
    text: str


def audit():
    get_session().note("audit")


def author():
    get_session().note("author")
    return "somebody"


def create_app():
    app = FastAPI()

    @app.post("/notes", status_code=201, dependencies=[Depends(audit)])
    def add(note: Note, who=Depends(author)):
        session = get_session()
        session.add(note.text)
        try:
            session.commit()
        except Duplicate:
            raise HTTPException(409, "That note is there already.")
        return {"text": note.text}

    @app.get("/notes")
    def all_notes():
        return get_session().all()

    @app.post("/failing", dependencies=[Depends(audit)])
    def failing(note: Note, who=Depends(author)):
        session = get_session()
        session.add(note.text)
        session.commit()
        raise RuntimeError("something went wrong")

    return app
