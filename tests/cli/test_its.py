"""`alongside its` from a file to a table or JSON, and a sentence for what it can't do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from alongside.__main__ import main

MONTHS = [f"20{24 + i // 12}-{i % 12 + 1:02}-01" for i in range(28)]
WOBBLE = [0.3, -0.4, 0.1, 0.5, -0.6, 0.2, -0.1, 0.4, -0.3, 0.0, 0.2, -0.3]
WAITS = [round(20 + 0.1 * t + WOBBLE[t % 12] - (6 if t >= 15 else 0), 2) for t in range(1, 29)]
CHANGE = MONTHS[14]
COLUMNS = ("--x", "month", "--y", "days")


@pytest.fixture
def file(tmp_path):
    """Write a table to a file and return its path."""

    def written(*rows: str, name: str = "waits.csv") -> str:
        path = tmp_path / name
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def waits(file):
    return file("month,days", *(f"{month},{days}" for month, days in zip(MONTHS, WAITS, strict=True)))


@pytest.fixture
def its(capsys):
    """Run the command; return its exit code, what it said and what it complained of."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(["its", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def found(its):
    """Run the command with --json and return its document."""

    def ran(*arguments: str) -> dict:
        code, out, err = its(*arguments, "--json")
        assert (code, err) == (0, "")
        document = json.loads(out)
        assert document["format"] == "alongside.its/1"
        return document

    return ran


def terms(document: dict) -> dict[str, dict]:
    return {term["name"]: term for term in document["terms"]}


def test_the_document_has_what_others_build_on(found, waits):
    document = found(waits, *COLUMNS, "--intervention", CHANGE)
    assert {"format", "model", "n", "terms", "dispersion", "ar1", "durbin_watson", "notes"} <= set(document)
    assert (document["model"], document["n"], document["dispersion"]) == ("ols", 28, None)
    assert list(terms(document)) == ["intercept", "trend", "level_change", "trend_change"]
    jump = terms(document)["level_change"]
    assert set(jump) == {
        "name", "estimate", "se", "lower", "upper", "p", "ratio", "ratio_lower", "ratio_upper",
    }  # fmt: skip
    assert jump["estimate"] == pytest.approx(-6, abs=0.5)
    assert jump["lower"] < jump["estimate"] < jump["upper"]
    assert (jump["ratio"], jump["ratio_lower"], jump["ratio_upper"]) == (None, None, None)
    assert -1 < document["ar1"] < 1
    assert 0 < document["durbin_watson"] < 4


def test_counts_have_ratios(found, file):
    rows = [f"{m},{round(40 + t % 5 - (12 if t >= 14 else 0))},{1000 + t}" for t, m in enumerate(MONTHS)]
    path = file("m,falls,days", *rows)
    document = found(
        path, "--x", "m", "--y", "falls", "--n", "days", "--intervention", CHANGE, "--model", "quasipoisson",
        "--no-slope",
    )  # fmt: skip
    jump = terms(document)["level_change"]
    assert jump["ratio_lower"] < jump["ratio"] < 1
    assert document["dispersion"] > 0
    assert (document["ar1"], document["errors"]) == (None, "none")
    assert "trend_change" not in terms(document)


def test_a_month_that_the_change_falls_inside_is_left_out(found, waits):
    whole = found(waits, *COLUMNS, "--intervention", CHANGE)
    inside = found(waits, *COLUMNS, "--intervention", "17 March 2025", "--phase-in", "2")
    assert (whole["n"], inside["n"]) == (28, 25)
    assert inside["change"] == {"time": 15, "inside": True}
    assert "periods left out around the change: 3" in inside["notes"]


def test_a_month_without_a_row_is_a_gap(found, file):
    rows = [f"{m},{d}" for m, d in zip(MONTHS, WAITS, strict=True) if m != MONTHS[5]]
    document = found(file("month,days", *rows), *COLUMNS, "--intervention", CHANGE)
    assert (document["n"], document["change"]["time"]) == (27, 15)
    assert any(note.startswith("periods without a value: 1 of 28") for note in document["notes"])


def test_unsorted_rows_are_put_in_order(found, file, waits):
    rows = [f"{m},{d}" for m, d in zip(MONTHS, WAITS, strict=True)]
    mixed = file("month,days", *rows[::-1], name="mixed.csv")
    one = found(mixed, *COLUMNS, "--intervention", CHANGE)
    assert one["terms"] == found(waits, *COLUMNS, "--intervention", CHANGE)["terms"]


def test_labels_count_in_the_order_of_the_file(found, file):
    rows = [f"Round {t},{d}" for t, d in enumerate(WAITS, 1)]
    document = found(file("round,days", *rows), "--x", "round", "--y", "days", "--intervention", "Round 15")
    assert document["change"] == {"time": 15, "inside": False}


def test_rows_are_gathered_into_months(found, file):
    rows = [f"{m[:8]}{day},{d}" for m, d in zip(MONTHS, WAITS, strict=True) for day in ("03", "21")]
    document = found(
        file("month,days", *rows), *COLUMNS, "--intervention", CHANGE, "--every", "month", "--agg", "mean",
        "--as-of", "2026-09-01",
    )  # fmt: skip
    assert document["n"] == 28


