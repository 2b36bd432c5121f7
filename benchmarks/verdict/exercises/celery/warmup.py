from celery import Celery

app = Celery("warmup", broker="memory://", backend="cache+memory://", set_as_current=False)
