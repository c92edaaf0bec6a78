"""A form sent when the sign-in had run out: kept for whoever it was drawn for, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.core import clock, drafts
from alongside.core.models import Draft
from tests.asked import fill_in, form_on

NOTE = "note /note/"


@pytest.fixture
def left_open(signed_in):
    """The note's page, left open while its writer was signed out."""
    page = signed_in.get("/note/")
    signed_in.logout()
    return page


def send(client, page, **answers):
    return client.post("/note/", {**form_on(page), **answers})


def test_it_is_kept_and_whoever_sent_it_is_asked_to_sign_in(client, left_open, amina, asking_pages):
    answer = send(client, left_open, note="Called at two")

    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/note/")
    assert not asking_pages.NOTES
    kept = drafts.find(account_id=amina.pk, form=NOTE)[0]
    assert (kept.kind, kept.typed.fields["note"]) == (drafts.SIGNED_OUT, ["Called at two"])


def test_after_signing_in_it_is_offered_and_can_be_saved(client, left_open, amina, asking_pages):
    send(client, left_open, note="Called at two")
    client.force_login(amina)
    offered = client.get("/note/").content.decode()
    kept = drafts.find(account_id=amina.pk, form=NOTE)[0]

    answer = fill_in(client, "/note/", page=client.get("/note/", {"continue": kept.id}))

    assert "when you had been signed out" in offered
    assert answer.status_code == 302
    assert asking_pages.NOTES == ["Called at two"]


def test_somebody_else_who_signs_in_sees_nothing_of_it(client, left_open, ben):
    send(client, left_open, note="Called at two")
    client.force_login(ben)

    assert form_on(client.get("/note/"))["note"] == [""]


def test_sent_after_somebody_else_signed_in_it_is_neither_saved_as_theirs_nor_shown_to_them(
    client, left_open, amina, ben, asking_pages
):
    client.force_login(ben)

    answer = client.post("/note/", {**form_on(left_open), "note": "Called at two"}, follow=False)

    assert (answer.status_code, answer.url) == (302, "/")
    assert not asking_pages.NOTES
    assert not drafts.find(account_id=ben.pk, form=NOTE)
    assert drafts.find(account_id=amina.pk, form=NOTE)[0].typed.fields["note"] == ["Called at two"]


def test_it_is_kept_for_a_day(client, left_open, amina):
    send(client, left_open, note="Called at two")

    with clock.set_to(clock.now() + timedelta(hours=25)):
        assert not drafts.find(account_id=amina.pk, form=NOTE)
        assert drafts.purge() == 1


def test_files_are_not_kept_and_both_pages_say_so(client, left_open, amina):
    send(client, left_open, note="See the file", file=SimpleUploadedFile("a.csv", b"1"))
    client.force_login(amina)
    kept = drafts.find(account_id=amina.pk, form=NOTE)[0]

    assert "Files you had chosen are not kept." in client.get("/note/").content.decode()
    assert "Choose them again." in client.get("/note/", {"continue": kept.id}).content.decode()


def test_passwords_are_not_kept(client, left_open, amina):
    send(client, left_open, note="Called at two", password="a secret")

    assert "password" not in drafts.find(account_id=amina.pk, form=NOTE)[0].typed.fields


def test_what_the_page_sends_while_somebody_writes_is_kept_and_they_are_told(client, left_open, amina):
    said = send(client, left_open, note="Half a sen", _do="keep")

    assert said.status_code == 200
    assert "You have been signed out. What you wrote is kept" in said.content.decode()
    assert drafts.find(account_id=amina.pk, form=NOTE)


@pytest.mark.parametrize("altered", ["", "nonsense", "WyJhIl0:1abc:def"])
def test_a_form_that_does_not_say_whose_it_is_is_not_kept(client, left_open, altered):
    answer = send(client, left_open, note="Called at two", _form=altered)

    assert answer.url == "/account/login/?next=/note/"
    assert not Draft.objects.exists()


