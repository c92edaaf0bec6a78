"""The examples in the docstrings of this room are true."""

import doctest
import importlib
import pkgutil

import pytest

import alongside.tabular

MODULES = [module.name for module in pkgutil.iter_modules(alongside.tabular.__path__, "alongside.tabular.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
