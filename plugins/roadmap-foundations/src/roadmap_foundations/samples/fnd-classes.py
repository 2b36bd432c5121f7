"""A dataclass for data, a protocol for what one expects of somebody else's object."""

from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True)
class Order:
    id: int
    cents: int

    def __post_init__(self) -> None:
        if self.cents < 0:
            raise ValueError(f"order {self.id} costs {self.cents}")


class Notifier(Protocol):
    def tell(self, text: str) -> None: ...


class Printer:
    """Inherits nothing, and is a Notifier all the same: it has the method."""

    def tell(self, text: str) -> None:
        print("->", text)


def confirm(order: Order, notifier: Notifier) -> None:
    notifier.tell(f"order {order.id}: {order.cents / 100:.2f}")


order = Order(7, 1250)
confirm(order, Printer())
print(order == Order(7, 1250), replace(order, cents=900))
try:
    Order(8, -1)
except ValueError as problem:
    print("refused:", problem)
