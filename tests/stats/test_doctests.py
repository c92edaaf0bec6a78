"""The examples in the docstrings of the statistics run, and are true."""

import doctest
import importlib
import pkgutil

import pytest

import alongside.stats

MODULES = [
    found.name for found in pkgutil.walk_packages(alongside.stats.__path__, alongside.stats.__name__ + ".")
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_is_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_run():
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried > 30
