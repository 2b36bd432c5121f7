import importlib
import random as numbers

import pytest


@pytest.fixture
def call():
    def one(target, /, *args, **kwargs):
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return one


@pytest.fixture
def random():
    return numbers.Random()
