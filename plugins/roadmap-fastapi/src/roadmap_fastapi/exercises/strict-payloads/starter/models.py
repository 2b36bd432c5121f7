from pydantic import BaseModel


class Order(BaseModel):
    pass
