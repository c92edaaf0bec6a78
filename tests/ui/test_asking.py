"""A question page: asked, answered once, and nobody's edit overwritten unseen."""

from __future__ import annotations

import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.core.models import Retry
from tests.asked import fill_in, form_on, press_on


def test_a_question_is_asked_answered_and_leads_on(signed_in, amina):
    answer = fill_in(signed_in, "/name/", name="Amina Bello")

    assert (answer.status_code, answer.url) == (302, "/saved/")
    amina.refresh_from_db()
    assert amina.name == "Amina Bello"


def test_a_form_starts_with_what_the_record_says(signed_in):
    assert form_on(signed_in.get("/name/"))["name"] == ["Amina"]


def test_an_unusable_answer_is_shown_again_and_nothing_is_saved(signed_in, amina):
    answer = fill_in(signed_in, "/name/", name="")

    assert answer.status_code == 422
    assert "Enter your name" in answer.content.decode()
    assert not Retry.objects.exists()


def test_a_refusal_is_said_on_the_form_with_what_was_typed(signed_in, amina):
    answer = fill_in(signed_in, "/name/", name="Nobody", language="cy")

    assert answer.status_code == 422
    assert "Nobody is no name." in answer.content.decode()
    assert form_on(answer)["language"] == ["cy"]
    assert not Retry.objects.exists()


def test_after_a_refusal_the_same_page_can_be_corrected_and_saved(signed_in, amina):
    refused = fill_in(signed_in, "/name/", name="Nobody")

    assert fill_in(signed_in, "/name/", page=refused, name="Somebody").status_code == 302


# Retrying


def test_the_same_form_sent_twice_is_saved_once_and_answered_alike(signed_in, asking_pages):
    page = signed_in.get("/note/")

    answers = [fill_in(signed_in, "/note/", page=page, note="Called at two") for _ in range(2)]

    assert [answer.url for answer in answers] == ["/saved/?note=1"] * 2
    assert asking_pages.NOTES == ["Called at two"]


def test_the_same_key_with_something_else_in_it_is_refused_with_what_was_typed(signed_in, asking_pages):
    page = signed_in.get("/note/")
    fill_in(signed_in, "/note/", page=page, note="Called at two")

    answer = fill_in(signed_in, "/note/", page=page, note="Called at three")

    assert answer.status_code == 422
    assert "You have sent this form before" in answer.content.decode()
    assert form_on(answer)["note"] == ["Called at three"]
    assert asking_pages.NOTES == ["Called at two"]


def test_what_was_refused_for_its_key_can_be_saved_deliberately(signed_in, asking_pages):
    page = signed_in.get("/note/")
    fill_in(signed_in, "/note/", page=page, note="Called at two")
    refused = fill_in(signed_in, "/note/", page=page, note="Called at three")

    assert fill_in(signed_in, "/note/", page=refused, note="Called at three").status_code == 302
    assert asking_pages.NOTES == ["Called at two", "Called at three"]


def test_another_file_under_the_same_key_is_something_else(signed_in, asking_pages):
    page = signed_in.get("/note/")

    def send(content: bytes):
        return fill_in(
            signed_in, "/note/", page=page, note="See the file", file=SimpleUploadedFile("a.csv", content)
        )

    assert [send(b"1").status_code, send(b"1").status_code, send(b"2").status_code] == [302, 302, 422]


def test_a_second_click_is_answered_even_if_the_first_made_the_form_refuse_it(signed_in, asking_pages):
    page = signed_in.get("/once/")

    answers = [fill_in(signed_in, "/once/", page=page, title="Falls") for _ in range(2)]

    assert [(answer.status_code, answer["location"]) for answer in answers] == [(302, "/saved/")] * 2
    assert asking_pages.NOTES == ["Falls"]


def test_what_a_page_says_after_saving_is_said_once_however_often_it_was_sent(signed_in, asking_pages):
    page = signed_in.get("/once/")
    for _ in range(3):
        fill_in(signed_in, "/once/", page=page, title="Falls")

    assert signed_in.get("/once/").content.decode().count("Saved.") == 1


