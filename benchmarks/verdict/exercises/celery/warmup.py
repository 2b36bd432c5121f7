import contextlib

from celery import Celery, chain, chord, group
from kombu import Connection

app = Celery("warmup", broker="memory://", backend="cache+memory://", set_as_current=False)
app.conf.task_always_eager = app.conf.task_store_eager_result = True


@app.task(shared=False)  # every later application would have it, too
def add(a, b=0):
    return a + b


@app.task(shared=False)  # every later application would have it, too
def total(numbers):
    return sum(numbers)


add.delay(1, 2).get()
group(add.s(1, 2), add.s(3, 4))().get()
chain(add.s(1), add.s(2))().get()
chord([add.s(1, 2)], total.s())().get()
# No server listens there; the way to it is what has to be warm.
with contextlib.suppress(Exception), Connection("redis+socket:///nowhere/redis.sock") as connection:
    connection.connect()
app.close()
