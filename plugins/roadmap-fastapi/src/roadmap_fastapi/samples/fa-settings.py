import os

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")
    page_size: int = 20
    token_key: SecretStr


try:
    Settings()
except ValidationError as problem:
    print("at the start:", problem.errors()[0]["loc"], problem.errors()[0]["msg"])

os.environ["SHOP_TOKEN_KEY"] = "a key that nobody should see in a log"
os.environ["SHOP_PAGE_SIZE"] = "50"
settings = Settings()
print(settings)
print("where it is needed:", len(settings.token_key.get_secret_value()), "characters")
