"""Drafts of question pages: kept while somebody writes, offered when they come back, gone when saved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alongside.core import clock, drafts
from alongside.core.models import Draft
from tests.asked import fill_in, form_on, forms_on

NOTE = "note /note/"


def keep(client, page, how, **answers):
    """Send the form as its second button does ("later"), or as the page does by itself ("keep")."""
    return client.post("/note/", {**form_on(page), "_do": how, **answers})


def kept_by(account):
    return drafts.find(account_id=account.pk, form=NOTE)


def test_save_and_come_back_later_keeps_what_was_written_even_if_it_is_not_finished(
    signed_in, amina, asking_pages
):
    answer = keep(signed_in, signed_in.get("/note/"), "later", note="")

    assert answer.status_code == 302
    assert not kept_by(amina)  # nothing was written

    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")

    assert kept_by(amina)[0].typed.fields["note"] == ["Half a sen"]
    assert not asking_pages.NOTES


def test_coming_back_offers_the_choice_before_anything_else(signed_in):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")

    back = signed_in.get("/note/").content.decode()

    assert "Continue with what you wrote on" in back
    assert "Start again" in back
    assert "Half a sen" not in back


def test_going_on_shows_what_was_written_and_no_errors(signed_in, amina):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")

    page = signed_in.get("/note/", {"continue": kept_by(amina)[0].id})

    assert form_on(page)["note"] == ["Half a sen"]
    assert "error-summary" not in page.content.decode()


def test_starting_again_removes_what_was_written(signed_in, amina):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")
    offer = next(form for form in forms_on(signed_in.get("/note/")) if ("_do", "again") in form["buttons"])

    answer = signed_in.post("/note/", {**offer["fields"], "_do": "again"})

    assert answer.url == "/note/"
    assert form_on(signed_in.get("/note/"))["note"] == [""]
    assert not Draft.objects.exists()


def test_opening_a_page_removes_nothing(signed_in, amina):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")
    for _ in range(2):
        signed_in.get("/note/")
        signed_in.get("/note/", {"continue": kept_by(amina)[0].id})

    assert kept_by(amina)[0].typed.fields["note"] == ["Half a sen"]


def test_saving_removes_the_draft(signed_in, amina):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")
    page = signed_in.get("/note/", {"continue": kept_by(amina)[0].id})

    fill_in(signed_in, "/note/", page=page, note="A whole sentence")

    assert not Draft.objects.exists()


def test_a_refused_save_leaves_the_draft(signed_in, amina):
    page = signed_in.get("/name/")
    signed_in.post("/name/", {**form_on(page), "_do": "later", "name": "Nob"})
    fill_in(signed_in, "/name/", page=page, name="Nobody")

    assert drafts.find(account_id=amina.pk, form="name /name/")


def test_the_page_keeps_what_is_being_written_and_says_when(signed_in, amina, asking_pages):
    page = signed_in.get("/note/")
    with clock.set_to(datetime(2026, 1, 15, 14, 3, tzinfo=UTC)):
        said = keep(signed_in, page, "keep", note="Half a sen")
        kept = kept_by(amina)[0]

    assert said.content.decode() == "Draft saved 2:03 pm"
    assert kept.typed.fields["note"] == ["Half a sen"]
    assert not asking_pages.NOTES


def test_the_page_keeps_nothing_while_nothing_is_written(signed_in):
    said = keep(signed_in, signed_in.get("/note/"), "keep")

    assert said.content == b""
    assert not Draft.objects.exists()


def test_what_arrives_after_the_form_was_saved_leaves_no_draft_behind(signed_in):
    page = signed_in.get("/note/")
    fill_in(signed_in, "/note/", page=page, note="A whole sentence")

    keep(signed_in, page, "keep", note="A whole senten")

    assert not Draft.objects.exists()


def test_going_back_after_saving_and_writing_on_is_kept_too_and_saved_deliberately(
    signed_in, amina, asking_pages
):
    page = signed_in.get("/note/")
    fill_in(signed_in, "/note/", page=page, note="A whole sentence")
    with clock.set_to(clock.now() + timedelta(minutes=5)):
        keep(signed_in, page, "keep", note="A whole sentence, and another")
        again = signed_in.get("/note/", {"continue": kept_by(amina)[0].id})
        told = fill_in(signed_in, "/note/", page=again)

        answer = fill_in(signed_in, "/note/", page=told)

    assert "You have sent this form before" in told.content.decode()
    assert answer.status_code == 302
    assert asking_pages.NOTES == ["A whole sentence", "A whole sentence, and another"]


def test_a_draft_of_what_was_saved_after_all_makes_no_second_record(signed_in, amina, asking_pages):
    page = signed_in.get("/note/")
    keep(signed_in, page, "later", note="A whole sentence")
    draft = kept_by(amina)[0]
    fill_in(signed_in, "/note/", page=page, note="A whole sentence")
    drafts.save(
        account_id=amina.pk, form=NOTE, typed=draft.typed
    )  # as if the page's own keeping had come late

    answer = fill_in(signed_in, "/note/", page=signed_in.get("/note/", {"continue": kept_by(amina)[0].id}))

    assert answer.url == "/saved/?note=1"
    assert asking_pages.NOTES == ["A whole sentence"]


def test_a_draft_goes_on_under_the_key_of_its_page_so_that_a_lost_answer_makes_no_second_record(
    signed_in, amina, asking_pages
):
    page = signed_in.get("/note/")
    keep(signed_in, page, "keep", note="A whole sentence")

    again = signed_in.get("/note/", {"continue": kept_by(amina)[0].id})

    assert form_on(again)["_key"] == form_on(page)["_key"]


@pytest.mark.parametrize("how", ["later", "keep"])
def test_passwords_and_files_are_never_kept(signed_in, amina, how):
    keep(signed_in, signed_in.get("/note/"), how, note="Half a sen", password="a secret", file="not a file")

    assert set(kept_by(amina)[0].typed.fields) == {"note"}


def test_the_page_does_not_even_send_passwords_and_files_along(signed_in):
    assert 'hx-params="not file,password"' in signed_in.get("/note/").content.decode()


def test_nobody_else_is_offered_what_somebody_wrote(signed_in, amina, ben):
    keep(signed_in, signed_in.get("/note/"), "later", note="Half a sen")
    signed_in.force_login(ben)

    assert form_on(signed_in.get("/note/"))["note"] == [""]
    assert form_on(signed_in.get("/note/", {"continue": kept_by(amina)[0].id}))["note"] == [""]


def test_a_draft_of_what_changed_meanwhile_shows_both_texts_when_it_is_saved(signed_in, amina):
    page = signed_in.get("/name/")
    signed_in.post("/name/", {**form_on(page), "_do": "later", "name": "Amina B."})
    amina.name = "Amina Bello"
    amina.save()
    draft = drafts.find(account_id=amina.pk, form="name /name/")[0]

    answer = fill_in(signed_in, "/name/", page=signed_in.get("/name/", {"continue": draft.id}))

    assert answer.status_code == 409
    assert ">Amina Bello</bdi>" in answer.content.decode()


def test_too_much_to_keep_is_said_and_stays_on_the_page(signed_in):
    long = "word " * (drafts.MOST_BYTES // 5)
    page = signed_in.get("/note/")

    later = keep(signed_in, page, "later", note=long)

    assert later.status_code == 422
    assert "too long to keep" in later.content.decode()
    assert form_on(later)["note"] == [long]
    assert "too long to keep" in keep(signed_in, page, "keep", note=long).content.decode()


def test_an_unusable_answer_keeps_the_version_the_form_was_begun_from(signed_in, amina):
    page = signed_in.get("/name/")
    amina.name = "Amina Bello"
    amina.save()
    wrong = fill_in(signed_in, "/name/", page=page, name="")

    answer = fill_in(signed_in, "/name/", page=wrong, name="Amina B.")

    assert answer.status_code == 409
    amina.refresh_from_db()
    assert amina.name == "Amina Bello"
