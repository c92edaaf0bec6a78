"""Measure definitions: those that ship are whole, and whoever writes one wrong gets a sentence that says where."""

from __future__ import annotations

import copy

import pytest
import yaml

from alongside.core import definitions, registries
from alongside.core.definitions import BadDefinition
from alongside.improvement.counted import MeasureDefinition, available, fact_of

GOOD = yaml.safe_load("""
id: in-time
version: 1
title: Items met in time
author: Somebody
source: Their own words
licence: CC0-1.0
review_date: 2027-11-01
operational_definition: Items met by their date, out of all items that had one in the month.
kind: process
better: up
chart: p
step: month
by_service: true
denominator: {fact: readiness-due, words: items with a date in the month}
numerator:
  fact: readiness-due
  words: met by their date
  where:
    - {column: met_on_time, is: true}
""")


def read(tmp_path, **said) -> MeasureDefinition:
    """The good definition with something else said, read from a file as any is."""
    told = {**copy.deepcopy(GOOD), **said}
    file = tmp_path / "in_time.yaml"
    file.write_text(yaml.safe_dump({key: value for key, value in told.items() if value is not None}))
    return definitions.read(file, MeasureDefinition)


def rows(fact="readiness-due", **said):
    return {"fact": fact, "words": "some rows", **said}


def test_the_good_one_is_good(tmp_path):
    assert read(tmp_path).version == "1"


def test_what_ships_says_what_it_counts_over_facts_that_there_are():
    shipped = available()
    assert len(shipped) >= 6
    for called, definition in shipped.items():
        assert definition.id == called
        assert definition.licence == "CC0-1.0"
        assert definition.operational_definition.endswith(".")
        for _place, counted in definition.both:
            assert fact_of(counted) in list(registries.facts)


def test_at_least_one_that_ships_watches_for_harm():
    assert any(definition.kind == "balancing" for definition in available().values())


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "nice"}, "kind must be one of outcome, process, balancing, not 'nice'"),
        ({"step": "year"}, "step must be one of week, month, quarter, not 'year'"),
        ({"chart": "g"}, "chart must be one of"),
        ({"author": None}, "author: field required"),
        ({"surprise": 1}, "surprise: extra inputs are not permitted"),
        ({"denominator": None}, "a p chart is for shares, so say out of which rows"),
        ({"chart": "c", "unit": "items"}, "a c chart counts events and takes no whole"),
        ({"chart": "u", "unit": "items", "denominator": None}, "is for so many of so many"),
        ({"chart": "run"}, "unit: say what is counted"),
        ({"target": 90}, "the target of a share is between 0 and 1, like 0.9"),
        ({"numerator": rows("member-left"), "by_service": False}, "a share counts some rows of the very fact that is its whole"),
        ({"numerator": rows("nobody-knows")}, "numerator: there is no fact 'nobody-knows'; there are"),
        ({"numerator": rows(where=[{"column": "name", "is": True}])}, "has no column 'name'; it has days_late, left_out"),
        ({"numerator": rows(where=[{"column": "met_on_time", "is": "yes, surely"}])}, "is yes or no, so filter with is: true"),
        ({"numerator": rows(where=[{"column": "days_late", "is": True}])}, "is a number, so filter with at_least or at_most"),
        ({"numerator": rows(where=[{"column": "days_late"}])}, "needs exactly one of: is, one_of, at_least, at_most"),
        ({"numerator": rows(where=[{"column": "met", "is": True, "at_least": 1}])}, "needs exactly one of"),
        ({"numerator": rows(add="met"), "chart": "run", "unit": "days"}, "'met' is no number, so it can't be added up"),
        ({"denominator": rows(add="days_late"), "chart": "run", "unit": "days"}, "rows of the whole are counted"),
        (
            {"numerator": rows("member-left", where=[{"column": "role", "is": "boss"}]), "chart": "run", "unit": "people",
             "by_service": False},
            "'role' is a choice, so filter with is or one_of, of peer_worker",
        ),
        (
            {"numerator": rows("member-left"), "denominator": None, "chart": "run", "unit": "people"},
            "by_service: rows of the fact 'member-left' belong to no service",
        ),
    ],
)  # fmt: skip
def test_one_that_is_wrong_is_refused_with_the_file_and_the_place(tmp_path, said, sentence):
    with pytest.raises(BadDefinition, match="in_time.yaml: ") as refused:
        read(tmp_path, **said)
    assert sentence in str(refused.value)