def test_a_button_on_what_is_gone_by_then_is_answered_as_the_first_time(signed_in, asking_pages):
    key = str(uuid.uuid4())

    answers = [signed_in.post("/vanishing/", {"_key": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert signed_in.post("/vanishing/", {"_key": str(uuid.uuid4())}).status_code == 404


def test_an_account_is_not_given_the_answer_of_another(signed_in, ben, asking_pages):
    key = str(uuid.uuid4())
    signed_in.post("/vanishing/", {"_key": key})
    signed_in.force_login(ben)

    assert signed_in.post("/vanishing/", {"_key": key}).status_code == 404


def test_two_accounts_may_hold_the_same_key(signed_in, ben, asking_pages):
    page = form_on(signed_in.get("/note/"))
    fill_in(signed_in, "/note/", note="Amina's")
    signed_in.force_login(ben)
    bens = form_on(signed_in.get("/note/"))

    answer = signed_in.post("/note/", {**bens, "_key": page["_key"], "note": "Ben's"})

    assert answer.status_code == 302
    assert asking_pages.NOTES == ["Amina's", "Ben's"]


def test_a_form_without_its_key_is_not_saved_and_nothing_is_lost(signed_in, asking_pages):
    fields = form_on(signed_in.get("/note/"))
    del fields["_key"]

    answer = signed_in.post("/note/", {**fields, "note": "Typed"})

    assert answer.status_code == 422
    assert form_on(answer)["note"] == ["Typed"]
    assert not asking_pages.NOTES


def test_a_form_drawn_for_another_page_is_not_saved(signed_in, asking_pages):
    other = form_on(signed_in.get("/name/"))

    assert signed_in.post("/note/", {**other, "note": "Typed"}).status_code == 422
    assert not asking_pages.NOTES


# Stale versions


def shown(words: str) -> list[tuple[str, ...]]:
    """The table of both texts, row by row."""
    rows = re.findall(r"<tr[^>]*nhsuk-table__row.*?</tr>", words, re.DOTALL)
    cells = [re.findall(r"<th.*?</th>|<bdi.*?</bdi>", row, re.DOTALL) for row in rows]
    return [tuple(re.sub(r"<[^>]+>", "", cell).strip() for cell in row) for row in cells]


def test_an_edit_of_what_changed_meanwhile_shows_both_texts_and_saves_neither_unseen(signed_in, amina):
    page = signed_in.get("/name/")
    amina.name = "Amina Bello"
    amina.save()

    answer = fill_in(signed_in, "/name/", page=page, name="Amina B.", language="cy")

    assert answer.status_code == 409
    words = answer.content.decode()
    assert shown(words) == [("Your name", "Amina Bello", "Amina B."), ("Language", "nothing", "Welsh")]
    assert form_on(answer)["name"] == ["Amina B."]
    amina.refresh_from_db()
    assert amina.name == "Amina Bello"


def test_two_who_wrote_the_same_are_told_so(signed_in, amina):
    page = signed_in.get("/name/")
    amina.name = "Amina Bello"
    amina.save()

    answer = fill_in(signed_in, "/name/", page=page, name="Amina Bello")

    assert answer.status_code == 409
    assert "The two say the same now." in answer.content.decode()


def test_after_both_texts_were_seen_saving_again_saves(signed_in, amina):
    page = signed_in.get("/name/")
    amina.name = "Amina Bello"
    amina.save()
    both = fill_in(signed_in, "/name/", page=page, name="Amina B.")

    assert fill_in(signed_in, "/name/", page=both, name="Amina B.").status_code == 302
    amina.refresh_from_db()
    assert amina.name == "Amina B."


def test_a_form_that_does_not_say_what_it_was_begun_from_overwrites_nothing(signed_in, amina):
    fields = form_on(signed_in.get("/name/"))
    del fields["_version"]

    assert signed_in.post("/name/", {**fields, "name": "Somebody"}).status_code == 409


# Buttons


def test_a_button_pressed_twice_does_it_once(signed_in, asking_pages):
    page = signed_in.get("/button/")

    answers = [press_on(signed_in, page, "/pressed/") for _ in range(2)]

    assert [answer.url for answer in answers] == ["/saved/?pressed=1"] * 2
    assert asking_pages.NOTES == ["pressed"]


def test_a_button_without_its_key_does_nothing(signed_in, asking_pages):
    answer = signed_in.post("/pressed/", {}, headers={"referer": "http://testserver/button/"})

    assert (answer.status_code, answer.url) == (302, "/button/")
    assert not asking_pages.NOTES


def test_a_button_never_leads_to_another_site(signed_in):
    for referer in ("http://elsewhere/button/", "http://testserver//elsewhere/", "nonsense"):
        answer = signed_in.post("/pressed/", {"_key": "not a key"}, headers={"referer": referer})

        assert answer.url in ("/", "/elsewhere/")


def test_a_key_is_kept_with_its_form_and_answer_but_no_text(signed_in, asking_pages):
    fill_in(signed_in, "/note/", note="Called at two")

    kept = Retry.objects.get()
    assert (kept.form, kept.answer) == ("note /note/", "/saved/?note=1")
    assert isinstance(kept.key, uuid.UUID)
    assert "Called" not in kept.body
