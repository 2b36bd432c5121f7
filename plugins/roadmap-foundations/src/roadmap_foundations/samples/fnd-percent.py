"""Three true sentences about the same two surveys."""

import random

before, after = 0.20, 0.25
print(f"up {100 * (after - before):.0f} percentage points")
print(f"up {100 * (after / before - 1):.0f} percent")
print(f"{1 - after:.0%} still do not use it")

# And who was asked? Draw a thousand answers from a world in which 20 in 100 use the language,
# but its users are three times as likely to fill in the form.
chance = random.Random(2026)
answers = []
while len(answers) < 1000:
    user = chance.random() < 0.20
    if chance.random() < (0.30 if user else 0.10):
        answers.append(user)
print(f"in the world: 20%, in the survey: {sum(answers) / len(answers):.0%}")
