"""The browser tests are never left out quietly."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from devtools import browser, running


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A Debian machine, as root, without Chromium; what is run on it is remembered."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("ALONGSIDE_TEST_CHROMIUM", raising=False)
    programs = {"apt-get": "/usr/bin/apt-get"}
    ran: list[str] = []

    def run(*command: str, **_: str) -> None:
        ran.append(" ".join(command))
        if "install" in command:
            programs["chromium"] = "/usr/bin/chromium"

    monkeypatch.setattr(browser.shutil, "which", programs.get)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser, "run", run)
    return SimpleNamespace(programs=programs, ran=ran, monkeypatch=monkeypatch)


def test_chromium_is_used_where_it_is(machine: SimpleNamespace) -> None:
    machine.programs["chromium"] = "/snap/bin/chromium"

    assert browser.chromium() == "/snap/bin/chromium"
    assert machine.ran == []


def test_chromium_is_installed_on_debian_as_root(machine: SimpleNamespace) -> None:
    assert browser.chromium() == "/usr/bin/chromium"
    assert [command.split()[1] for command in machine.ran] == ["update", "install"]


def test_a_person_who_may_not_install_goes_on_without(machine: SimpleNamespace) -> None:
    machine.monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)

    assert browser.chromium() is None
    assert machine.ran == []


def test_an_installation_that_fails_is_said_and_the_rest_goes_on(
    machine: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: str, **__: str) -> None:
        raise running.Stop("Debian's package lists could not be fetched: check the network.")

    machine.monkeypatch.setattr(browser, "run", fails)

    assert browser.chromium() is None
    assert "could not be fetched" in capsys.readouterr().out


def test_ci_stops_rather_than_skip(machine: SimpleNamespace) -> None:
    machine.monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    machine.monkeypatch.setenv("CI", "true")

    with pytest.raises(running.Stop, match="in CI no test may be skipped"):
        browser.chromium()


def test_a_chromium_that_is_named_but_not_there_is_an_error(machine: SimpleNamespace) -> None:
    machine.monkeypatch.setenv("ALONGSIDE_TEST_CHROMIUM", "/opt/none")

    with pytest.raises(running.Stop, match="/opt/none, which is not a program"):
        browser.chromium()
