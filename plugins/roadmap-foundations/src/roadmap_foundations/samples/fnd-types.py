"""The everyday idioms: unpacking, comprehensions, dictionaries, match."""

orders = [("ann", "tea", 3), ("bob", "mug", 1), ("ann", "pot", 1), ("cyd", "tea", 2)]

by_person: dict[str, list[str]] = {}
for person, item, count in orders:
    by_person.setdefault(person, []).append(f"{count} {item}")
print(by_person)

total = {item: sum(n for _, i, n in orders if i == item) for _, item, _ in orders}
print(total, "| no such item:", total.get("hat", 0))

first, *rest = sorted(total)
print(first, rest)


def describe(value: object) -> str:
    match value:
        case int() | float():
            return "a number"
        case [x, y]:
            return f"a pair of {x} and {y}"
        case {"error": str(reason)}:
            return f"a failure: {reason}"
        case _:
            return "something else"


print([describe(value) for value in (1.5, (2, 3), {"error": "no tea"}, None)])
