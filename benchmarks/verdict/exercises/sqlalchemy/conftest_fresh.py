import random as numbers

import outside
import pytest


@pytest.fixture(scope="session")
def call():
    with outside.calling() as call:
        yield call


@pytest.fixture
def random():
    return numbers.Random()
