"""A release: chosen by one person, cleared or held back by another, withdrawn with a reason; and what its document holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alongside.core import clock, rowsecurity
from alongside.core.actions import Refused, Stale
from alongside.improvement.actions import feeding, releases
from alongside.improvement.counted import available
from alongside.improvement.models import Release
from alongside.improvement.presenters.released import Shown
from alongside.improvement.queries import releases as reading
from alongside.improvement.releasing import fingerprint
from alongside.programmes import roles
from alongside.programmes.access import NotAllowed
from tests.cast import NOW
from tests.improvement.conftest import shares, values
from tests.improvement.releasing import a_year, choices, cleared, prepared, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def charted(define, take):
    """A share with a year of figures, one month of them too few."""
    return a_year(take, define())


class TestADraft:
    def test_is_seen_by_whoever_prepares_it_and_nobody_else(self, cast, charted):
        draft = prepared(cast, charted)

        assert draft.state == Release.State.DRAFT
        assert draft in Release.objects.visible_to(cast.improvement_lead)
        assert draft not in Release.objects.visible_to(cast.privacy_lead)
        assert draft.document == {}

    def test_is_refused_without_a_measure_a_name_or_a_rule(self, cast, charted):
        for said, why in (
            ({"choices": choices()}, "at least one measure"),
            ({"name": " "}, "a name"),
            ({"rule_set": "none-of-ours"}, "a rule"),
            ({"choices": choices(charted, charted)}, "once"),
            ({"choices": choices(charted, since="2025-06-01", until="2025-01-01")}, "after the last"),
        ):
            told = {"name": "Figures", "choices": choices(charted), "rule_set": "nhs-hes-like", **said}
            with pytest.raises(Refused, match=why):
                releases.prepare(project=cast.harbour, **told, by=cast.improvement_lead)

    def test_of_a_measure_outside_ones_share_is_refused(self, cast, define, take):
        other = a_year(take, define(service=cast.ward_two))
        narrowed = cast.member(roles.IMPROVEMENT_LEAD, cast.ward_one, name="Wanda One")

        with pytest.raises(Refused, match="not within your share"):
            releases.prepare(
                project=cast.harbour, name="x", choices=choices(other), rule_set="nhs-hes-like", by=narrowed
            )

    def test_can_be_chosen_again_left_and_not_sent_after_that(self, cast, charted):
        draft = prepared(cast, charted)
        again = releases.choose_again(
            release=draft, name="Better", choices=choices(charted, since="2025-03-01"), rule_set="census15",
            by=cast.improvement_lead, version=draft.version,
        )  # fmt: skip
        assert (again.name, again.rule_set) == ("Better", "census15")
        with pytest.raises(Stale):
            releases.send(release=again, by=cast.improvement_lead, version=draft.version)

        left = releases.leave(release=again, by=cast.improvement_lead)

        with pytest.raises(Refused):
            releases.send(release=left, by=cast.improvement_lead)

    def test_of_which_everything_would_be_hidden_is_not_sent(self, cast, define, take):
        few = a_year(take, define(), [(3, 9)] * 12)

        with pytest.raises(Refused, match="would be hidden"):
            sent(cast, few)


class TestTwoPeople:
    def test_clear_a_release_one_prepares_and_another_lets_it_go(self, cast, charted):
        release = cleared(cast, charted)

        assert (release.state, release.decided_by) == (Release.State.CLEARED, cast.privacy_lead.account)
        assert release.document["cleared_on"] == "2026-11-23"
        assert release.document_hash == fingerprint(Release.objects.get(pk=release.pk).document)

    def test_are_two_different_people_whatever_hats_they_wear(self, cast, charted):
        release = sent(cast, charted)
        both = cast.member(roles.PRIVACY_LEAD, account=cast.improvement_lead.account)

        with pytest.raises(Refused, match="somebody else"):
            releases.clear(release=release, by=both)
        with pytest.raises(Refused, match="somebody else"):
            releases.hold_back(release=release, why="No.", by=both)

    def test_each_need_their_permission(self, cast, charted):
        with pytest.raises(NotAllowed):
            releases.prepare(
                project=cast.harbour,
                name="x",
                choices=choices(charted),
                rule_set="nhs-hes-like",
                by=cast.privacy_lead,
            )
        with pytest.raises(NotAllowed):
            releases.clear(release=sent(cast, charted), by=cast.project_evaluator)

    def test_one_of_them_holds_back_with_a_reason(self, cast, charted):
        release = sent(cast, charted)
        with pytest.raises(Refused, match="why"):
            releases.hold_back(release=release, why=" ", by=cast.privacy_lead)

        held = releases.hold_back(release=release, why="One ward can be told.", by=cast.privacy_lead)

        assert (held.state, held.held_why) == (Release.State.HELD, "One ward can be told.")
        with pytest.raises(Refused):
            releases.clear(release=held, by=cast.privacy_lead)

    def test_clear_what_was_seen_and_not_what_it_has_become(self, cast, charted):
        release = sent(cast, charted)

        with pytest.raises(Stale):
            releases.clear(release=release, by=cast.privacy_lead, version=release.version - 1)


class TestAWithdrawal:
    def test_leaves_a_stub_and_the_hash_and_takes_every_figure_away(self, cast, charted):
        release = cleared(cast, charted)
        before = release.document_hash

        gone = releases.withdraw(release=release, why="A ward was counted twice.", by=cast.privacy_lead)

        assert (gone.state, gone.document_hash) == (Release.State.WITHDRAWN, before)
        assert gone.document["series"] == [
            {"measure": {"id": str(charted.pk), "name": charted.name}, "part": ""}
        ]
        assert "points" not in str(gone.document)
        with pytest.raises(Refused):
            releases.withdraw(release=gone, why="Again.", by=cast.privacy_lead)


class TestTheDatabase:
    def change(self, release, **fields):
        with transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**fields)

    def test_holds_that_two_people_are_two_different_people(self, cast, charted):
        release = sent(cast, charted)
        with pytest.raises(IntegrityError, match="two_people"):
            self.change(
                release, state="cleared", decided_by=cast.improvement_lead.account, decided_at=release.sent_at
            )

    @pytest.mark.parametrize(
        ("fields", "constraint"),
        [
            ({"state": "cleared"}, "decided_by_somebody"),
            ({"sent_at": None}, "decided_by_somebody"),
            ({"held_why": "x"}, "held_back_for_a_reason"),
            ({"withdrawn_why": "x"}, "withdrawn_at_by_and_why"),
            ({"document_hash": ""}, "has_its_document_hashed"),
        ],
    )
    def test_holds_what_a_waiting_release_is(self, cast, charted, fields, constraint):
        with pytest.raises(IntegrityError, match=constraint):
            self.change(sent(cast, charted), **fields)

    @pytest.mark.parametrize(
        "fields", [{"document": {}}, {"document_hash": "0" * 64}, {"name": "Other"}, {"rules_hash": "0" * 64}, {"state": "waiting"}]
    )  # fmt: skip
    def test_keeps_a_cleared_release_as_it_is(self, cast, charted, fields):
        with pytest.raises(DatabaseError, match="only withdrawn"):
            self.change(cleared(cast, charted), **fields)

    @pytest.mark.parametrize(
        "fields",
        [
            {"document": {}}, {"document_hash": "0" * 64}, {"name": "Other"}, {"choices": {}}, {"rules_hash": "0" * 64},
            {"state": "draft", "sent_at": None, "document_hash": ""},
        ],
    )  # fmt: skip
    def test_keeps_what_was_sent_as_the_second_person_saw_it(self, cast, charted, fields):
        with pytest.raises(DatabaseError, match="until somebody decides"):
            self.change(sent(cast, charted), **fields)

    def test_lets_nobody_hand_over_who_prepared_it_to_clear_their_own(self, cast, charted):
        for release in (sent(cast, charted), prepared(cast, charted)):
            with pytest.raises(DatabaseError, match="until somebody decides|sent by who prepared it"):
                self.change(release, prepared_by=cast.supervisor.account)

    def test_lets_no_draft_go_without_being_sent(self, cast, charted):
        release = prepared(cast, charted)
        with pytest.raises(DatabaseError, match="before anybody decides"):
            self.change(
                release, state="cleared", sent_at=clock.now(), document_hash="0" * 64,
                decided_by=cast.privacy_lead.account, decided_at=clock.now(),
            )  # fmt: skip

    def test_keeps_what_is_over(self, cast, charted):
        held = releases.hold_back(release=sent(cast, charted), why="No.", by=cast.privacy_lead)
        gone = releases.withdraw(release=cleared(cast, charted), why="No.", by=cast.privacy_lead)

        for release in (held, gone):
            with pytest.raises(DatabaseError, match="never changed"):
                self.change(release, name="Other")
            with pytest.raises(DatabaseError, match="never taken away"), transaction.atomic():
                Release.objects.filter(pk=release.pk).delete()

    def test_keeps_a_release_in_its_projects_programme(self, cast, charted):
        from alongside.programmes.actions import programmes

        other = programmes.start(name="Another", slug="another", by=cast.set_up)
        with pytest.raises(DatabaseError, match="its project's programme"):
            self.change(prepared(cast, charted), programme=other)


class TestTheDocument:
    def test_shows_rounded_figures_and_hides_small_ones_with_a_reason(self, cast, charted):
        (series,) = sent(cast, charted).document["series"]
        points = {point["x"]: point for point in series["points"]}

        assert points["2025-01-01"] == {
            "x": "2025-01-01", "y": 40 / 60, "status": "rounded", "reason": "", "count": 40, "count_status": "rounded", "n": 60,
            "n_status": "rounded",
        }  # fmt: skip
        small = points["2025-06-01"]
        assert (small["y"], small["status"], small["reason"]) == (None, "suppressed", "too_few")
        assert (small["count"], small["n"]) == (None, 60)
        assert series["completeness"] == {"periods": 12, "shown": 11, "hidden": 1, "missing": 0}

    def test_gives_no_total_of_what_has_a_hidden_part(self, cast, charted):
        (series,) = sent(cast, charted).document["series"]

        assert series["total"] == {"count": None, "n": 740}

    def test_has_its_centre_and_limits_from_the_controlled_points_and_colours_none(self, cast, charted):
        chart = sent(cast, charted).document["series"][0]["chart"]
        shown = [point for point in chart["points"] if point["y"] is not None]
        rounded = [
            (40, 60),
            (40, 60),
            (40, 60),
            (45, 65),
            (40, 60),
            (45, 65),
            (40, 60),
            (40, 60),
            (45, 65),
            (45, 65),
            (40, 60),
        ]

        assert shown[0]["centre"] == pytest.approx(sum(x for x, _ in rounded) / sum(n for _, n in rounded))
        assert all(point["signals"] == [] and point["verdict"] == "common" for point in shown)
        assert [point["x"] for point in chart["points"] if point["hidden"]] == ["2025-06-01"]

    def test_does_not_tell_of_a_signal_that_rests_on_a_hidden_figure(self, cast, charted):
        """June, 5 of 60, is far below the limits: told, it would say that the hidden count is very small."""
        series = sent(cast, charted).document["series"][0]

        assert series["signals"] == []
        assert series["variation"] is None

    def test_does_not_even_tell_whether_there_is_such_a_signal(self, cast, define, take):
        """Of about 12 a month a count under the limit can only be 1: that one signal is not told would say which it is."""
        rest = [12, 10, 14, 11, 13, 12, 10, 14, 11, 13, 12]
        told = []
        for hidden in (1, 7):
            measure = define(name=f"Falls {hidden}", chart="c", better="down")
            take(measure, values([*rest[:5], hidden, *rest[5:]]))
            (series,) = sent(cast, measure).document["series"]
            told.append({name: series[name] for name in ("signals", "signals_not_told", "icons_told")})

        assert told[0] == told[1]
        assert told[0]["signals_not_told"] is True
        assert told[0]["signals"] == []

    def test_tells_that_nothing_is_left_out_where_nothing_is_hidden(self, cast, define, take):
        (series,) = sent(cast, a_year(take, define(), [(30, 60)] * 11 + [(31, 60)])).document["series"]

        assert series["signals_not_told"] is False

    def test_tells_a_signal_that_was_found_on_exact_figures(self, cast, define, take):
        pairs = [(30 + month % 3, 60) for month in range(11)] + [(58 - 8, 60)]
        measure = a_year(take, define(), pairs)

        series = sent(cast, measure).document["series"][0]
        signal = next(one for one in series["signals"] if one["rule"] == "outside")

        assert (signal["side"], signal["verdict"], signal["from"]) == ("high", "improvement", "2025-12-01")
        assert "December 2025" in signal["words"]
        assert Shown(series, "x").signals == [one["words"] for one in series["signals"]]

    def test_hides_the_sum_of_series_where_one_of_them_is_hidden(self, cast, define, take):
        """Of 5 on Larch, 30 on Beech and 35 in all, the sum less Beech is Larch."""
        measure = define(name="Falls", chart="c", better="down")
        larch, beech = [9, 5, 12, 10], [30, 30, 31, 28]
        both = [one + other for one, other in zip(larch, beech, strict=True)]
        take(measure, [*values(larch, "Larch"), *values(beech, "Beech"), *values(both, "Both")])

        built = reading.built_now(prepared(cast, measure), cast.improvement_lead)
        of_sum = next(one for one in built.document["series"] if one["part"] == "Both")

        assert [point["status"] for point in of_sum["points"]] == [
            "rounded",
            "suppressed",
            "rounded",
            "rounded",
        ]
        assert of_sum["points"][1]["reason"] == "too_few"
        assert of_sum["total"] == {"count": None, "n": None}

    def test_hides_the_sum_also_where_it_is_another_measure(self, cast, define, take):
        of_each, of_all = define(name="Asked, by ward"), define(name="Asked")
        larch, beech = [(40, 60), (5, 60), (42, 61)], [(60, 90), (66, 90), (61, 93)]
        both = [(x + more, n + others) for (x, n), (more, others) in zip(larch, beech, strict=True)]
        take(of_each, [*shares(larch, "Larch"), *shares(beech, "Beech")])
        take(of_all, shares(both))

        alone = sent(cast, of_all).document["series"][0]["points"]
        together = next(
            one for one in sent(cast, of_each, of_all).document["series"] if one["measure"]["name"] == "Asked"
        )["points"]

        assert [point["count"] for point in alone] == [100, 70, 105]
        assert [point["count"] for point in together] == [100, None, 105]
        assert [point["y"] is None for point in together] == [False, True, False]
        assert together[1]["n"] == 150, "of the groups none is hidden"

    def test_gathers_months_into_whole_quarters(self, cast, define, take):
        measure = a_year(take, define(), [(20, 30)] * 11)

        (series,) = sent(cast, measure, every="quarter").document["series"]

        assert [(p["x"], p["status"]) for p in series["points"]] == [
            ("2025-01-01", "rounded"), ("2025-04-01", "rounded"), ("2025-07-01", "rounded"), ("2025-10-01", "missing"),
        ]  # fmt: skip
        assert (series["points"][0]["count"], series["points"][0]["n"]) == (60, 90)

    def test_takes_the_months_that_were_chosen_and_no_others(self, cast, charted):
        (series,) = sent(cast, charted, since="2025-03-01", until="2025-05-01").document["series"]

        assert [point["x"] for point in series["points"]] == ["2025-03-01", "2025-04-01", "2025-05-01"]
        assert series["period"] == {"from": "2025-03-01", "to": "2025-05-01"}

    def test_hides_means_of_nobody_knows_how_many_unless_somebody_answers_for_it(self, cast, define, take):
        days = define(name="Days to the first meeting", chart="xmr")
        take(days, values([11.4321, 10.25, 9.0]))

        with pytest.raises(Refused, match="would be hidden"):
            sent(cast, days)
        (series,) = sent(cast, days, enough_behind=True).document["series"]

        assert [point["y"] for point in series["points"]] == [11.4, 10.2, 9]
        assert series["answered_for"] is True

    def test_of_staff_is_stricter(self, cast, define, take):
        measure = a_year(take, define(), [(51, 60)] * 12)  # nine left

        assert sent(cast, measure).document["series"][0]["completeness"]["shown"] == 12
        with pytest.raises(Refused, match="would be hidden"):
            sent(cast, measure, about_staff=True)

    @pytest.mark.parametrize(
        ("definition", "about_staff"), [("members-leaving", True), ("readiness-on-time", False)]
    )
    def test_of_what_counts_members_is_of_staff_whatever_was_ticked(self, cast, definition, about_staff):
        feed = feeding.switch_on(
            project=cast.harbour, definition=available()[definition], by=cast.improvement_lead
        )

        (chosen,) = prepared(cast, feed.measure).choices["measures"]

        assert chosen["about_staff"] is about_staff

    def test_names_nobody(self, cast, charted):
        text = str(cleared(cast, charted).document)

        for viewer in (cast.improvement_lead, cast.privacy_lead):
            assert viewer.account.name not in text
            assert str(viewer.account.pk) not in text

    def test_says_under_which_rules_it_was_made(self, cast, charted):
        release = sent(cast, charted, rule_set="census15")

        assert release.document["profile"]["id"] == "census15"
        assert release.document["profile"]["hash"] == release.rules_hash
        assert release.document["profile"]["rules"]["count_min"] == 15

    def test_stays_as_it_was_released_when_late_figures_arrive(self, cast, charted, take):
        release = cleared(cast, charted)
        take(charted, shares([(20, 60)]), clash="replace")

        now = reading.built_now(release, cast.improvement_lead).document["series"][0]["points"][0]

        assert Release.objects.get(pk=release.pk).document["series"][0]["points"][0]["count"] == 40
        assert now["count"] == 20


class TestReading:
    def test_a_programme_reads_what_its_projects_let_go_and_nothing_that_waits(self, cast, charted):
        waiting, let_go = sent(cast, charted, name="Waits"), cleared(cast, charted)
        held = releases.hold_back(release=sent(cast, charted), why="No.", by=cast.privacy_lead)

        with rowsecurity.inside(None, cast.programme.pk):
            for viewer in (cast.programme_office, cast.external_evaluator):
                seen = list(Release.objects.visible_to(viewer))
                assert seen == [let_go]
                assert reading.latest(viewer) == let_go
        assert {waiting, let_go, held} == set(Release.objects.visible_to(cast.privacy_lead))

    def test_a_project_reads_its_own(self, cast, charted):
        let_go = cleared(cast, charted)
        with rowsecurity.inside(cast.lantern.pk):
            assert not Release.objects.visible_to(cast.lantern_improvement_lead).exists()
        assert list(reading.standing(cast.improvement_lead)) == [let_go]

    def test_the_newest_series_of_a_measure_is_that_of_its_latest_standing_release(
        self, cast, charted, define, take
    ):
        other = a_year(take, define(name="Said no"))
        first = cleared(cast, charted, other)
        with clock.set_to(NOW + timedelta(minutes=1)):
            second = cleared(cast, charted, name="Newer")

        found = {
            one.document["measure"]["name"]: one.release for one in reading.newest(cast.improvement_lead)
        }
        assert found == {"Felt understood": second, "Said no": first}

        releases.withdraw(release=second, why="Wrong.", by=cast.privacy_lead)
        found = {
            one.document["measure"]["name"]: one.release for one in reading.newest(cast.improvement_lead)
        }
        assert found == {"Felt understood": first, "Said no": first}
