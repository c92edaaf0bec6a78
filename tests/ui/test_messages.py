"""One's own messages, from all projects, under one's own hat."""

from __future__ import annotations

import pytest

from alongside.core import outgoing
from alongside.core.models import Message
from tests.asked import press_on

KIND = "a kind for tests"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(
        outgoing.kinds._entries,
        KIND,
        (100, outgoing.Kind(words=lambda facts: f"{facts['count']} things are late")),
    )


def tell(account, count=3):
    outgoing.tell(account.pk, KIND, key=f"about {count}", facts={"count": count}, url_name="messages")


@pytest.fixture
def page(client, amina, ben):
    """Amina's messages, as her browser shows them."""
    tell(amina)
    tell(ben, count=99)
    client.force_login(amina)
    return lambda: client.get("/account/messages/")


def test_one_sees_ones_own_messages_and_nobody_elses(page):
    words = page().content.decode()

    assert "3 things are late" in words
    assert "99 things" not in words


def test_reading_changes_nothing_the_button_does(page, client):
    page()
    assert Message.objects.unread().count() == 2

    press_on(client, page(), "/account/messages/")

    assert Message.objects.unread().count() == 1  # Ben's
    assert "Mark all as read" not in page().content.decode()


def test_without_messages_the_page_says_what_will_be_here(client, amina):
    client.force_login(amina)

    assert "Nothing here yet" in client.get("/account/messages/").content.decode()


def test_signed_out_one_is_asked_to_sign_in(client, db):
    assert client.get("/account/messages/").url == "/account/login/?next=/account/messages/"


def test_under_a_project_hat_no_messages_are_visible(cast):
    tell(cast.supervisor.account)

    assert not Message.objects.visible_to(cast.supervisor).exists()
