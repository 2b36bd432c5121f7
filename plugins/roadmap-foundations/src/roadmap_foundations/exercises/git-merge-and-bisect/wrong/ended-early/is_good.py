"""Exits with 0 where the prices of the commit that is checked out are right, with 1 where they are not, and with 125
where they cannot be tried at all."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())

try:
    from prices import total
except Exception as problem:
    print(f"cannot be tested: {type(problem).__name__}: {problem}")
    sys.exit(125)

good = total([1000, 250], 20) == 1500 and total([], 20) == 0
sys.exit(0 if good else 1)
