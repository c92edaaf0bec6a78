"""How the example projects judge their measures: a phase and a left-out point with their reasons, and what was fixed beforehand."""

from __future__ import annotations

from datetime import date, timedelta

from alongside.core import rowsecurity
from alongside.demo.diary import in_month
from alongside.demo.people import LARCH_WARD
from alongside.demo.stage import Stage
from alongside.improvement.actions import judging, protocols
from alongside.improvement.models import Measure, Protocol

ASKED, UNDERSTOOD, OUTSIDE = (
    "Asked and informed before referral",
    "Felt understood",
    "Requests outside the role",
)
WAITED, AGAIN = "Days from being asked to the first meeting", "Back on a ward within 28 days"
SUPERVISED = "Supervision held when it was due"
STREET, UNKNOWN = "Slept on the street on the first night out", "First night not known"


def _now(measure: Measure) -> Measure:
    """The measure as it is defined today: the stage remembers it as it began."""
    with rowsecurity.opened(measure.project_id):
        return Measure.objects.get(pk=measure.pk)


def _family(stage: Stage, *names: str) -> list[Measure]:
    return [_now(stage.measures[name]) for name in names]


def _said(name: str, change_on: date, change_words: str, *, stops_after: int) -> dict[str, object]:
    return {
        "name": name,
        "change_on": change_on,
        "change_words": change_words,
        "no_balancing_why": "",
        "analysis": Protocol.Analysis.SPC,
        "its_slope": True,
        "its_model": Protocol.Model.OLS,
        "its_phase_in": 0,
        "stops_on": None,
        "stops_after": stops_after,
    }


def _asking(stage: Stage, *, stops_after: int) -> dict[str, object]:
    change_on = date.fromisoformat(stage.label(6)) + timedelta(days=4)
    words = "The referral form asks whether the person was asked first"
    return _said("Ask before a referral", change_on, words, stops_after=stops_after)


@in_month(3)
def asking_first_is_fixed_before_it_begins(stage: Stage) -> None:
    """Drafted by the improvement lead, gone over and locked by the evaluator, three months before the form changes."""
    family = _family(stage, ASKED, UNDERSTOOD, OUTSIDE)
    draft = protocols.write(
        project=stage.projects["harbour"],
        service=stage.services[LARCH_WARD],
        said=_asking(stage, stops_after=9),
        measures=family,
        primary=family[0],
        by=stage.be("imran"),
    )
    protocols.lock(protocol=draft, by=stage.be("eva"))


@in_month(10)
def asking_first_is_followed_for_longer(stage: Stage) -> None:
    family, harbour = _family(stage, ASKED, UNDERSTOOD, OUTSIDE), stage.projects["harbour"]
    with rowsecurity.opened(harbour.pk):
        locked = Protocol.objects.get(project=harbour)
    protocols.amend(
        protocol=locked,
        said=_asking(stage, stops_after=12),
        measures=family,
        primary=family[0],
        why="The cards of two months were lost in the move of the office. Twelve months give back what is missing.",
        after=0,
        by=stage.be("imran"),
    )


@in_month(9)
def beds_are_written_down_after_the_first_figures_were_in(stage: Stage) -> None:
    """Honest, and too late: the label says so."""
    family = _family(stage, STREET, UNKNOWN)
    draft = protocols.write(
        project=stage.projects["lantern"],
        said=_said(
            "Beds for the first night",
            date.fromisoformat(stage.label(5)),
            "Navigators hold three emergency beds",
            stops_after=12,
        ),
        measures=family,
        primary=family[0],
        by=stage.be("ivy"),
    )
    protocols.lock(protocol=draft, by=stage.be("ivy"))


@in_month(14)
def a_target_is_lowered_and_no_amendment_says_so(stage: Stage) -> None:
    judging.rejudge(
        measure=_now(stage.measures[STREET]),
        said={"target": 0.08},
        why="The board thought that five in a hundred was out of reach this year.",
        by=stage.be("ivy"),
    )


@in_month(13)
def a_second_worker_has_stayed(stage: Stage) -> None:
    judging.begin_phase(
        measure=stage.measures[WAITED],
        label=stage.label(8),
        why="A second peer worker started in this month, and is to stay",
        by=stage.be("imran"),
    )


@in_month(13)
def supervision_is_judged_on_the_time_before_somebody_left(stage: Stage) -> None:
    """Twelve months before the project and eleven of it: as long as two supervisors shared the work."""
    judging.rejudge(
        measure=_now(stage.measures[SUPERVISED]),
        said={"baseline": 23},
        why="The lines rest on the time before one of two supervisors left, so that the chart shows what has become of it since.",
        by=stage.be("imran"),
    )


@in_month(11)
def a_month_counted_twice_is_left_out(stage: Stage) -> None:
    judging.leave_out(
        measure=stage.measures[AGAIN],
        label=stage.label(7),
        why="The admissions system was changed in this month, and some discharges were counted twice",
        by=stage.be("imran"),
    )


@in_month(18)
def a_protocol_is_drafted_and_not_locked_yet(stage: Stage) -> None:
    family = _family(stage, WAITED, OUTSIDE)
    protocols.write(
        project=stage.projects["harbour"],
        said=_said(
            "A first meeting within a week",
            date.fromisoformat(stage.label(20)),
            "Each Monday a peer worker keeps two hours for first meetings",
            stops_after=12,
        ),
        measures=family,
        primary=family[0],
        by=stage.be("imran"),
    )
