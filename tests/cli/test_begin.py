"""The first project of an installation: started whole, or not at all."""

from __future__ import annotations

import io

import pytest

from alongside.__main__ import main
from alongside.core import rowsecurity
from alongside.programmes.models import Account, Membership, Programme, Project, ReadinessItem

ASKED = [
    "begin", "--programme", "Beside You", "--project", "Harbour", "--organisation", "Northmere Trust",
    "--username", "adaeze", "--name", "Adaeze Obi", "--password-stdin",
]  # fmt: skip

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def typed(monkeypatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


def test_an_installation_gets_its_first_project_and_somebody_who_can_sign_in(monkeypatch, capsys, client):
    typed(monkeypatch, "a chair by the window")

    assert main(ASKED) == 0

    project = Project.objects.get(slug="harbour")
    assert project.kind == Project.Kind.REAL
    assert Membership.objects.get(project=project).account.username == "adaeze"
    assert client.login(username="adaeze", password="a chair by the window")
    assert client.get("/projects/harbour/").status_code == 200
    assert "/projects/harbour/" in capsys.readouterr().out


def test_a_real_project_starts_with_its_own_checklist(monkeypatch):
    typed(monkeypatch, "a chair by the window")
    main(ASKED)

    project = Project.objects.get(slug="harbour")
    with rowsecurity.inside(project.pk):
        keys = set(ReadinessItem.objects.filter(project=project, service=None).values_list("key", flat=True))
    assert {"safety_officer", "hazard_log", "data_protection"} <= keys


def test_a_second_project_joins_the_same_programme_and_administrator(monkeypatch):
    typed(monkeypatch, "a chair by the window")
    main(ASKED)

    assert main([*ASKED[:4], "Lantern", *ASKED[5:-1]]) == 0

    assert Programme.objects.count() == 1
    assert Account.objects.filter(username="adaeze").count() == 1
    assert Project.objects.count() == 2


def test_a_password_that_is_too_common_starts_nothing(monkeypatch, capsys):
    typed(monkeypatch, "password")

    assert main(ASKED) == 2

    assert "Nothing was started." in capsys.readouterr().err
    assert not Programme.objects.exists()
    assert not Account.objects.exists()


def test_without_anybody_to_ask_it_says_how_to_pipe_the_password(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert main(ASKED[:-1]) == 2

    assert "--password-stdin" in capsys.readouterr().err
