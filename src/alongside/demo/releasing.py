"""What the example projects release to their programme, month by month: with hidden figures, a refusal and a mistake taken back."""

from __future__ import annotations

from alongside.core import rowsecurity
from alongside.demo.diary import in_month
from alongside.demo.stage import Stage
from alongside.improvement.actions import figures as bringing
from alongside.improvement.actions import releases
from alongside.improvement.models import Release
from alongside.improvement.queries import series
from alongside.improvement.reading import Figure
from alongside.improvement.releasing import Choices, Chosen

QUARTER = "quarter"
ASKED, UNDERSTOOD, AGAIN = (
    "Asked and informed before referral",
    "Felt understood",
    "Back on a ward within 28 days",
)
WAITED, SAID_NO, OUTSIDE = (
    "Days from being asked to the first meeting",
    "Said no, or not now, to peer support",
    "Requests outside the role",
)
STREET, UNKNOWN, STAY = (
    "Slept on the street on the first night out",
    "First night not known",
    "Length of stay",
)
LEFT_UNSEEN = "Left before being seen"
SUPERVISED = "Supervision held when it was due"

LEADS = {"harbour": "imran", "lantern": "ivy"}
CLEARERS = {"harbour": "priya", "lantern": "tomos"}


def _sent(
    stage: Stage, project: str, name: str, *measures: str, until: int, every: str = QUARTER, enough: str = ""
) -> Release:
    """Prepared and sent by the improvement lead: the figures up to a month since the start."""
    lead = stage.be(LEADS[project])
    chosen = tuple(
        Chosen(str(stage.measures[one].pk), every=every, enough_behind=one == enough) for one in measures
    )
    draft = releases.prepare(
        project=stage.projects[project],
        name=name,
        choices=Choices(chosen, until=stage.label(until)),
        rule_set="nhs-hes-like",
        by=lead,
    )
    return releases.send(release=draft, by=lead)


def _cleared(stage: Stage, project: str, name: str, *measures: str, until: int, **said: str) -> Release:
    """The same, and let go by the privacy lead."""
    sent = _sent(stage, project, name, *measures, until=until, **said)
    return releases.clear(release=sent, by=stage.be(CLEARERS[project]))


@in_month(3)
def lantern_gets_a_privacy_lead(stage: Stage) -> None:
    stage.join("tomos")


@in_month(8)
def harbour_releases_for_the_first_time(stage: Stage) -> None:
    stage.releases["first"] = _cleared(stage, "harbour", "The first half year", ASKED, SAID_NO, until=6)


@in_month(10)
def harbour_takes_its_first_release_back(stage: Stage) -> None:
    releases.withdraw(
        release=stage.releases["first"],
        why="The forms of one week had been counted twice. The next release has the right figures.",
        by=stage.be("priya"),
    )


@in_month(10)
def harbour_releases_a_year_of_peer_support(stage: Stage) -> None:
    _cleared(
        stage,
        "harbour",
        "Before and since the first peer workers",
        ASKED,
        UNDERSTOOD,
        AGAIN,
        SAID_NO,
        until=8,
    )


@in_month(11)
def lantern_releases_its_first_nights(stage: Stage) -> None:
    _cleared(stage, "lantern", "First nights out of hospital", STREET, UNKNOWN, LEFT_UNSEEN, until=9)


@in_month(12)
def admissions_come_late(stage: Stage) -> None:
    """Another trust sends its admissions months afterwards: what was released stays, and stands beside what is known now."""
    measure = stage.measures[AGAIN]
    with rowsecurity.opened(measure.project_id):
        (part,) = series.parts(measure)
    late = {stage.label(month) for month in (4, 5)}
    corrected = [
        Figure("", label, 0, float(y) + 4, float(n))
        for label, y, n in zip(part.labels, part.y, part.n if part.n is not None else part.y, strict=True)
        if label in late
    ]
    bringing.take(
        measure=measure,
        figures=corrected,
        rows=len(corrected),
        columns={},
        clash="replace",
        by=stage.be("imran"),
    )


@in_month(14)
def a_release_is_held_back(stage: Stage) -> None:
    sent = _sent(stage, "harbour", "Peer workers and their supervision", UNDERSTOOD, SUPERVISED, until=12)
    releases.hold_back(
        release=sent,
        why="It is about two supervisors, and everybody knows which of them left. Say it in words in the yearly report instead.",
        by=stage.be("priya"),
    )


@in_month(16)
def the_newest_figures_leave_both_projects(stage: Stage) -> None:
    _cleared(
        stage,
        "harbour",
        "Figures of the second winter",
        ASKED,
        UNDERSTOOD,
        WAITED,
        OUTSIDE,
        until=14,
        enough=WAITED,
    )
    _cleared(stage, "lantern", "A year of navigators", STREET, STAY, until=14, enough=STAY)


@in_month(18)
def releases_wait_to_be_cleared(stage: Stage) -> None:
    _sent(
        stage,
        "harbour",
        "Figures for the yearly meeting",
        ASKED,
        UNDERSTOOD,
        AGAIN,
        SAID_NO,
        OUTSIDE,
        until=16,
    )
    _sent(stage, "lantern", "Figures for the yearly meeting", STREET, UNKNOWN, LEFT_UNSEEN, until=16)
