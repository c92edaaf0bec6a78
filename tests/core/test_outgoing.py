"""Somebody is told that there is something for them, and nothing that others shouldn't read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from alongside.core import clock, jobs, outgoing
from alongside.core.models import Job, Message
from alongside.programmes.models import Account

KIND = "a kind for tests"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(
        outgoing.kinds._entries,
        KIND,
        (100, outgoing.Kind(words=lambda facts: f"{facts['count']} things are late")),
    )


@pytest.fixture
def sending(settings):
    settings.SENDS_EMAIL = True
    settings.BASE_URL = "https://alongside.example.org"
    settings.DEFAULT_FROM_EMAIL = "alongside@example.org"


@pytest.fixture
def amina(db) -> Account:
    return Account.objects.create_user("amina", name="Amina", email="amina@example.org")


def tell(account, *, key="monday", **facts):
    outgoing.tell(account.pk, KIND, key=key, facts={"count": 3, **facts}, url_name="messages")


def test_a_message_is_words_made_when_it_is_read(amina):
    tell(amina)

    message = Message.objects.get()
    assert outgoing.words(message) == "3 things are late"
    assert outgoing.address(message) == "/account/messages/"


def test_telling_the_same_person_the_same_again_tells_nothing(amina, sending):
    tell(amina)
    tell(amina)
    tell(amina, key="tuesday")

    assert (Message.objects.count(), Job.objects.count()) == (2, 2)


def test_the_e_mail_says_one_fixed_sentence_and_a_link(amina, sending):
    tell(amina)
    jobs.run_due()

    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("There is something for you in Alongside", ["amina@example.org"])
    assert sent.body.split() == [
        "There",
        "is",
        "something",
        "for",
        "you",
        "in",
        "Alongside.",
        "https://alongside.example.org/account/messages/",
    ]
    assert Message.objects.get().emailed_at is not None


def test_it_is_sent_once_even_if_its_job_runs_again(amina, sending):
    tell(amina)
    jobs.run_due()
    outgoing.send(by=None, message=Message.objects.get().pk)

    assert len(mail.outbox) == 1


def test_without_an_address_or_a_mail_server_the_message_waits_in_alongside(amina, sending, settings):
    tell(Account.objects.create_user("ben", name="Ben"))
    jobs.run_due()
    settings.SENDS_EMAIL = False
    tell(amina)
    jobs.run_due()

    assert (mail.outbox, Message.objects.count()) == ([], 2)


def test_what_was_read_before_the_worker_came_is_not_sent(amina, sending):
    tell(amina)
    assert outgoing.mark_read(account_id=amina.pk) == 1
    jobs.run_due()

    assert mail.outbox == []


def test_nothing_goes_to_an_account_that_was_closed(amina, sending):
    tell(amina)
    Account.objects.update(is_active=False)
    jobs.run_due()

    assert mail.outbox == []


def test_a_mail_server_that_fails_is_tried_again(amina, sending, settings, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        tell(amina)
        jobs.run_due()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        jobs.run_due()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("fact", ["Amina Bello", "amina", "", 1.5, None, ["a"]])
def test_a_message_carries_counts_days_and_digests_only(amina, fact):
    with pytest.raises(TypeError, match="counts, days and digests"):
        tell(amina, extra=fact)


def test_days_and_digests_may_be_carried(amina):
    tell(amina, day=date(2026, 11, 23), head="ab" * 32)

    assert Message.objects.get().facts == {"count": 3, "day": "2026-11-23", "head": "ab" * 32}


def test_an_unknown_kind_is_refused(amina):
    with pytest.raises(KeyError):
        outgoing.tell(amina.pk, "no such kind", key="1")


def test_a_message_whose_kind_or_page_is_gone_can_still_be_read(amina):
    message = Message(account=amina, kind="gone", url_name="gone")

    assert outgoing.words(message) == "There is something for you in Alongside"
    assert outgoing.address(message) == ""


def test_messages_go_after_half_a_year(amina):
    tell(amina)

    with clock.set_to(clock.now() + timedelta(days=179)):
        assert outgoing.purge() == 0
    with clock.set_to(clock.now() + timedelta(days=181)):
        assert outgoing.purge() == 1
