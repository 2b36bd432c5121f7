from celery import Celery, chain, chord, group

app = Celery("shop")


class Busy(Exception):
    pass


tries = {}


@app.task
def add(a, b):
    return a + b


@app.task
def total(numbers):
    return sum(numbers)


@app.task(bind=True, autoretry_for=(Busy,), retry_kwargs={"max_retries": 3, "countdown": 0})
def charge(self, order):
    tries[order] = tries.get(order, 0) + 1
    if self.request.retries < 2:
        raise Busy(order)
    return tries[order]


@app.task
def refuse(reason):
    raise ValueError(reason)


def send(a, b):
    return add.delay(a, b).get(timeout=10)


def send_all(pairs):
    # A group looks whether it is complete every half second, unless it is told to look more often.
    return group(add.s(a, b) for a, b in pairs)().get(timeout=10, interval=0.01)


def send_in_turn(first, others):
    return chain(add.s(first, others[0]), *(add.s(number) for number in others[1:]))().get(timeout=10)


def send_and_sum(pairs):
    return chord((add.s(a, b) for a, b in pairs), total.s())().get(timeout=10)


def charged(order):
    return charge.delay(order).get(timeout=10)


def refused(reason):
    result = refuse.delay(reason)
    error = result.get(timeout=10, propagate=False)
    return [result.state, type(error).__name__, str(error)]


def known():
    return sorted(name for name in app.tasks if not name.startswith("celery."))
