"""The monthly summary: from releases alone, to those who asked for it, once a month, naming nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from alongside.core import clock, jobs
from alongside.core.actions import Refused
from alongside.core.models import Message
from alongside.core.rowsecurity import inside
from alongside.improvement import monthly
from alongside.improvement.actions import summaries
from alongside.improvement.models import SummaryReader
from alongside.programmes.actions import members
from tests.asked import press_on
from tests.improvement.conftest import shares
from tests.improvement.releasing import cleared

from .test_board_pack import CANARY, MONTHS_24, RISEN, STEADY
from .test_pages import at, text

DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def reader(cast):
    """Somebody with an e-mail address, who switched it on in November."""
    account = cast.improvement_lead.account
    account.email = "imran@example.org"
    account.save()
    return summaries.switch_on(project=cast.harbour, by=cast.improvement_lead)


@pytest.fixture
def sends(settings):
    settings.SENDS_EMAIL = True
    settings.BASE_URL = "https://alongside.example.org"


def released(cast, define, take, name="Felt understood", pairs=RISEN, **said):
    measure = define(name=name, **said)
    take(measure, shares(pairs, labels=MONTHS_24))
    return cleared(cast, measure)


def at_the_time(when: datetime, *, times: int = 1) -> int:
    """What the clock and the worker do then; how many e-mails went out."""
    before = len(mail.outbox)
    with clock.set_to(when):
        for _ in range(times):
            with inside(None):
                monthly.send_summaries()
                jobs.run_due()
    return len(mail.outbox) - before


# Switching it on and off


def test_it_is_off_until_somebody_switches_it_on_for_themselves(cast, reader):
    assert SummaryReader.objects.visible_to(cast.improvement_lead).reading().count() == 1
    assert not SummaryReader.objects.visible_to(cast.supervisor).exists()
    again = summaries.switch_on(project=cast.harbour, by=cast.improvement_lead)
    assert again == reader
    summaries.switch_off(project=cast.harbour, by=cast.improvement_lead)
    summaries.switch_off(project=cast.harbour, by=cast.improvement_lead)
    assert not SummaryReader.objects.reading().exists()


def test_without_an_address_it_says_why_not(cast):
    with pytest.raises(Refused, match="no e-mail address"):
        summaries.switch_on(project=cast.harbour, by=cast.supervisor)
    page = text(cast.client(cast.supervisor).get(at(cast, "monthly_summary")))
    assert "It can't come by e-mail: your account has no e-mail address." in page
    assert "Send it to me each month" not in page


def test_the_database_holds_one_switch_for_each_member(cast, reader):
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryReader.objects.create(project=cast.harbour, account=cast.improvement_lead.account)


def test_the_button_switches_it_on_and_off(cast):
    account = cast.supervisor.account
    account.email = "sinead@example.org"
    account.save()
    browser, url = cast.client(cast.supervisor), at(cast, "monthly_summary")
    press_on(browser, browser.get(url), at(cast, "summary_on"))
    page = browser.get(url)
    assert "You get this by e-mail at the start of each month." in text(page)
    press_on(browser, page, at(cast, "summary_off"))
    assert "Send it to me each month" in text(browser.get(url))


# What it says


def test_it_says_of_each_measure_what_changed_and_its_latest_figure(cast, reader, sends, define, take):
    released(cast, define, take, target=0.99)
    released(cast, define, take, "Asked first", STEADY)
    assert at_the_time(DECEMBER) == 1
    letter = mail.outbox[-1]
    assert letter.to == ["imran@example.org"]
    assert letter.subject == "There is something for you in Alongside"
    assert "Harbour: measures in November 2026" in letter.body
    assert "2 charts were released in November 2026." in letter.body
    assert re.search(
        r"- Felt understood: something changed for the better; the target will not be met if nothing changes\. "
        r"Latest figure: 7\d(?:\.\d)?% \(December 2025, n about 150\)\. \(released last month\)",
        letter.body,
    )
    assert "- Asked first: the usual variation. Latest figure:" in letter.body
    assert f"https://alongside.example.org{at(cast, 'monthly_summary')}" in letter.body


def test_nobody_is_named(cast, reader, sends, define, take):
    somebody = cast.member(cast.improvement_lead.role, name=CANARY)
    released(cast, define, take, by=somebody)
    at_the_time(DECEMBER)
    for name in (CANARY, *CANARY.split(), "Imran", "Qureshi"):
        assert name not in mail.outbox[-1].body
    message = Message.objects.get(kind=monthly.KIND)
    assert set(message.facts) == {"project", "month"}


def test_when_nothing_was_released_it_says_so(cast, reader, sends, define, take):
    at_the_time(DECEMBER)
    assert "Nothing has been released so far." in mail.outbox[-1].body
    with clock.set_to(DECEMBER):
        released(cast, define, take)
    at_the_time(JANUARY)
    assert "1 chart was released in December 2026." in mail.outbox[-1].body
    at_the_time(datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert (
        "Nothing was released in January 2027. This is what stands released from before."
        in mail.outbox[-1].body
    )
    assert "Felt understood" in mail.outbox[-1].body


def test_figures_that_were_not_released_are_not_in_it(cast, reader, sends, define, take):
    take(define(name="Never released"), shares(RISEN, labels=MONTHS_24))
    at_the_time(DECEMBER)
    assert "Never released" not in mail.outbox[-1].body


# When, and to whom


def test_it_goes_out_once_a_month_however_often_it_is_tried(cast, reader, sends):
    assert at_the_time(DECEMBER, times=3) == 1
    assert at_the_time(datetime(2026, 12, 20, 9, tzinfo=UTC)) == 0
    assert at_the_time(JANUARY, times=2) == 1


def test_a_letter_that_failed_is_tried_again_and_arrives_once(cast, reader, sends, monkeypatch):
    from django.core.mail import EmailMessage

    send = EmailMessage.send
    tried = []

    def fails_first(self, *args, **kwargs):
        tried.append(1)
        if len(tried) == 1:
            raise OSError("the mail server is away")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", fails_first)
    assert at_the_time(DECEMBER) == 0
    assert at_the_time(datetime(2026, 12, 1, 9, 5, tzinfo=UTC), times=3) == 1
    assert len(tried) == 2


def test_a_worker_that_was_away_on_the_first_sends_it_later(cast, reader, sends):
    assert at_the_time(datetime(2026, 12, 9, 9, tzinfo=UTC)) == 1


def test_nothing_goes_out_in_the_month_in_which_it_was_switched_on(cast, reader, sends):
    assert at_the_time(datetime(2026, 11, 24, 9, tzinfo=UTC)) == 0


def test_who_switched_it_off_gets_none(cast, reader, sends):
    summaries.switch_off(project=cast.harbour, by=cast.improvement_lead)
    assert at_the_time(DECEMBER) == 0


def test_who_is_no_member_any_more_gets_none(cast, reader, sends):
    members.end(membership=cast.membership(cast.improvement_lead), by=cast.administrator)
    assert at_the_time(DECEMBER) == 0


def test_where_nothing_can_be_sent_it_waits_in_alongside(cast, reader, settings):
    settings.SENDS_EMAIL = False
    assert at_the_time(DECEMBER) == 0
    message = Message.objects.get(kind=monthly.KIND)
    assert monthly.in_words(message.facts) == "The monthly summary of measures for November 2026"


# The page


def test_the_page_shows_what_the_letter_says(cast, define, take):
    released(cast, define, take)
    for member in (cast.improvement_lead, cast.peer_worker, cast.administrator):
        said = text(cast.client(member).get(at(cast, "monthly_summary")))
        assert (
            "Felt understood : something changed for the better." in said
            or "Felt understood: something" in said
        )
    assert cast.client(cast.stranger).get(at(cast, "monthly_summary")).status_code == 404
    assert cast.client(cast.lantern_improvement_lead).get(at(cast, "monthly_summary")).status_code == 404
