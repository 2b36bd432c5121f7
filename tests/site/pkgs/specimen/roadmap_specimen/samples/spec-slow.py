import time

before = time.monotonic()
time.sleep(0.01)
print(f"took {time.monotonic() - before:.2f} seconds")
