"""`./dev` says clearly what is missing, and doesn't do again what is done."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from devtools import commands, installing, running, serving, version
from devtools.places import ROOT, environment
from devtools.stamps import Stamp, digest

# Something is missing


@pytest.mark.parametrize("wrong", [(2, 7), (3, 6), (3, 10), (3, 14), (4, 0)])
def test_a_python_that_does_not_fit_is_named_with_what_to_do(wrong: tuple[int, int]) -> None:
    said = version.complaint(wrong)

    assert f"this is Python {wrong[0]}.{wrong[1]}" in said
    assert "python3.11 dev setup" in said


@pytest.mark.parametrize("right", [(3, 11), (3, 12), (3, 13)])
def test_a_python_that_fits_is_not_mentioned(right: tuple[int, int]) -> None:
    assert version.complaint(right) == ""


def test_the_supported_pythons_are_those_of_the_package() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    newest = f"{version.NEWEST[0]}.{version.NEWEST[1] + 1}"

    assert project["requires-python"] == f">={version.OLDEST[0]}.{version.OLDEST[1]},<{newest}"


def test_an_old_python_can_read_as_far_as_the_complaint() -> None:
    import ast

    for name in ("dev", "devtools/__init__.py", "devtools/version.py"):
        text = (ROOT / name).read_text()
        ast.parse(text, feature_version=(3, 5))
        # Python 2 stops at the first letter beyond ASCII.
        assert text.isascii()


def test_a_taken_port_is_named_and_the_next_free_one_suggested() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with pytest.raises(running.Stop, match=f"Port {taken} is taken by another program") as stopped:
            serving.check_port(taken)

    suggested = int(str(stopped.value).split("--port ")[1].rstrip("."))
    assert suggested > taken
    serving.check_port(suggested)


def test_a_taken_port_stops_the_demo_before_anything_is_set_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "set_up", lambda **_: pytest.fail("set up although the port is taken"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        code = commands.main(["demo", "--port", str(other.getsockname()[1])])

    assert code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_port_that_cannot_exist_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["demo", "--port", "70000"]) == 2
    assert "Port 70000 does not exist" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(running.Stop, match=r"file/demo could not be made \(Not a directory\)"):
        serving.data_folder(str(tmp_path / "file" / "demo"))


def test_a_clone_of_somebody_else_is_said_before_tools_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing.os, "access", lambda *_: False)

    with pytest.raises(running.Stop, match="This user may not write in"):
        installing.check_writable()


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("error: Failed to fetch: `…/simple/django/`\n  Caused by: dns error", "check the network"),
        (
            "WARNING: Retrying … NewConnectionError(…): Failed to establish a new connection",
            "check the network",
        ),
        ("npm error code EAI_AGAIN", "check the network"),
        ("python3: No module named pip", "apt-get install python3-pip"),
        (
            "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the file that was locked",
        ),
        ("npm error code EINTEGRITY", "not the file that was locked"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("error: SyntaxError", "its last words are above"),
    ],
)
def test_a_failed_installation_says_what_to_do(printed: str, advice: str) -> None:
    assert advice in running.remedy(printed)


def test_a_failing_program_stops_with_its_own_last_words(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('first'); print('dns error'); sys.exit(3)"

    with pytest.raises(running.Stop, match="could not be installed: no package registry answered"):
        running.run(sys.executable, "-c", script, what="The packages could not be installed")

    assert "dns error" in capfd.readouterr().err


def test_tools_run_without_what_ties_them_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("VIRTUAL_ENV", "somewhere")

    seen = environment(MORE="yes")

    assert "PYTHONDONTWRITEBYTECODE" not in seen
    assert "VIRTUAL_ENV" not in seen
    assert seen["UV_PYTHON_DOWNLOADS"] == "never"
    assert seen["MORE"] == "yes"


# What is done is not done again


def test_a_stamp_is_fresh_until_a_file_in_the_folder_changes(tmp_path: Path) -> None:
    sources = tmp_path / "scss"
    (sources / "parts").mkdir(parents=True)
    (sources / "parts" / "chart.scss").write_text("a {}")
    stamp = Stamp(tmp_path / "stamps" / "assets")
    assert not stamp.fresh(digest([sources]))

    stamp.write(digest([sources]))
    assert stamp.fresh(digest([sources]))

    (sources / "parts" / "chart.scss").write_text("b {}")
    assert not stamp.fresh(digest([sources]))


def test_a_fingerprint_sees_renames_missing_files_and_words(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    fingerprints = {digest([file])}
    file.write_text("one")
    fingerprints |= {digest([file]), digest([file], "here"), digest([file], "there")}
    fingerprints.add(digest([file.rename(tmp_path / "other")]))

    assert len(fingerprints) == 5


@pytest.fixture
def environment_made_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Pretend that .venv was last made with some lock, and count what is run for the next."""

    def made_with(lock: Path) -> list[str]:
        ran: list[str] = []
        monkeypatch.setattr(installing, "TOOLS", tmp_path)
        monkeypatch.setattr(installing, "usable", lambda: True)
        monkeypatch.setattr(installing, "ensure_uv", lambda: None)
        monkeypatch.setattr(installing, "run", lambda *command, **_: ran.append(str(command[2])))
        Stamp(tmp_path / "stamps" / "venv").write(installing.fingerprint_of(lock))
        return ran

    return made_with


def test_what_was_set_up_for_development_serves_for_the_demo(environment_made_with) -> None:
    ran = environment_made_with(installing.DEVELOPMENT)

    installing.install(development=False)

    assert ran == []


def test_what_was_set_up_for_the_demo_is_not_enough_for_tests(environment_made_with) -> None:
    ran = environment_made_with(installing.RUNTIME)

    installing.install(development=True)
    assert ran == ["sync", "install"]

    installing.install(development=True)
    assert ran == ["sync", "install"]


def test_an_installation_that_failed_halfway_is_done_again(environment_made_with, monkeypatch) -> None:
    ran = environment_made_with(installing.RUNTIME)

    def fails(*command: object, **_: object) -> None:
        raise running.Stop("no network")

    with monkeypatch.context() as failing:
        failing.setattr(installing, "run", fails)
        with pytest.raises(running.Stop):
            installing.install(development=True)

    installing.install(development=False)
    assert ran == ["sync", "install"]
