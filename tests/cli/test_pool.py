"""`alongside pool` from a file to a table or JSON, and a sentence for what it can't do."""

from __future__ import annotations

import json

import pytest

from alongside.__main__ import main

SITES = ["Ash,0.10,0.04", "Beech,0.40,0.05", "Cedar,0.90,0.06", "Elm,0.35,0.03", "Fir,-0.2,0.08"]
COLUMNS = ("--yi", "effect", "--vi", "variance")


@pytest.fixture
def file(tmp_path):
    """Write a table to a file and return its path."""

    def written(*rows: str) -> str:
        path = tmp_path / "sites.csv"
        path.write_text("\n".join(["site,effect,variance", *rows]) + "\n", encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def pooled(capsys):
    """Run the command; return its exit code, what it said and what it complained of."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(["pool", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


def document(pooled, *arguments: str) -> dict:
    code, out, err = pooled(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_document_has_what_others_build_on(pooled, file):
    found = document(pooled, file(*SITES), *COLUMNS, "--label", "site")
    assert set(found) >= {
        "format", "k", "estimate", "se", "lower", "upper", "p", "tau2", "i2", "q", "q_p", "predict_lower",
        "predict_upper", "weights", "notes",
    }  # fmt: skip
    assert (found["format"], found["k"], found["method"], found["ci"]) == (
        "alongside.pool/1",
        5,
        "reml",
        "hk",
    )
    assert found["predict_lower"] <= found["lower"] < found["estimate"] < found["upper"]
    assert sum(found["weights"]) == pytest.approx(100)
    assert found["labels"] == ["Ash", "Beech", "Cedar", "Elm", "Fir"]


@pytest.mark.parametrize("method", ["reml", "dl", "pm", "ee"])
@pytest.mark.parametrize("ci", ["hk", "z"])
def test_every_method_has_both_intervals(pooled, file, method, ci):
    found = document(pooled, file(*SITES), *COLUMNS, "--method", method, "--ci", ci)
    assert (found["method"], found["ci"]) == (method, ci)
    assert found["lower"] < found["upper"]
    assert (found["predict_lower"] is None) == (method == "ee")


def test_one_site_and_missing_sites(pooled, file):
    found = document(pooled, file("Ash,0.3,0.1", "Beech,,0.2", "Cedar,NA,"), *COLUMNS, "--label", "site")
    assert (found["k"], found["estimate"], found["labels"]) == (1, 0.3, ["Ash"])
    assert found["predict_upper"] is None
    assert "estimates left out because they or their variance are missing: 2" in found["notes"]


def test_a_table_for_people(pooled, file):
    code, out, err = pooled(file(*SITES), *COLUMNS, "--label", "site")
    assert (code, err) == (0, "")
    assert "effect, pooled over 5 sites" in out
    assert "Sites may differ" in out
    assert "A further site may expect" in out
    assert "significant" not in out


@pytest.mark.parametrize(
    ("rows", "arguments", "said"),
    [
        (["Ash,0.3,0"], (), "row 2, column “variance”: the variance is 0"),
        (["Ash,0.3,0.1", "Beech,0.2,-0.4"], (), "row 3, column “variance”: the variance is negative (-0.4)"),
        (["Ash,few,0.1"], (), "“few” is not a number"),
        (["Ash,,"], (), "nothing to pool"),
        ([], (), "sites.csv"),
        (SITES, ("--label", "ward"), "ward"),
        (SITES, ("--method", "bayes"), "not a choice for method"),
        (SITES, ("--ci", "wald"), "not a choice for ci"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(pooled, file, rows, arguments, said):
    code, out, err = pooled(file(*rows), *COLUMNS, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there(pooled):
    code, _, err = pooled("nowhere.csv", *COLUMNS)
    assert code == 2
    assert "nowhere.csv" in err
