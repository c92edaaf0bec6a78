"""The pages of releases: what the preparer sees and nobody else, what the second person decides on, what the programme reads."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.improvement.actions import releases
from alongside.improvement.models import Release
from alongside.programmes import roles
from tests.asked import fill_in, press_on
from tests.improvement.conftest import shares
from tests.improvement.releasing import a_year, cleared, prepared, sent

pytestmark = pytest.mark.django_db


def at(cast, name: str, **named) -> str:
    keys = {key: getattr(each, "pk", each) for key, each in named.items()}
    place = (
        {"programme": cast.programme.slug} if name.startswith("programme") else {"project": cast.harbour.slug}
    )
    return reverse(name, kwargs={**place, **keys})


def text(page) -> str:
    assert page.status_code == 200, page.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def charted(define, take):
    return a_year(take, define())


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def privacy(cast):
    return cast.client(cast.privacy_lead)


@pytest.fixture
def office(cast):
    return cast.client(cast.programme_office)


class TestPreparing:
    def test_without_figures_says_what_to_wait_for(self, cast, lead):
        assert "There is nothing to release yet" in text(lead.get(at(cast, "release_prepare")))

    def test_leads_to_what_would_leave(self, cast, lead, charted):
        answer = fill_in(
            lead, at(cast, "release_prepare"), name="Figures of 2025", figures=[f"{charted.pk}/"], every="as-they-are",
            since="", until="", rule_set="nhs-hes-like",
        )  # fmt: skip
        release = Release.objects.get()

        assert answer.url == at(cast, "release", release=release)
        assert release.state == Release.State.DRAFT
        assert release.choices["measures"][0] == {
            "measure": str(charted.pk), "parts": [], "every": "", "about_staff": False, "enough_behind": False,
        }  # fmt: skip

    def test_asks_for_what_is_missing(self, cast, lead, charted):
        answer = fill_in(lead, at(cast, "release_prepare"), name="", every="quarter", rule_set="nhs-hes-like")

        assert answer.status_code == 422
        said = answer.content.decode()
        assert "Give the release a name" in said
        assert "Choose at least one" in said

    def test_shows_what_is_exact_beside_what_leaves_and_why_something_is_hidden(self, cast, lead, charted):
        said = text(lead.get(at(cast, "release", release=prepared(cast, charted))))

        assert "5 of 60 too few to show" in said
        assert "The count is too small" in said
        assert "42 of 61" in said  # exact
        assert "40 of 60" in said  # as it leaves
        assert "Whether something stood out among the figures that are too few to show is not told." in said

    def test_is_nobody_elses(self, cast, privacy, charted):
        draft = prepared(cast, charted)
        assert privacy.get(at(cast, "release", release=draft)).status_code == 404

    def test_starts_again_with_what_was_chosen(self, cast, lead, charted, define, take):
        other = a_year(take, define(name="Said no"))
        draft = prepared(cast, charted, since="2025-03-01")
        page = lead.get(at(cast, "release_choose", release=draft)).content.decode()
        assert re.search(rf'value="{charted.pk}/"[^>]*checked', page)
        assert not re.search(rf'value="{other.pk}/"[^>]*checked', page)
        assert re.search(r'value="2025-03-01"[^>]*selected', page)

    def test_of_which_nothing_would_be_seen_offers_no_sending(self, cast, lead, define, take):
        draft = prepared(cast, a_year(take, define(), [(3, 9)] * 12))
        page = lead.get(at(cast, "release", release=draft))
        assert "Every figure would be hidden" in text(page)
        assert at(cast, "release_send", release=draft) not in page.content.decode()


class TestClearing:
    def test_goes_from_one_to_the_other_by_its_buttons(self, cast, lead, privacy, office, charted):
        draft = prepared(cast, charted)
        here = at(cast, "release", release=draft)
        assert press_on(lead, lead.get(here), at(cast, "release_send", release=draft)).status_code == 302
        assert "somebody else has to look at it" in text(lead.get(here))
        assert "Look at a release" in text(privacy.get(at(cast, "project_home")))
        assert office.get(at(cast, "programme_release", release=draft)).status_code == 404

        seen = privacy.get(here)
        assert "This is exactly what would leave" in text(seen)
        assert "5 of 60" not in text(seen)
        press_on(privacy, seen, at(cast, "release_clear", release=draft))

        assert Release.objects.get(pk=draft.pk).state == Release.State.CLEARED
        assert "Felt understood" in text(office.get(at(cast, "programme_home")))
        assert "Look at a release" not in text(privacy.get(at(cast, "project_home")))

    def test_is_held_back_with_a_reason_that_the_preparer_reads(self, cast, lead, privacy, charted):
        release = sent(cast, charted)
        fill_in(privacy, at(cast, "release_hold", release=release), why="One ward can be told.")

        assert "One ward can be told." in text(lead.get(at(cast, "release", release=release)))
        assert "One ward can be told." in text(lead.get(at(cast, "releases") + "?state=held"))

    def test_is_not_offered_to_whoever_prepared_it_or_only_reads(self, cast, lead, charted):
        release = sent(cast, charted)
        for client in (lead, cast.client(cast.project_evaluator)):
            page = client.get(at(cast, "release", release=release)).content.decode()
            assert at(cast, "release_clear", release=release) not in page

    @pytest.mark.parametrize("who", ["clinician", "administrator", "supervisor"])
    def test_is_no_page_for_those_whose_role_it_isnt(self, cast, who, charted):
        client = cast.client(getattr(cast, who))
        for name in ("releases", "release_prepare", "release_log"):
            assert client.get(at(cast, name)).status_code == 403
        assert client.get(at(cast, "release", release=cleared(cast, charted))).status_code == 403


class TestWhatWasReleased:
    def test_is_not_compared_by_who_does_not_reach_its_measures(self, cast, define, take):
        """To them a measure outside their share would seem to be gone."""
        release = cleared(cast, a_year(take, define(service=cast.ward_one)))
        narrow = cast.client(cast.member(roles.PRIVACY_LEAD, cast.ward_two, name="Wilma Brook"))
        said = text(narrow.get(at(cast, "release", release=release)))
        assert "Cleared: the programme reads it" in said
        assert "As released, and as it stands now" not in said

    def test_stands_beside_what_stands_now_where_they_differ(self, cast, privacy, charted, take):
        release = cleared(cast, charted)
        here = at(cast, "release", release=release)
        assert "As it stands now" not in text(privacy.get(here))

        take(charted, shares([(20, 60)]), clash="replace")

        said = text(privacy.get(here))
        assert "As it stands now" in said
        assert "January 2025 67%, 40 of 60 33%, 20 of 60" in said

    def test_is_withdrawn_with_a_reason_that_the_programme_reads(self, cast, privacy, office, charted):
        release = cleared(cast, charted)
        fill_in(privacy, at(cast, "release_withdraw", release=release), why="A ward was counted twice.")

        said = text(office.get(at(cast, "programme_release", release=release)))
        assert "A ward was counted twice." in said
        assert "take them out" in said
        assert "67%" not in said
        assert "Nothing has been released yet" in text(office.get(at(cast, "programme_home")))
        assert "Withdrawn 23 November 2026" in text(office.get(at(cast, "programme_releases") + "?tab=all"))
        for name in ("programme_release_csv", "programme_release_png"):
            assert office.get(at(cast, name, release=release)).status_code == 404
        kept = json.loads(office.get(at(cast, "programme_release_json", release=release)).content)
        assert "points" not in kept["series"][0]

    def test_is_in_the_log_with_its_filters_and_hashes(self, cast, privacy, charted):
        release = cleared(cast, charted, since="2025-02-01")
        said = text(privacy.get(at(cast, "release_log")))
        for part in (
            "Felt understood",
            "February 2025",
            "Small numbers as in NHS hospital statistics, version 1.0",
            release.rules_hash,
            release.document_hash,
        ):
            assert part in said
        rows = list(
            csv.reader(io.StringIO(privacy.get(at(cast, "release_log_csv")).content.decode("utf-8-sig")))
        )
        assert [row[0] for row in rows] == ["Release", "Figures of 2025"]
        assert rows[1][-1] == release.document_hash


class TestTheProgramme:
    def test_reads_that_nothing_was_released(self, cast, office):
        assert "Nothing has been released yet" in text(office.get(at(cast, "programme_home")))
        assert "Nothing has been released yet" in text(
            office.get(at(cast, "programme_releases") + "?tab=all")
        )

    @pytest.mark.parametrize("who", ["programme_office", "external_evaluator"])
    def test_reads_each_release_with_its_rule_how_it_was_counted_and_its_date(self, cast, who, charted):
        release = cleared(cast, charted)
        said = text(cast.client(getattr(cast, who)).get(at(cast, "programme_release", release=release)))

        for part in (
            "Counts of 1 to 7 are not shown", "Released 23 November 2026", "Answers 'yes, definitely', out of all answers.",
            "June 2025 too few to show", "1 too few to show", "n about 740 in all",
        ):  # fmt: skip
            assert part in said.replace("&#39;", "'")
        assert "5 of 60" not in said
        for name in ("Imran", "Priya"):
            assert name not in said

    def test_downloads_what_was_released_and_nothing_else(self, cast, office, charted):
        release = cleared(cast, charted)
        content = office.get(at(cast, "programme_release_csv", release=release)).content.decode("utf-8-sig")
        rows = {row["Period"]: row for row in csv.DictReader(io.StringIO(content))}

        assert rows["2025-06-01"]["Value"] == rows["2025-06-01"]["Count"] == "too few to show"
        assert rows["2025-02-01"]["Count"] == "40"
        assert "42" not in {row["Count"] for row in rows.values()}
        png = office.get(at(cast, "programme_release_png", release=release))
        assert png.content[:4] == b"\x89PNG"
        for asked in ("0", "2", "x", "-1"):
            assert (
                office.get(
                    at(cast, "programme_release_png", release=release) + f"?series={asked}"
                ).status_code
                == 404
            )
        assert (
            json.loads(office.get(at(cast, "programme_release_json", release=release)).content)
            == release.document
        )

    def test_draws_charts_that_say_what_is_hidden_and_claim_no_rule(self, cast, office, charted):
        page = office.get(at(cast, "programme_release", release=cleared(cast, charted))).content.decode()
        picture = page[page.index('<div class="app-chart') :]

        assert "12 months, Jan 2025 to Dec 2025, 1 too few to show" in page
        assert "usual variation" not in picture[: picture.index("</svg>")].lower()

    def test_puts_the_same_number_of_questions_however_many_releases_there_are(
        self, cast, office, define, take
    ):
        def queries(name: str) -> int:
            with CaptureQueriesContext(connection) as caught:
                assert office.get(at(cast, name)).status_code == 200
            return len(caught)

        names = ("programme_home", "programme_releases")
        cleared(cast, a_year(take, define(name="Measure 00")))
        few = {name: queries(name) for name in names}
        for number in range(1, 15):
            cleared(cast, a_year(take, define(name=f"Measure {number:02}")))
        assert {name: queries(name) for name in names} == few

    @pytest.mark.parametrize(
        "who", ["stranger", "ended_member", "lantern_improvement_lead", "improvement_lead"]
    )
    def test_is_read_by_nobody_else(self, cast, who, charted):
        release = cleared(cast, charted)
        client = cast.client(getattr(cast, who))
        for name in (
            "programme_release",
            "programme_release_csv",
            "programme_release_png",
            "programme_release_json",
        ):
            assert client.get(at(cast, name, release=release)).status_code == 404
        assert client.get(at(cast, "programme_releases")).status_code == 404

    def test_shows_names_that_look_like_markup_as_text(self, cast, office, define, take):
        measure = a_year(take, define(name="<script>alert(1)</script>"))
        release = cleared(cast, measure, name="<b>bold</b>")
        for url in (at(cast, "programme_home"), at(cast, "programme_release", release=release)):
            page = office.get(url).content.decode()
            assert "<script>alert" not in page
            assert "<b>bold" not in page


def test_a_list_is_paged_and_its_queries_do_not_grow(cast, lead, charted):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "releases")).status_code == 200
        return len(caught)

    sent(cast, charted)
    few = queries()
    for number in range(1, 30):
        sent(cast, charted, name=f"Release {number}")
    assert queries() == few
    assert "Release" in text(lead.get(at(cast, "releases") + "?page=2"))
    assert lead.get(at(cast, "releases") + "?state=nonsense").status_code == 404


def test_a_draft_that_is_left_is_gone_from_the_list(cast, lead, charted):
    draft = prepared(cast, charted)
    assert "Begun, and not sent yet" in text(lead.get(at(cast, "releases")))
    press_on(lead, lead.get(at(cast, "release", release=draft)), at(cast, "release_leave", release=draft))
    assert "Begun, and not sent yet" not in text(lead.get(at(cast, "releases")))


def test_a_question_about_a_release_in_another_state_leads_back_to_it(cast, privacy, charted):
    release = cleared(cast, charted)
    answer = privacy.get(at(cast, "release_hold", release=release))
    assert (answer.status_code, answer.url) == (302, at(cast, "release", release=release))


def test_a_clearing_button_pressed_on_a_release_that_changed_says_so(cast, privacy, charted):
    release = sent(cast, charted)
    releases.hold_back(release=release, why="No.", by=cast.privacy_lead)
    answer = privacy.post(at(cast, "release_clear", release=release), {"_key": ""})
    assert answer.status_code == 302
    assert Release.objects.get(pk=release.pk).state == Release.State.HELD
