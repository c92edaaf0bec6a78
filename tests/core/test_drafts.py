"""What is typed is kept sealed, for the one account that typed it, and not for ever."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from alongside.core import clock, drafts
from alongside.core.drafts import Typed
from alongside.core.models import Draft
from alongside.programmes.models import Account

WORDS = "Called at two, nobody there"
OLD, NEW = "old:" + "11" * 32, "new:" + "22" * 32


@pytest.fixture
def account(db) -> Account:
    return Account.objects.create_user("amina", name="Amina")


def save(account, form="note /note/", words=WORDS, **more):
    return drafts.save(account_id=account.pk, form=form, typed=Typed({"note": [words]}), **more)


def find(account, form="note /note/"):
    return drafts.find(account_id=account.pk, form=form)


def test_what_was_kept_is_found_whole(account):
    key = uuid.uuid4()
    typed = Typed({"note": ["a\r\nb", "\u202eRTL"], "empty": [""]}, key=key, version=3, with_files=True)
    drafts.save(account_id=account.pk, form="note /note/", typed=typed)

    assert find(account)[0].typed == typed


def test_what_is_kept_later_replaces_what_was_kept_before(account):
    save(account, words="First")
    save(account, words="Second")

    assert [kept.typed.fields["note"] for kept in find(account)] == [["Second"]]


def test_the_database_holds_none_of_the_words(account):
    save(account)

    assert WORDS.encode() not in bytes(Draft.objects.get().sealed)


def test_a_row_moved_to_another_account_or_form_does_not_open(account):
    save(account)
    ben = Account.objects.create_user("ben", name="Ben")

    Draft.objects.update(account=ben)
    assert not find(ben)
    Draft.objects.update(account=account, form="note /elsewhere/")
    assert not find(account, "note /elsewhere/")


def test_an_altered_row_does_not_open(account):
    save(account)
    row = Draft.objects.get()
    row.sealed = bytes(row.sealed)[:-1] + b"\x00"
    row.save()

    assert not find(account)


def test_drafts_open_after_the_key_was_rotated_and_not_after_it_is_gone(account, settings):
    settings.VAULT_KEY = OLD
    save(account)

    settings.VAULT_KEY = f"{NEW},{OLD}"
    assert find(account)
    settings.VAULT_KEY = NEW
    assert not find(account)


def test_a_draft_goes_after_thirty_days_and_no_sooner(account):
    save(account)

    with clock.set_to(clock.now() + timedelta(days=29)):
        assert (len(find(account)), drafts.purge()) == (1, 0)
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert (len(find(account)), drafts.purge()) == (0, 1)


def test_too_much_is_refused_and_what_was_kept_before_stays(account):
    save(account)

    with pytest.raises(drafts.TooLong):
        save(account, words="x" * drafts.MOST_BYTES)
    assert find(account)[0].typed.fields["note"] == [WORDS]


def test_of_very_many_drafts_the_oldest_go(account):
    start = clock.now()
    for number in range(drafts.MOST_DRAFTS + 3):
        with clock.set_to(start + timedelta(minutes=number)):
            save(account, form=f"note /note/{number}/")

    assert Draft.objects.count() == drafts.MOST_DRAFTS
    assert not find(account, "note /note/0/")
    assert find(account, f"note /note/{drafts.MOST_DRAFTS + 2}/")


def test_dropping_removes_both_kinds_on_that_page_and_nothing_else(account):
    save(account)
    save(account, kind=drafts.SIGNED_OUT)
    save(account, form="note /elsewhere/")

    drafts.drop(account_id=account.pk, form="note /note/")

    assert not find(account)
    assert find(account, "note /elsewhere/")
