"""Who you can be in the demo: a page, a list for scripts, and one post to be them."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from alongside.demo.people import PASSWORD, PERSONAS
from alongside.programmes.models import Account, Project
from tests.reading import read

# What each of them meets first: something true of them, and something that is none of their business.
MEETS = {
    "imran": ("Benefits advice can be reached (Riverside Community Team)", "Emergency Department"),
    "pat": ("Read the role profile “Peer support worker”, version 2", "Quayside Crisis House"),
    "petra": ("Larch Ward", "Read the role profile"),
    "sinead": ("Lone-working arrangements stand (Quayside Crisis House)", "Emergency Department"),
    "samir": ("A named peer supervisor (Quayside Crisis House)", "Emergency Department"),
    "clare": ("Larch Ward", "Riverside Community Team"),
    "rhys": ("Role profiles", "Measures"),
    "sola": ("The safeguarding route is clear (Quayside Crisis House)", "Emergency Department"),
    "eva": ("Elm Rehabilitation Unit", "Emergency Department"),
    "priya": ("What is kept", "Settings"),
    "adaeze": ("Settings", "Measures"),
    "quinn": ("Recruiter, Harbour project", "Larch Ward"),
    "nadia": ("Emergency Department", "Acute Medical Unit"),
    "ivy": ("Acute Medical Unit", "Larch Ward"),
    "stan": ("Acute Medical Unit", "Larch Ward"),
    "lesley": ("Lantern project", "Harbour project"),
    "greta": ("What has been released", "Quayside Crisis House"),
    "xanthe": ("What projects decided to share", "Quayside Crisis House"),
    "sam": ("Yourself", "Harbour project"),
}


@pytest.mark.parametrize("username", [one.username for one in PERSONAS])
def test_one_post_signs_in_and_leads_to_a_page_with_something_true_on_it(example, demo, username):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/demo/sign-in", {"username": username}, follow=True)

    page = read(answer)
    true, none_of_theirs = MEETS[username]
    assert answer.status_code == 200
    assert answer.wsgi_request.user.username == username
    assert true in page.text
    assert none_of_theirs not in page.text


def test_being_somebody_else_leaves_nothing_of_the_first(example, demo, client):
    client.post("/demo/sign-in", {"username": "imran"})
    client.post("/demo/sign-in", {"username": "sam"})

    assert client.get("/projects/harbour/").status_code == 404


def test_the_list_for_scripts_has_the_shape_that_others_build_on(db, demo, client):
    answer = client.get("/demo/personas.json")

    listed = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/json"
    assert [one["username"] for one in listed] == [one.username for one in PERSONAS]
    assert all(list(one) == ["username", "name", "role", "project", "does"] for one in listed)
    assert all(isinstance(text, str) for one in listed for text in one.values())
    assert listed[0] == {
        "username": "imran",
        "name": "Imran Qureshi",
        "role": "Improvement lead",
        "project": "harbour",
        "does": "Brings in figures, reads the charts, and prepares the next service",
    }


def test_each_project_in_the_list_is_one_that_is_there(example, demo, client):
    named = {one["project"] for one in client.get("/demo/personas.json").json()} - {""}

    assert named == set(Project.objects.values_list("slug", flat=True))


def test_the_page_has_a_button_for_everybody_and_their_password(db, demo, client):
    page = read(client.get("/demo/"))

    assert page.status == 200
    assert set(page.buttons) >= {one.name for one in PERSONAS}
    assert PASSWORD in page.text


def test_the_password_on_the_page_is_theirs(example):
    assert Account.objects.get(username="greta").check_password(PASSWORD)


def test_colleagues_and_unknown_people_can_not_be_had(example, demo, client):
    for username in ("dawit", "nobody", ""):
        assert client.post("/demo/sign-in", {"username": username}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_signing_in_is_never_a_link(example, demo, client):
    assert client.get("/demo/sign-in?username=imran").status_code == 405


@pytest.mark.parametrize("path", ["/demo/", "/demo/personas.json", "/demo/sign-in"])
def test_outside_demo_mode_none_of_it_is_there(example, settings, client, path):
    settings.DEMO = False

    answer = client.post(path, {"username": "imran"}) if path == "/demo/sign-in" else client.get(path)

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session
