"""`alongside verify` says whether the trail is whole, and names by number what isn't."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from alongside.__main__ import main
from alongside.core import audit
from tests.core.trail import append, empty, tamper

pytestmark = pytest.mark.both_databases


@pytest.fixture
def trail(transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    empty()
    append(3)
    audit.seal_once()
    append(2)


def test_a_whole_trail_is_exit_code_0(trail, capsys):
    assert main(["verify"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "5 rows checked, under 1 seals."
    assert said.out.splitlines()[1].startswith("2 rows are not sealed yet, the oldest for ")
    assert said.out.splitlines()[-1] == "The audit trail is whole."
    assert said.err == ""


def test_tampering_is_exit_code_1_and_named(trail, capsys):
    tamper("UPDATE core_auditrow SET hat = 'x' WHERE id = 2", "DELETE FROM core_auditrow WHERE id = 3")
    assert main(["verify"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [
        "Row 2 was edited or forged: its code does not fit what it says.",
        "Row 3 was removed: seal 1 covers it.",
    ]
    assert "whole" not in said.out
    assert said.err == "The audit trail is not whole: 2 found.\n"


def test_programs_get_json(trail, capsys):
    tamper("DELETE FROM core_auditrow WHERE id = 3")
    assert main(["verify", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["unsealed"].pop("oldest_seconds") >= 0
    assert document == {
        "format": "alongside.verify/1",
        "whole": False,
        "rows": 4,
        "seals": 1,
        "unsealed": {"rows": 2},
        "anchored_seal": 1,
        "restores": 0,
        "problems_found": 1,
        "problems": [
            {
                "problem": "rows_removed",
                "rows": "3",
                "seal": 1,
                "sentence": "Row 3 was removed: seal 1 covers it.",
            }
        ],
    }


def test_the_head_of_a_daily_message_can_be_checked(trail, capsys):
    head = audit.todays_head()
    assert main(["verify", "--head", f"{head.number}:{head.head[:16]}"]) == 0
    assert main(["verify", "--head", f"{head.number}:{'0' * 16}"]) == 1
    assert "Seal 1 does not have the head that was given." in capsys.readouterr().out


@pytest.mark.parametrize("head", ["1", "1:xyz", "x:0123456789abcdef", "1:0123456789abcde", ""])
def test_a_head_that_is_none_is_exit_code_2(trail, capsys, head):
    code = main(["verify", f"--head={head}"])
    assert code == 2
    assert capsys.readouterr().err.startswith("--head must look like 1234:")


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "alongside", "verify"],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_is_not_there_is_exit_code_2_and_is_not_made(tmp_path):
    done = run(ALONGSIDE_TESTING="1", ALONGSIDE_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("There is no database at ")
    assert not list(tmp_path.iterdir())


def test_a_database_without_a_trail_is_exit_code_2(tmp_path):
    (tmp_path / "alongside.sqlite3").touch()
    done = run(ALONGSIDE_TESTING="1", ALONGSIDE_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("This database has no audit trail yet: run `alongside migrate`")


def test_settings_without_keys_are_exit_code_2_and_name_the_variable():
    done = run(ALONGSIDE_SECRET_KEY="x" * 40, ALONGSIDE_VAULT_KEY="v:" + "1f" * 32)
    assert done.returncode == 2
    assert done.stderr.startswith("ALONGSIDE_AUDIT_KEY is missing")
