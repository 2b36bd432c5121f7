"""A process that has everything imported, and forks for each run: what "warm" is without a sandbox.

Started by `contestants.Forked` with the interpreter of the baseline's runtime, so it imports nothing of ours. It learns
what to import from a child that has run the same checks once. For each line that it reads it runs them in a fork.
"""

import contextlib
import gc
import importlib
import json
import os
import shutil
import sys
import tempfile

import pytest


def main() -> None:
    folder, shared = sys.argv[1:3]
    order = json.loads(sys.stdin.readline())
    own = {name.split("/")[0].removesuffix(".py") for name in order["files"]} | {"checks", "conftest"}
    for name in order["preload"]:
        importlib.import_module(name)
    exec(compile(order["warmup"], "warmup.py", "exec"), {"__name__": "warmup"})  # noqa: S102
    for name in _modules_of_a_run(folder, shared):
        if name.split(".")[0] not in own:
            # Some want to be configured first; a run imports these afresh.
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    with tempfile.TemporaryDirectory(dir=shared) as place:
        _write_warm_test(place)
        pytest.main([place, "-q", "-p", "no:cacheprovider"])
    gc.collect()
    gc.freeze()
    print("READY", flush=True)
    for _ in sys.stdin:
        place = tempfile.mkdtemp(dir=shared)
        if os.fork() == 0:
            os._exit(_run(folder, place))
        _, status = os.wait()
        print("DONE", os.waitstatus_to_exitcode(status), flush=True)
        shutil.rmtree(place)


def _run(folder: str, place: str) -> int:
    os.chdir(place)
    sys.path.insert(0, folder)
    return int(pytest.main([f"{folder}/checks.py", "-q", "-p", "no:cacheprovider", f"--rootdir={folder}"]))


def _modules_of_a_run(folder: str, shared: str) -> list[str]:
    reader, writer = os.pipe()
    place = tempfile.mkdtemp(dir=shared)
    if os.fork() == 0:
        _run(folder, place)
        with open(writer, "w") as told:
            told.write(" ".join(sys.modules))
        os._exit(0)
    os.close(writer)
    with open(reader) as told:
        found = told.read().split()
    os.wait()
    shutil.rmtree(place)
    return found


def _write_warm_test(place: str) -> None:
    with open(f"{place}/test_warm.py", "w") as file:
        file.write("def test_passes(): pass\n\n\ndef test_fails(): assert 1 == 2\n")


if __name__ == "__main__":
    main()
