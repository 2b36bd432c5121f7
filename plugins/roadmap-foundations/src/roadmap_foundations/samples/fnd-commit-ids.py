"""Why a commit's id changes when its parent does: a history in a dozen lines."""

import hashlib

store: dict[str, tuple[str, str, str]] = {}


def commit(parent: str, files: str, subject: str) -> str:
    name = hashlib.sha256(f"{parent}\n{files}\n{subject}".encode()).hexdigest()[:7]
    store[name] = parent, files, subject
    return name


def log(name: str) -> list[str]:
    lines = []
    while name:
        parent, _, subject = store[name]
        lines.append(f"{name} {subject}")
        name = parent
    return lines


start = commit("", "price = 1", "Start")
main = commit(start, "price = 2", "Raise the price")
topic = commit(start, "price = 1\ntax = 0.2", "Add a tax")

# A rebase makes the same change again, on top of another parent.
rebased = commit(main, "price = 2\ntax = 0.2", "Add a tax")
print("topic before:", log(topic))
print("rebased:     ", log(rebased))
print("same id?", topic == rebased, "| the old commit is still there:", topic in store)
