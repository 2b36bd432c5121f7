"""What `git bisect run` does: find the first bad one of thirty commits with few tests."""

import random

chance = random.Random(7)
culprit = chance.randrange(1, 30)
commits = [f"commit {number:02}" for number in range(1, 31)]
tested = []


def works(number: int) -> bool:
    """The test that one would hand to `git bisect run`; its exit code says good or bad."""
    tested.append(commits[number])
    return number < culprit


good, bad = 0, 29  # the oldest is known to be good, the newest to be bad
while bad - good > 1:
    middle = (good + bad) // 2
    if works(middle):
        good = middle
    else:
        bad = middle

print("tested:", ", ".join(tested))
print("first bad:", commits[bad], "| right:", bad == culprit)
print(len(tested), "tests instead of up to", len(commits) - 2)
