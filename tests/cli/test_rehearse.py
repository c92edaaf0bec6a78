"""`alongside rehearse` says in words and as JSON what a plan can be expected to show."""

from __future__ import annotations

import json

import pytest

from alongside.__main__ import main

PLAN = [
    "rehearse",
    "--chart",
    "p",
    "--level",
    "60%",
    "--effect",
    "15%",
    "--size",
    "30",
    "--before",
    "15",
    "--after",
    "12",
]
FEW = ["--simulations", "200"]


def test_people_read_the_chances_first(capsys):
    assert main([*PLAN, *FEW]) == 0
    said = capsys.readouterr()
    assert "200 rehearsals of a p chart: 15 periods before, 12 after." in said.out
    assert "The chart notices the change      in 9" in said.out
    assert "It signals where nothing changed" in said.out
    assert "The time series analysis notices" in said.out
    assert said.err == ""


def test_json_has_everything_and_is_the_same_each_time(capsys):
    assert main([*PLAN, *FEW, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    main([*PLAN, *FEW, "--json"])
    again = json.loads(capsys.readouterr().out)

    assert first == again
    assert first["format"] == "alongside.rehearsal/1"
    assert first["plan"]["level"] == 0.6
    assert first["plan"]["effect"] == 0.15
    assert first["plan"]["rules"] == "nhs"
    assert len(first["chart"]["noticed_by"]) == 12
    assert first["its"]["errors"] == "ar1"
    assert first["its"]["covers"]["of"] == 200


def test_the_analysis_can_be_left_out(capsys):
    assert main([*PLAN, *FEW, "--no-its", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["its"] is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--level", "many"], "--level many: this is not a number. Write it like 0.6, or 60%."),
        (["--effect", "50%"], "the share would be 1.1 after the change"),
        (["--size", "30,x"], "--size x: this is not a number"),
        (["--simulations", "5"], "--simulations 5: choose between 100 and 100000."),
        (["--chart", "t"], "can't be rehearsed. Choose one of: xmr, run, p"),
        (["--before", "1"], "At least 3 periods before the change"),
        (["--before", "soon"], "Run `alongside rehearse --help`"),
    ],
)
def test_what_cant_be_rehearsed_is_one_sentence_and_exit_code_2(capsys, more, said):
    assert main([*PLAN, *more]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""
