"""The pages of protocols: the list, the draft, the lock, the record with its labels, the check, and the label on a measure's page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core import clock
from alongside.improvement.actions import judging, protocols
from alongside.improvement.models import Amendment, Protocol
from tests.asked import fill_in, form_on, press_on

from .conftest import shares
from .protocolling import said
from .test_pages import at, text


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def family(define):
    return [define(), define(name="Requests outside the role", kind="balancing", chart="xmr", better="down")]


@pytest.fixture
def locked(cast, family) -> Protocol:
    made = protocols.write(
        project=cast.harbour, said=said(), measures=family, primary=family[0], by=cast.improvement_lead
    )
    return protocols.lock(protocol=made, by=cast.improvement_lead)


def answers(family, **otherwise):
    return {
        "name": "Ask before a referral", "service": "whole", "change_words": "The form asks it",
        "change_on_day": "14", "change_on_month": "12", "change_on_year": "2026",
        "measures": [str(one.pk) for one in family], "primary": str(family[0].pk), "analysis": "its", "its_slope": "no",
        "its_model": "quasipoisson", "its_phase_in": "1", "stops": "on", "stops_on_day": "31", "stops_on_month": "12",
        "stops_on_year": "2027", **otherwise,
    }  # fmt: skip


def test_an_empty_list_says_why_a_protocol_is_worth_it(cast, lead):
    page = lead.get(at(cast, "protocol"))
    assert "Then nobody can say that you chose what looked good, not even you." in text(page)
    assert at(cast, "protocol_add") in page.content.decode()
    others = cast.client(cast.peer_worker).get(at(cast, "protocol"))
    assert at(cast, "protocol_add") not in others.content.decode()


def test_a_protocol_is_drafted_locked_amended_and_checked(cast, lead, family):
    answer = fill_in(lead, at(cast, "protocol_add"), **answers(family))
    draft = Protocol.objects.get()
    assert answer.url == at(cast, "protocol_one", protocol=draft)
    said_so = text(lead.get(answer.url))
    assert "its label will say “locked before”" in said_so
    assert "By an interrupted time series; the level alone may change;" in said_so

    fill_in(lead, at(cast, "protocol_lock", protocol=draft))
    said_so = text(lead.get(answer.url))
    assert "Locked before" in said_so
    assert "1 period left out after the change" in said_so

    url = at(cast, "protocol_amend", protocol=draft)
    begun = form_on(lead.get(url))
    assert (begun["primary"], begun["its_slope"], begun["stops_on_day"]) == (
        [str(family[0].pk)],
        ["no"],
        ["31"],
    )
    assert fill_in(lead, url, stops_on_year="2028").status_code == 422  # no reason
    fill_in(lead, url, stops_on_year="2028", why="The form came a year later on the second ward.")
    assert Amendment.objects.get().document["stops"] == {"on": "2028-12-31"}
    said_so = text(lead.get(answer.url))
    assert "Amendment 1 : The form came a year later on the second ward. Changed: when it ends." in said_so
    assert "31 December 2028" in said_so

    checked = lead.get(at(cast, "protocol_check", protocol=draft))
    assert "Yes. Every fingerprint was computed anew just now, and each fits." in text(checked)
    assert checked.content.decode().count("app-code") == 2


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"measures": [], "primary": ""}, "Choose at least one measure"),
        ({"stops_on_year": "2025"}, "It ends after the change begins"),
        ({"stops": "after", "stops_after": ""}, "Enter how many, like 12"),
        ({"name": ""}, "Enter a short name"),
        (
            {"change_on_day": "", "change_on_month": "", "change_on_year": ""},
            "Enter the day the change begins",
        ),
    ],
)
def test_what_is_missing_is_said(cast, lead, family, otherwise, why):
    answer = fill_in(lead, at(cast, "protocol_add"), **answers(family, **otherwise))
    assert answer.status_code == 422
    assert why in text(answer)
    assert not Protocol.objects.exists()


def test_a_family_without_a_balancing_measure_is_asked_for_one(cast, lead, family):
    answer = fill_in(lead, at(cast, "protocol_add"), **answers(family[:1]))
    assert "None of these is a balancing measure" in text(answer)
    fill_in(lead, at(cast, "protocol_add"), page=answer, no_balancing_why="A card does no harm")
    assert Protocol.objects.get().no_balancing_why == "A card does no harm"


def test_a_draft_is_changed_and_put_away(cast, lead, family):
    fill_in(lead, at(cast, "protocol_add"), **answers(family))
    draft = Protocol.objects.get()
    fill_in(lead, at(cast, "protocol_change", protocol=draft), name="Ask first")
    page = lead.get(at(cast, "protocol_one", protocol=draft))
    assert "Ask first" in text(page)
    press_on(lead, page, at(cast, "protocol_leave", protocol=draft))
    assert lead.get(at(cast, "protocol_one", protocol=draft)).status_code == 404


def test_a_label_that_says_after_stands_on_the_protocol_and_on_the_measures_page(cast, lead, family, take):
    take(family[0], shares([(18, 28)], labels=["2027-01-01"]))
    with clock.set_to(clock.now().replace(hour=11)):
        made = protocols.write(
            project=cast.harbour, said=said(), measures=family, primary=family[0], by=cast.improvement_lead
        )
        made = protocols.lock(protocol=made, by=cast.improvement_lead)
    for url in (at(cast, "protocol_one", protocol=made), at(cast, "measure", measure=family[0])):
        said_so = text(cast.client(cast.supervisor).get(url))
        assert "Locked after the first point" in said_so
        assert "after the first point following the change was stored or shown, 23 November 2026" in said_so
    assert "Locked before" in text(lead.get(at(cast, "measure", measure=family[1])))


def test_what_changed_since_the_lock_is_shown_on_both_pages(cast, lead, family, locked):
    judging.rejudge(measure=family[0], said={"target": 0.8}, by=cast.improvement_lead)
    for url in (at(cast, "protocol_one", protocol=locked), at(cast, "measure", measure=family[0])):
        said_so = text(lead.get(url))
        assert "Changed since the lock" in said_so
        assert "target none → 80%" in said_so


def test_a_record_that_no_longer_fits_says_so(cast, lead, locked, monkeypatch):
    monkeypatch.setattr("alongside.improvement.locking.fingerprint", lambda *_args, **_said: "0" * 64)
    assert "Not as it was locked" in text(lead.get(at(cast, "protocol_one", protocol=locked)))
    assert "At least one fingerprint doesn" in text(lead.get(at(cast, "protocol_check", protocol=locked)))


def test_names_that_look_like_markup_stay_text(cast, lead, family):
    made = protocols.write(
        project=cast.harbour, said=said(name="<script>alert(1)</script>", change_words="<b>all</b>"), measures=family,
        primary=family[0], by=cast.improvement_lead,
    )  # fmt: skip
    for name in ("protocol_one", "protocol_lock", "protocol_change"):
        html = lead.get(at(cast, name, protocol=made)).content.decode()
        assert "<script>alert" not in html
        assert "<b>all" not in html
    assert "<script>alert" not in lead.get(at(cast, "protocol")).content.decode()


def test_the_queries_of_a_protocol_and_of_the_list_do_not_grow(cast, lead, define, family, locked):
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(url).status_code == 200
        return len(caught)

    few = queries(at(cast, "protocol")), queries(at(cast, "protocol_one", protocol=locked))
    many = [*family, *(define(name=f"Measure {n}") for n in range(8))]
    made = protocols.write(
        project=cast.harbour, said=said(), measures=many, primary=family[0], by=cast.improvement_lead
    )
    made = protocols.lock(protocol=made, by=cast.improvement_lead)
    assert (queries(at(cast, "protocol")), queries(at(cast, "protocol_one", protocol=made))) == few


def test_the_list_of_measures_asks_for_a_balancing_measure(cast, lead, define):
    define()
    assert "No balancing measure yet: what might get worse" in text(lead.get(at(cast, "measures")))
    define(name="Falls", kind="balancing", chart="xmr", better="down")
    assert "No balancing measure yet" not in text(lead.get(at(cast, "measures")))
