"""What the example projects noticed that nobody expected, what became of it, and who answered the monthly question."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import timedelta

from alongside.core import clock, rowsecurity
from alongside.demo.people import ELM, EMERGENCY, LARCH_WARD, RIVERSIDE
from alongside.demo.stage import Stage
from alongside.improvement.actions import effects
from alongside.improvement.models import Asked, Effect
from alongside.improvement.queries import effects as queries
from alongside.programmes import viewers
from alongside.programmes.permissions import Permission

# Nobody was asked before the log was begun, in the project's second year.
ASKED_SINCE = 12
ANSWERING = 72  # in a hundred


@dataclass(frozen=True)
class Noticed:
    """One effect of the demo: when, by whom, and how far it has come. `month` counts from the project's start."""

    month: int
    project: str
    by: str
    valence: str
    affected: str
    severity: str
    what: str
    days_ago: int = 6
    before: str = "first"
    service: str = ""
    did: str = ""
    measure: str = ""
    unnamed: bool = False
    looked_by: str = ""
    review_in: int = 14
    decision: str = ""
    why: str = ""
    learning: str = ""
    told: str = ""


NOTICED = (
    Noticed(
        9, "harbour", "clare", "good", "families", "some",
        "Relatives stay longer at visiting time and ask the peer workers things they never asked us.",
        service=LARCH_WARD, looked_by="imran", decision="keep",
        why="Nobody planned it and everybody likes it. Peers say it isn't too much.",
        learning="Visiting time belongs in the first talk with a new ward.", told="In the team meeting on Thursday",
    ),
    Noticed(
        12, "harbour", "pat", "harmful", "peers", "serious",
        "Agency nurses ask peers to sit with people on one-to-one observation in place of a nurse. It was three times in one week.",
        service=LARCH_WARD, before="often", did="Told the nurse in charge each time.", measure="Requests outside the role",
        looked_by="samir", decision="adapt",
        why="The role profile has to say it in so many words, and agency staff get a page about it at the start of a shift.",
        learning="Say what the role will not do before the first shift of anybody who is new, agency staff too.",
        told="Samir rang Pat on the same day",
    ),
    Noticed(
        14, "harbour", "dawit", "harmful", "people", "some",
        "Staff ask a peer to talk somebody into an appointment that the person had said no to. It is meant kindly.",
        service=RIVERSIDE, before="once", did="Said no, and that the person's no stands.", measure="Requests outside the role",
        looked_by="sola", decision="stop",
        why="Nobody asks a peer to persuade. The morning meeting no longer gives peers names of people who said no.",
        learning="Kindness is no reason. Ask the person instead.", told="In supervision",
    ),
    Noticed(
        15, "harbour", "owen", "unclear", "people", "slight",
        "Since the pause two people ask every day when their peer comes back. I can't tell whether waiting does them harm.",
        service=ELM, looked_by="sinead", review_in=40,
    ),
    Noticed(
        16, "harbour", "quinn", "harmful", "people", "some",
        "People who say little, or speak little English, get less of a peer's time than those who ask. It isn't meant, it happens.",
        service=RIVERSIDE, before="often", unnamed=True, looked_by="imran", review_in=20,
    ),
    Noticed(
        17, "harbour", "grace", "good", "staff", "slight",
        "Student nurses sit in when a peer explains what a first week on a ward feels like. They say it changed how they knock on doors.",
    ),
    Noticed(
        18, "harbour", "petra", "unclear", "peers", "some",
        "Peers carry home more than they say. Two have stopped coming to the Friday lunch.", days_ago=3, unnamed=True,
    ),
    Noticed(
        13, "lantern", "nadia", "harmful", "peers", "some",
        "People ring navigators on their own phones at night, because one of us once gave out a number.",
        service=EMERGENCY, before="often", did="Took the number back, with an explanation.", looked_by="stan", decision="stop",
        why="There is one phone for the team, and it sleeps at night.", learning="Decide about phones before the first day.",
        told="Everybody, at handover",
    ),
    Noticed(
        16, "lantern", "joe", "good", "staff", "slight",
        "Porters now fetch a navigator by themselves when somebody has nowhere to go.", service=EMERGENCY,
    ),
)  # fmt: skip


def of_month(stage: Stage, month: int) -> None:
    """Ask about the month that is over, answer, and note what was noticed; what was noted before goes its way."""
    for one in (one for one in NOTICED if one.month == month):
        _note(stage, one)
    if month < ASKED_SINCE:
        return
    over = queries.month_asked_about(clock.today())
    for slug, project in stage.projects.items():
        by = viewers.job("ask about effects", project=project, granted=frozenset({Permission.EFFECTS_NOTE}))
        effects.ask_about(project=project, month=over, by=by)
        with rowsecurity.opened(project.pk):
            waiting = set(
                Asked.objects.filter(project=project, month=over, answer="").values_list("account", flat=True)
            )
        for username, account in stage.accounts.items():
            if account.pk not in waiting or not _answers(slug, username, month):
                continue
            if (seen := viewers.staff(account, project=project)) is not None:  # some have left since
                effects.none_noticed(project=project, month=over, by=seen)


def _answers(slug: str, username: str, month: int) -> bool:
    """Whether somebody answered; the same whenever it is asked. Of the present month some answers are still to come."""
    return zlib.crc32(f"{slug}/{username}/{month}".encode()) % 100 < ANSWERING


def _note(stage: Stage, one: Noticed) -> None:
    noticed: Effect = effects.note(
        project=stage.projects[one.project],
        valence=one.valence,
        noticed_on=clock.today() - timedelta(days=one.days_ago),
        what=one.what,
        affected=one.affected,
        severity=one.severity,
        before=one.before,
        service=stage.services[one.service] if one.service else None,
        measure=stage.measures[one.measure] if one.measure else None,
        did=one.did,
        unnamed=one.unnamed,
        by=stage.be(one.by),
    )
    if one.looked_by:
        noticed = effects.look_at(
            effect=noticed,
            review_on=clock.today() + timedelta(days=one.review_in),
            by=stage.be(one.looked_by),
        )
    if one.decision:
        noticed = effects.decide(
            effect=noticed,
            decision=one.decision,
            why=one.why,
            learning=one.learning,
            by=stage.be(one.looked_by),
        )
    if one.told:
        effects.feed_back(effect=noticed, how=one.told, by=stage.be(one.looked_by))
