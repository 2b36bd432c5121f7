from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field


class NewTask(BaseModel):
    title: str = Field(min_length=1, max_length=80)
    priority: int = Field(default=3, ge=1, le=5)


class Task(NewTask):
    id: int
    done: bool = False


@asynccontextmanager
async def lifespan(app):
    app.state.tasks = {}
    yield


app = FastAPI(title="Tasks", lifespan=lifespan)


def tasks() -> dict[int, Task]:
    return app.state.tasks


Tasks = Annotated[dict[int, Task], Depends(tasks)]


def found(number: int, tasks: Tasks) -> Task:
    if number not in tasks:
        raise HTTPException(404, f"there is no task {number}")
    return tasks[number]


@app.post("/tasks", status_code=201)
async def add(task: NewTask, tasks: Tasks, response: Response) -> Task:
    number = len(tasks) + 1
    tasks[number] = Task(id=number, **task.model_dump())
    response.headers["Location"] = f"/tasks/{number}"
    return tasks[number]


@app.get("/tasks")
def listing(tasks: Tasks, priority: Annotated[int | None, Query(ge=1, le=5)] = None) -> list[Task]:
    return [task for task in tasks.values() if priority in (None, task.priority)]


@app.get("/tasks/{number}")
async def show(task: Annotated[Task, Depends(found)]) -> Task:
    return task


@app.post("/tasks/{number}/done")
async def finish(task: Annotated[Task, Depends(found)]) -> Task:
    task.done = True
    return task
