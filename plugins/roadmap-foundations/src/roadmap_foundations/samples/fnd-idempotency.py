"""A client that hears nothing tries again. A key makes the second try harmless."""

orders: list[str] = []
answers: dict[str, str] = {}


def order(item: str, key: str | None = None) -> str:
    if key in answers:
        return answers[key]  # the very answer that got lost
    orders.append(item)
    answer = f"order {len(orders)}: {item}"
    if key is not None:
        answers[key] = answer
    return answer


def unlucky_client(**headers) -> str:
    order("tea", **headers)  # the answer never arrives
    return order("tea", **headers)


print("without a key:", unlucky_client(), "| orders:", len(orders))
orders.clear()
print("with a key:   ", unlucky_client(key="9f2c"), "| orders:", len(orders))
