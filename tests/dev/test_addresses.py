"""No registry's address and no path of a machine gets in; `./dev check` reports every failure."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from devtools import checks
from devtools.addresses import lock_addresses, machine_paths, outside_addresses


@pytest.mark.parametrize(
    "css",
    [
        "@font-face{src:url(https://assets.example.org/frutiger.woff2)}",
        "a{background:url('//cdn.example.org/a.svg')}",
        '@import "http://example.org/more.css";',
    ],
)
def test_a_style_sheet_that_fetches_from_elsewhere_is_refused(css: str) -> None:
    assert len(outside_addresses(css)) == 1


def test_a_style_sheet_of_our_own_files_is_fine() -> None:
    picture = "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E\")"

    assert (
        outside_addresses(f"a{{background:url('./images/x.svg')}} b{{background:{picture}}} /* // */") == []
    )


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example.org/simple",
        "-i mirror",
        "--find-links wheels",
        "django @ https://example.org/django.whl",
        "thing @ git+ssh://git@example.org/thing",
        '      "resolved": "https://npm.example.org/sass.tgz",',
        '      "resolved": "../sass.tgz",',
        '        "url": "https://example.org/donate"',
    ],
)
def test_an_address_in_a_lock_file_is_found(line: str) -> None:
    assert len(lock_addresses(f"numpy==2.0\n{line}\nscipy==1.0\n")) >= 1


def test_names_versions_and_hashes_are_no_addresses() -> None:
    python = "numpy==2.0 ; python_full_version < '3.12' \\\n    --hash=sha256:file0git1\n"
    node = '"node_modules/sass": {"version": "1.0.0", "integrity": "sha512-gitA//http+b=="}'

    assert lock_addresses(python) == []
    assert lock_addresses(node) == []


def test_paths_of_a_machine_are_found_and_others_left_alone() -> None:
    here = Path("/srv/clones/alongside")
    home = "/".join(["", "home", "ada", "notes"])

    assert machine_paths(f"see {home}", here=here) == ["/".join(home.split("/")[:3])]
    assert machine_paths("open /srv/clones/alongside/dev", here=here) == ["/srv/clones/alongside"]
    assert machine_paths("/usr/bin/env /projects/home/ example.org/home/page /srv/data", here=here) == []


def test_the_checks_find_an_address_and_a_path_that_somebody_adds(tmp_path, monkeypatch) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "uv.lock").write_text("")
    (tmp_path / "requirements.lock").write_text("-i https://example.org\n")
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "notes.txt").write_text(f"kept in {tmp_path}/x")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "PYTHON_LOCKS", [tmp_path / "requirements.lock"])
    monkeypatch.setattr(checks, "NODE_LOCK", tmp_path / "package-lock.json")

    assert checks.paths_of_machines() == [f"notes.txt: {tmp_path}"]
    assert checks.addresses_in_locks() == [
        "requirements.lock: -i https://example.org",
        "uv.lock: carries registry addresses; use ./dev lock",
    ]


def test_a_package_that_was_added_but_not_locked_is_found(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "pyproject.toml").write_text(
        """
        [project]
        dependencies = ["Django>=5", "psycopg[binary]>=3", "new_thing"]
        [dependency-groups]
        dev = ["pytest"]
        """
    )
    runtime, development = tmp_path / "requirements.lock", tmp_path / "requirements-dev.lock"
    runtime.write_text("django==5.2 \\\n  --hash=sha256:00\npsycopg==3.2\n")
    development.write_text("django==5.2\npsycopg==3.2\nnew-thing==1.0\n")
    for name, value in {"ROOT": tmp_path, "RUNTIME": runtime, "DEVELOPMENT": development}.items():
        monkeypatch.setattr(checks, name, value)

    assert checks.locked_too() == [
        "requirements.lock: new-thing is not in it; run ./dev lock",
        "requirements-dev.lock: pytest is not in it; run ./dev lock",
    ]


def test_a_check_reports_what_its_command_printed_only_when_it_fails() -> None:
    assert checks.Check("fine", ["python", "-c", "print('all good')"]).problems() == ""
    assert (
        checks.Check("bad", ["python", "-c", "print('line 3 is wrong'); exit(1)"]).problems()
        == "line 3 is wrong"
    )
    assert checks.Check("silent", ["python", "-c", "exit(4)"]).problems() == "exit code 4"


def test_every_failing_check_is_reported_not_only_the_first(monkeypatch, capsys) -> None:
    failing = [checks.Check(name, lambda name=name: [f"{name} is wrong"]) for name in ("one", "two")]
    monkeypatch.setattr(checks, "CHECKS", [*failing, checks.Check("three", list)])

    assert checks.check() == 1

    said = capsys.readouterr().out
    assert "one is wrong" in said
    assert "two is wrong" in said
    assert "Checks: 1 passed, 2 failed." in said
