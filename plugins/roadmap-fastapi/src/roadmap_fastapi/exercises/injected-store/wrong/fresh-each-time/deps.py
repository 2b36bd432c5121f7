from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from store import Session, Store


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="STORE_")
    name: str = "notes"
    password: SecretStr = SecretStr("only for development")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = Settings()
    app.state.store = Store(settings.name, settings.password.get_secret_value())
    app.state.store.open()
    try:
        yield
    finally:
        app.state.store.close()


def get_session(request: Request) -> Iterator[Session]:
    session = request.app.state.store.session()
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    else:
        try:
            session.commit()
        except BaseException:
            session.rollback()
            raise
    finally:
        session.close()


# The commit may fail, so it has to happen before the answer is sent.
SessionNow = Annotated[Session, Depends(get_session, scope="function", use_cache=False)]
