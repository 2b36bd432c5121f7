"""How often did the server answer with which status? Twice the same answer."""

from collections import Counter
from collections.abc import Iterable, Iterator

LOG = """\
203.0.113.7 GET /cart 200
203.0.113.9 GET /missing 404
203.0.113.7 POST /cart 201
198.51.100.3 GET /cart 200
""".splitlines()


def clumsy(lines):
    d = {}
    for i in range(len(lines)):
        x = lines[i].split(" ")
        if x[3] in d.keys():
            d[x[3]] = d[x[3]] + 1
        else:
            d[x[3]] = 1
    return d


def statuses(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        address, method, path, status = line.split()
        yield status


print("clumsy:  ", clumsy(LOG))
print("readable:", dict(Counter(statuses(LOG))))
print("most frequent:", Counter(statuses(LOG)).most_common(1))
