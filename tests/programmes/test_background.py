"""Privacy leads get the head of the audit trail once a day, in Alongside and where it can't be cut off with the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from alongside.core import clock, jobs, outgoing
from alongside.core.audit.sealing import seal_once
from alongside.core.models import AuditSeal, Message
from alongside.programmes.background import tell_the_head


@pytest.fixture
def sealed(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path  # anchors of its own: they outlive the test's rows
    seal_once()
    return cast


def test_each_privacy_lead_is_told_once_a_day_and_nobody_else(sealed):
    tell_the_head()
    tell_the_head()
    with clock.set_to(clock.now() + timedelta(days=1)):
        tell_the_head()

    told = Message.objects.order_by("created_at")
    assert {message.account_id for message in told} == {sealed.privacy_lead.account.pk}
    assert len(told) == 2


def test_the_message_says_what_verify_takes(sealed):
    tell_the_head()

    seal = AuditSeal.objects.get()
    assert f"{seal.number}:{seal.head}" in outgoing.words(Message.objects.get())


def test_the_e_mail_carries_it_out_of_the_database(sealed, settings):
    settings.SENDS_EMAIL, settings.BASE_URL = True, "https://alongside.example.org"
    account = sealed.privacy_lead.account
    account.email = "privacy@example.org"
    account.save()
    tell_the_head()
    jobs.run_due()

    assert AuditSeal.objects.get().head in mail.outbox[0].body


def test_there_is_nothing_to_tell_before_the_first_seal(cast):
    tell_the_head()

    assert not Message.objects.exists()
