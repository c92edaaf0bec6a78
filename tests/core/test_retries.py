"""A write under one key happens once, however often and however much at once it is asked for."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from alongside.core import clock, retries
from alongside.core.models import Retry
from alongside.core.retries import OtherContent
from alongside.programmes.models import Account, Organisation

BODY, OTHER = retries.digest([b"note", b"Called at two"]), retries.digest([b"note", b"Called at three"])


@pytest.fixture
def account(db) -> Account:
    return Account.objects.create_user("amina", name="Amina")


def write(account, key, *, body=BODY, form="note /note/", do=None):
    def make() -> str:
        return f"/organisations/{Organisation.objects.create(name=f'One {uuid.uuid4()}').pk}/"

    return retries.once(account_id=account.pk, key=key, form=form, body=body, do=do or make)


def test_the_first_time_it_is_done_the_second_time_it_is_answered(account):
    key = uuid.uuid4()

    first, second = write(account, key), write(account, key)

    assert (first.first, second.first) == (True, False)
    assert first.url == second.url
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("difference", [{"body": OTHER}, {"form": "note /elsewhere/"}])
def test_the_same_key_with_other_content_or_on_another_page_is_refused(account, difference):
    key = uuid.uuid4()
    write(account, key)

    with pytest.raises(OtherContent):
        write(account, key, **difference)
    assert Organisation.objects.count() == 1


def test_what_failed_leaves_its_key_free(account):
    key = uuid.uuid4()

    def fail() -> str:
        Organisation.objects.create(name="Half")
        raise ValueError

    with pytest.raises(ValueError):
        write(account, key, do=fail)

    assert not Organisation.objects.exists()
    assert not Retry.objects.exists()
    assert write(account, key, body=OTHER).first


def test_keys_go_after_their_time_and_no_sooner(account):
    key = uuid.uuid4()
    write(account, key)

    with clock.set_to(clock.now() + retries.KEPT_FOR - timedelta(hours=1)):
        assert retries.purge() == 0
    with clock.set_to(clock.now() + retries.KEPT_FOR + timedelta(hours=1)):
        assert retries.purge() == 1


def test_a_key_outlives_every_draft_that_could_carry_it():
    from alongside.core import drafts

    assert max(drafts.KEPT_FOR.values()) < retries.KEPT_FOR


def test_the_digest_of_what_was_sent_tells_where_one_part_ends():
    assert retries.digest([b"ab", b"c"]) != retries.digest([b"a", b"bc"])


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_record_and_all_get_its_answer():
    account = Account.objects.create_user("amina", name="Amina")
    key, answers, problems, start = uuid.uuid4(), [], [], threading.Barrier(20)

    def send() -> None:
        try:
            start.wait()
            answers.append(write(account, key))
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert not problems
    assert Organisation.objects.count() == 1
    assert len(answers) == 20
    assert len({answer.url for answer in answers}) == 1
    assert sum(answer.first for answer in answers) == 1
