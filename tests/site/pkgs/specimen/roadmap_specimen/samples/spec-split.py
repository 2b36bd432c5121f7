"""Takes a request line apart."""

LINE = "GET /search?q=tea HTTP/1.1"


def parts(line: str) -> list[str]:
    # Exactly three words; anything else is no request line.
    method, target, version = line.split(" ")
    return [method, target, version]


for part in parts(LINE):
    print(part)
