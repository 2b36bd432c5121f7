"""Exits with 0 where the prices of the commit that is checked out are right, and with 1 where they are not."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())

try:
    from prices import total

    good = total([1000, 250], 20) == 1500 and total([], 20) == 0
except Exception as problem:
    print(f"{type(problem).__name__}: {problem}")
    good = False
sys.exit(0 if good else 1)
