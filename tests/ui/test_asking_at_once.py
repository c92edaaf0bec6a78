"""Double clicks, impatient programs and two people at the same moment, through the whole of a request."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from tests.asked import form_on

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(browsers, send) -> list:
    """Send from every browser at the same moment; the answers."""
    answers, start = [], threading.Barrier(len(browsers))

    def one(browser) -> None:
        try:
            start.wait()
            answers.append(send(browser))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browsers_of(account, number) -> list[Client]:
    made = [Client(raise_request_exception=False) for _ in range(number)]
    for browser in made:
        browser.force_login(account)
    return made


def test_twenty_identical_posts_at_once_save_once_and_all_lead_to_the_same_page(amina, asking_pages):
    browsers = browsers_of(amina, 20)
    form = form_on(browsers[0].get("/note/"))

    answers = at_once(browsers, lambda browser: browser.post("/note/", {**form, "note": "Called at two"}))

    assert [answer.status_code for answer in answers] == [302] * 20
    assert {answer.url for answer in answers} == {"/saved/?note=1"}
    assert asking_pages.NOTES == ["Called at two"]


def test_two_saves_of_one_version_at_once_save_one_and_show_the_other_both_texts(amina, asking_pages):
    browsers = browsers_of(amina, 2)
    forms = {id(browser): form_on(browser.get("/name/")) for browser in browsers}
    names = {id(browser): name for browser, name in zip(browsers, ("Amina B.", "Amina Bello"), strict=True)}

    def save(browser):
        return browser.post("/name/", {**forms[id(browser)], "name": names[id(browser)]})

    answers = sorted(at_once(browsers, save), key=lambda answer: answer.status_code)

    assert [answer.status_code for answer in answers] == [302, 409]
    amina.refresh_from_db()
    assert f">{amina.name}</bdi>" in answers[1].content.decode()
    assert amina.version == 2