def test_nothing_is_kept_for_an_account_that_was_closed(client, left_open, amina):
    amina.is_active = False
    amina.save()

    send(client, left_open, note="Called at two")

    assert not Draft.objects.exists()


def test_a_draft_and_what_was_sent_signed_out_are_both_offered(client, signed_in, amina):
    page = signed_in.get("/note/")
    signed_in.post("/note/", {**form_on(page), "_do": "later", "note": "First"})
    signed_in.logout()
    send(client, page, note="Second")
    client.force_login(amina)

    assert client.get("/note/").content.decode().count("Continue with what you wrote on") == 2


def test_a_button_pressed_signed_out_leads_back_to_its_page_after_signing_in(client, asking_pages, db):
    answer = client.post("/pressed/", headers={"referer": "http://testserver/button/"})

    assert answer.url == "/account/login/?next=/button/"


def test_an_account_can_only_have_so_much_kept_without_signing_in(client, left_open, monkeypatch):
    from alongside.ui.asking import keeping

    monkeypatch.setattr(keeping, "MOST", 2)
    for words in ("One", "Two", "Three"):
        send(client, left_open, note=words)

    assert Draft.objects.count() == 1
    assert drafts.find(account_id=Draft.objects.get().account_id, form=NOTE)[0].typed.fields["note"] == [
        "Two"
    ]


def test_what_was_saved_before_its_answer_was_lost_is_not_kept_to_be_saved_again(
    client, signed_in, amina, asking_pages
):
    page = signed_in.get("/note/")
    send(signed_in, page, note="Called at two")
    signed_in.logout()

    answer = client.post("/note/", {**form_on(page), "note": "Called at two"}, follow=False)

    assert answer.url == "/account/login/?next=/note/"
    assert not Draft.objects.exists()
    assert asking_pages.NOTES == ["Called at two"]


# The check against forgery


@pytest.fixture
def strict(amina, asking_pages):
    """A browser whose forms are checked against forgery, as all are outside tests, and in which Amina is signed in."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amina)
    return browser


def test_a_page_from_before_signing_in_again_loses_nothing(strict, amina, asking_pages):
    old = form_on(strict.get("/note/"))
    strict.cookies.pop("csrftoken")
    strict.get("/note/")  # the new token

    answer = strict.post("/note/", {**old, "note": "Called at two"}, headers={"origin": "http://testserver"})

    assert (answer.status_code, answer.url) == (302, "/note/")
    assert not asking_pages.NOTES
    assert drafts.find(account_id=amina.pk, form=NOTE)[0].typed.fields["note"] == ["Called at two"]


@pytest.mark.parametrize("origin", ["http://elsewhere", "null", ""])
def test_a_form_from_another_site_is_refused_and_leaves_nothing(strict, origin):
    old = form_on(strict.get("/note/"))
    headers = {"origin": origin} if origin else {}

    answer = strict.post(
        "/note/", {**old, "csrfmiddlewaretoken": "x" * 64, "note": "Planted"}, headers=headers
    )

    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_an_old_page_of_somebody_else_is_kept_for_them_alone(strict, amina, ben):
    old = form_on(strict.get("/note/"))
    strict.force_login(ben)
    strict.cookies.pop("csrftoken")
    strict.get("/note/")

    answer = strict.post("/note/", {**old, "note": "Amina's words"}, headers={"origin": "http://testserver"})

    assert answer.url == "/"
    assert drafts.find(account_id=amina.pk, form=NOTE)
    assert not drafts.find(account_id=ben.pk, form=NOTE)


def test_signing_in_again_makes_nobodys_edit_stale(client, signed_in, amina):
    page = signed_in.get("/name/")
    signed_in.logout()
    client.post("/name/", {**form_on(page), "name": "Amina Bello"})
    client.force_login(amina)
    kept = drafts.find(account_id=amina.pk, form="name /name/")[0]

    assert fill_in(client, "/name/", page=client.get("/name/", {"continue": kept.id})).status_code == 302
