"""Modules whose functions are called one by one, in the main thread, as a script of their own would."""

import importlib


def serve(program):  # type: ignore[no-untyped-def]
    entry = program.entry.partition(":")[0]
    for name in [entry] if entry else program.modules:
        importlib.import_module(name)
    program.answer_calls()
