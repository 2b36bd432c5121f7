# Two, so that one is left while the other is replaced. Eight threads in each: they do not share a queue, and one of them
# may happen to accept all eight visitors.
workers = 2
threads = 8

# A worker that has not been heard of for so many seconds is replaced.
timeout = 4
# What running requests get when gunicorn is told to end.
graceful_timeout = 30

max_requests = 150
max_requests_jitter = 50

# So that the counter is made once, before the workers.
preload_app = True
