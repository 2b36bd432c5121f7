"""Two ways to serve a long list, while somebody adds to it."""

items = [{"id": number} for number in range(20, 0, -1)]  # newest first


def by_offset(offset, limit=5):
    return [item["id"] for item in items[offset : offset + limit]]


def by_cursor(before=None, limit=5):
    rows = [item["id"] for item in items if before is None or item["id"] < before]
    return rows[:limit]


first = by_offset(0), by_cursor()
items.insert(0, {"id": 21})  # something new arrives between two pages
print("offset:", first[0], by_offset(5))
print("cursor:", first[1], by_cursor(before=first[1][-1]))