def test_a_control_is_compared_with(found, file):
    rows = [f"{m},{d},0" for m, d in zip(MONTHS, WAITS, strict=True)]
    rows += [f"{m},{25 + WOBBLE[(t * 5) % 12]},1" for t, m in enumerate(MONTHS)]
    document = found(
        file("month,days,other", *rows), *COLUMNS, "--intervention", CHANGE, "--control", "other"
    )
    assert terms(document)["control:level_change"]["estimate"] == pytest.approx(6, abs=1)
    assert any("control" in note for note in document["notes"])


def test_zero_denominators_are_gaps(found, file):
    rows = [f"{m},{30 + t % 3},{0 if t == 3 else 100}" for t, m in enumerate(MONTHS)]
    path = file("m,falls,days", *rows)
    for model in ("ols", "quasipoisson"):
        document = found(
            path, "--x", "m", "--y", "falls", "--n", "days", "--intervention", CHANGE, "--model", model
        )
        assert document["n"] == 27
        assert any("denominator of 0" in note for note in document["notes"])


def test_values_that_are_all_equal_have_no_interval(found, file):
    path = file("month,days", *(f"{month},7.3" for month in MONTHS))
    document = found(path, *COLUMNS, "--intervention", CHANGE)
    assert terms(document)["level_change"]["estimate"] == 0
    assert terms(document)["level_change"]["se"] is None
    assert any("fits every point exactly" in note for note in document["notes"])


def test_a_table_for_people_has_intervals_and_says_what_it_is_not(its, waits):
    code, out, err = its(waits, *COLUMNS, "--intervention", CHANGE)
    assert (code, err) == (0, "")
    assert "days around 2025-03-01: 14 points before, 14 after" in out
    assert "level_change" in out
    assert "95% from" in out
    assert "not proof" in out
    assert "significant" not in out
    assert "*" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--intervention", "2020-01-01"), "outside the data, which go from 2024-01-01 to 2026-04-01"),
        (("--intervention", "2026-05-01"), "outside the data"),
        (("--intervention", MONTHS[0]), "in the first period"),
        (("--intervention", MONTHS[1]), "too few points before the change (1"),
        (("--intervention", MONTHS[-1]), "too few points from the change on (1"),
        (("--intervention", "2026-03-09"), "too few points from the change on (1"),
        (("--intervention", "soon"), "is not in column “month”. Write a date"),
        (("--intervention", CHANGE, "--phase-in", "13"), "too few points from the change on (1"),
        (("--intervention", CHANGE, "--phase-in", "-1"), "cannot be negative"),
        (("--intervention", CHANGE, "--phase-in", "x"), "invalid int value"),
        (("--intervention", CHANGE, "--model", "probit"), "not a choice for model"),
        (("--intervention", CHANGE, "--errors", "hac"), "not a choice for errors"),
        (("--intervention", CHANGE, "--harmonics", "2"), "length of the season"),
        (("--intervention", CHANGE, "--model", "poisson"), "row 2 (2024-01-01): 19.7 is not a whole number"),
        (("--intervention", CHANGE, "--n", "people"), "people"),
        (("--intervention", CHANGE, "--control", "days"), "neither 0 nor 1"),
        ((), "--intervention"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence_and_exit_2(its, waits, arguments, said):
    code, out, err = its(waits, *COLUMNS, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([f"{m},{d}" for m, d in zip(MONTHS, [*WAITS[:7], "many", *WAITS[8:]], strict=True)], "“many” is not a number"),
        ([f"{m},{d}" for m, d in zip([*MONTHS[:27], MONTHS[3]], WAITS, strict=True)], "already in row 5"),
        ([f"{m}," for m in MONTHS], "no point with a value"),
        (["2026-01-05,3", "2026-01-06,4", "2026-01-29,5", "2026-03-01,6"], "keep no rhythm"),
        ([f"{m},{d}" for m, d in zip(MONTHS[:4], WAITS, strict=False)], "outside the data"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_place(its, file, rows, said):
    code, _, err = its(file("month,days", *rows), *COLUMNS, "--intervention", CHANGE)
    assert code == 2
    assert said in err
    assert "waits.csv" in err


def test_negative_denominators_and_counts_are_refused(its, file):
    rows = [f"{m},{-1 if t == 4 else 3},{10}" for t, m in enumerate(MONTHS)]
    asked = ("--x", "m", "--y", "falls", "--intervention", CHANGE, "--model", "quasipoisson")
    _, _, err = its(file("m,falls,days", *rows), *asked)
    assert "row 6 (2024-05-01): the count is negative (-1)" in err
    rows = [f"{m},3,{-10 if t == 4 else 10}" for t, m in enumerate(MONTHS)]
    code, _, err = its(file("m,falls,days", *rows), *asked, "--n", "days")
    assert code == 2
    assert "cannot be negative" in err


def test_nothing_slow_is_loaded(waits):
    asked = [*COLUMNS, "--intervention", CHANGE, "--json"]
    told = (
        "import sys; from alongside.__main__ import main; "
        f"main(['its', {waits!r}, *{asked!r}]); "
        "print([m for m in ('statsmodels', 'scipy.stats', 'django', 'pandas') if m in sys.modules], "
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
