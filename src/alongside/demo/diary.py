"""What happens in the example projects, month by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from alongside.core import clock
from alongside.demo import feeding
from alongside.demo.notes import NOTES
from alongside.demo.people import (
    ACUTE,
    EASTGATE,
    ELM,
    EMERGENCY,
    ESTUARY,
    LARCH,
    LARCH_WARD,
    MAPLE,
    NORTHMERE,
    OPEN_DOOR,
    QUAYSIDE,
    RIVERSIDE,
    ROOFTOP,
)
from alongside.demo.plans import PLANS
from alongside.demo.stage import Stage
from alongside.improvement.actions import rehearsals
from alongside.programmes import starting_texts
from alongside.programmes.actions import (
    joining,
    members,
    partners,
    programmes,
    readiness,
    role_profiles,
    services,
)
from alongside.programmes.models import Partnership, Project

Happening = Callable[[Stage], None]
_diary: dict[int, list[Happening]] = {}


def in_month(month: int) -> Callable[[Happening], Happening]:
    """Enter a happening in the diary; those of one month happen in the order they stand here."""

    def entered(happening: Happening) -> Happening:
        _diary.setdefault(month, []).append(happening)
        return happening

    return entered


def of_month(month: int) -> list[Happening]:
    """What happens in that month since the start."""
    return _diary.get(month, [])


@in_month(0)
def the_programme_starts(stage: Stage) -> None:
    stage.open_accounts()
    stage.programme = programmes.start(
        name="Beside You",
        slug="beside-you",
        about="Two projects that introduce people who have been there into services that hadn't. They learn together.",
        by=stage.set_up,
    )
    for name, about in (
        (NORTHMERE, "Mental health trust. Hosts the role on its wards and in its community teams."),
        (OPEN_DOOR, "Charity run by people who have used mental health services. Employs the peer workers."),
        (LARCH, "Charitable foundation. Funds the programme and learns from it."),
        (ESTUARY, "Evaluates the programme from outside."),
        (EASTGATE, "Acute trust. Hosts the care navigators."),
        (ROOFTOP, "Charity of people who have been homeless. Employs the care navigators."),
        ("Northmere Town Council", "Housing and benefits advice for people leaving hospital."),
    ):
        stage.organisations[name] = partners.know_organisation(name=name, about=about, by=stage.set_up)


@in_month(0)
def two_projects_start(stage: Stage) -> None:
    for slug, name, lead, administrator, about in (
        ("harbour", "Harbour project", NORTHMERE, "adaeze",
         "Peer support workers, who have used mental health services themselves, on a ward and in a community team."),
        ("lantern", "Lantern project", EASTGATE, "lesley",
         "Care navigators, who have been homeless themselves, for people without a home who come to hospital."),
    ):  # fmt: skip
        stage.projects[slug] = programmes.start_project(
            programme=stage.programme,
            name=name,
            slug=slug,
            lead=stage.organisations[lead],
            administrator=stage.accounts[administrator],
            about=about,
            kind=Project.Kind.DEMO,
            by=stage.set_up,
        )
    part = Partnership.Part
    for slug, organisation, plays, by in (
        ("harbour", OPEN_DOOR, part.EMPLOYER, "adaeze"),
        ("harbour", "Northmere Town Council", part.PARTNER, "adaeze"),
        ("harbour", LARCH, part.FUNDER, "adaeze"),
        ("harbour", ESTUARY, part.EVALUATOR, "adaeze"),
        ("lantern", ROOFTOP, part.EMPLOYER, "lesley"),
        ("lantern", LARCH, part.FUNDER, "lesley"),
    ):
        partners.add(
            project=stage.projects[slug],
            organisation=stage.organisations[organisation],
            part=plays,
            by=stage.be(by),
        )


def _service(stage: Stage, project: str, name: str, about: str) -> None:
    host, employer, by = {
        "harbour": (NORTHMERE, OPEN_DOOR, "adaeze"),
        "lantern": (EASTGATE, ROOFTOP, "lesley"),
    }[project]
    stage.services[name] = services.add(
        project=stage.projects[project],
        name=name,
        host=stage.organisations[host],
        employer=stage.organisations[employer],
        about=about,
        by=stage.be(by),
    )


@in_month(0)
def the_first_services_prepare(stage: Stage) -> None:
    _service(stage, "harbour", LARCH_WARD, "Acute ward, 18 beds.")
    _service(stage, "harbour", RIVERSIDE, "Community mental health team for the river side of town.")
    _service(stage, "lantern", EMERGENCY, "Open day and night.")
    for username in (
        *("imran", "sinead", "samir", "sola", "eva", "priya", "rhys", "clare", "len", "pat", "petra"),
        *("ivy", "stan", "nadia"),
        *("greta", "xanthe"),
    ):
        stage.join(username)
    for key, owner, days in (
        ("safeguarding_route", "sinead", 40),
        ("lone_working", "sinead", 40),
        ("briefing", "imran", 60),
    ):
        stage.plan(LARCH_WARD, key, owner, days)
    feeding.plan_the_rest(stage, LARCH_WARD, "sinead", 30, 110)
    feeding.plan_the_rest(stage, RIVERSIDE, "sinead", 40, 200)
    feeding.plan_the_rest(stage, EMERGENCY, "stan", 60, 150)
    stage.define_measures("harbour", "imran")
    stage.define_measures("lantern", "ivy")


def _profile(stage: Stage, project: str, text: str, name: str, by: str, readers: tuple[str, ...]) -> None:
    draft = role_profiles.begin(
        project=stage.projects[project], name=name, text=starting_texts.available()[text], by=stage.be(by)
    )
    stage.standing[project] = role_profiles.publish(draft=draft, by=stage.be(by))
    stage.profiles[project] = draft.profile
    _read_by(stage, project, readers)


@in_month(1)
def the_roles_are_put_into_words(stage: Stage) -> None:
    readers = ("clare", "len", "pat", "petra", "sinead", "samir")
    _profile(stage, "harbour", "peer-support-worker", "Peer support worker", "rhys", readers)
    _profile(stage, "lantern", "care-navigator", "Care navigator", "ivy", ("nadia", "stan"))


def _make_ready(
    stage: Stage, service: str, *, by: str, confirmed: str, line: str, peer: str, but: tuple[str, ...] = ()
) -> None:
    naming = {"line_supervisor": line, "peer_supervisor": peer}
    for item in stage.items(service):
        if item.key not in but:
            named = naming.get(item.key, "")
            stage.meet(service, item.key, NOTES[item.key], by=by, named=named, confirmed=confirmed)


@in_month(2)
def larch_ward_gets_ready(stage: Stage) -> None:
    _make_ready(stage, LARCH_WARD, by="sinead", confirmed="sola", line="sinead", peer="samir")


@in_month(3)
def larch_ward_goes_live(stage: Stage) -> None:
    services.go_live(
        service=stage.services[LARCH_WARD],
        reason="Everything on the checklist is in place, and the team wants it.",
        by=stage.be("imran"),
    )


@in_month(3)
def the_emergency_department_gets_ready(stage: Stage) -> None:
    for username in ("joe", "mei", "dee", "ruth"):
        stage.join(username)
    _read_by(stage, "lantern", ("joe", "mei", "dee"))
    _make_ready(stage, EMERGENCY, by="stan", confirmed="ruth", line="stan", peer="dee")


@in_month(4)
def the_emergency_department_goes_live(stage: Stage) -> None:
    services.go_live(
        service=stage.services[EMERGENCY],
        reason="Two navigators have finished their induction, and the night team has met them.",
        by=stage.be("ivy"),
    )


@in_month(5)
def riverside_and_elm_get_ready(stage: Stage) -> None:
    _service(stage, "harbour", ELM, "Rehabilitation, 12 beds.")
    newcomers = ("quinn", "dawit", "hana", "layla", "tariq", "bea", "owen")
    for username in newcomers:
        stage.join(username)
    stage.join("quinn", role="recruiter", services=())
    _read_by(stage, "harbour", newcomers)
    feeding.plan_the_rest(stage, ELM, "sinead", 5, 90)
    _make_ready(
        stage, RIVERSIDE, by="sinead", confirmed="sola", line="sinead", peer="samir", but=("benefits_advice",)
    )
    _make_ready(stage, ELM, by="sinead", confirmed="sola", line="sinead", peer="samir")


@in_month(6)
def riverside_goes_live_without_benefits_advice(stage: Stage) -> None:
    readiness.override(
        item=stage.item(RIVERSIDE, "benefits_advice"),
        reason="The adviser of the council starts in the spring. Until then peers ring the national helpline together with Samir.",
        review_on=clock.today() + timedelta(days=300),
        by=stage.be("imran"),
    )
    services.go_live(
        service=stage.services[RIVERSIDE],
        reason="Ready but for the benefits adviser, who is on the way.",
        by=stage.be("imran"),
    )


@in_month(8)
def elm_goes_live(stage: Stage) -> None:
    services.go_live(
        service=stage.services[ELM], reason="Everything on the checklist is in place.", by=stage.be("sinead")
    )


@in_month(9)
def everybody_gets_four_weeks_to_read(stage: Stage) -> None:
    harbour = stage.projects["harbour"]
    programmes.change_settings(
        project=harbour, zone=harbour.zone, settings={"days_to_read": 28}, by=stage.be("adaeze")
    )


@in_month(12)
def a_nurse_leaves_larch_ward(stage: Stage) -> None:
    members.end(membership=stage.membership("len"), by=stage.be("adaeze"))


@in_month(13)
def quayside_prepares_and_falls_behind(stage: Stage) -> None:
    _service(stage, "harbour", QUAYSIDE, "Six beds for people in crisis, instead of a ward.")
    stage.join("oluwaseun")
    for key, owner, days in (
        ("safeguarding_route", "sola", 60),
        ("lone_working", "sinead", 75),
        ("peer_supervisor", "samir", 90),
        ("briefing", "imran", 120),
        ("training", "sinead", 200),
        ("adjustments", "sinead", 100),
    ):
        stage.plan(QUAYSIDE, key, owner, days)
    stage.meet(
        QUAYSIDE, "line_supervisor", "Agreed with the manager of the house.", by="sinead", named="sinead"
    )
    stage.meet(QUAYSIDE, "notes", "Written down in the operational policy, page 4.", by="imran")


@in_month(14)
def maple_is_one_step_from_going_live(stage: Stage) -> None:
    _service(stage, "harbour", MAPLE, "A day hospital of four rooms and a garden.")
    for username in ("marek", "fern", "grace"):
        stage.join(username)
    _read_by(stage, "harbour", ("marek", "fern", "grace"))
    _make_ready(stage, MAPLE, by="sinead", confirmed="sola", line="sinead", peer="samir", but=("first_day",))


@in_month(15)
def elm_pauses(stage: Stage) -> None:
    services.pause(
        service=stage.services[ELM],
        reason="Both peer workers are off sick. Nobody is asked to work alone, so nobody new is offered peer support until one is back.",
        by=stage.be("sinead"),
    )


@in_month(16)
def the_acute_medical_unit_prepares(stage: Stage) -> None:
    _service(stage, "lantern", ACUTE, "Most people stay here for two days.")
    for key, owner, days in (
        ("line_supervisor", "stan", 120),
        ("lone_working", "stan", 130),
        ("briefing", "ivy", 140),
    ):
        stage.plan(ACUTE, key, owner, days)


@in_month(18)
def the_role_profile_is_revised(stage: Stage) -> None:
    """A new version after requests outside the role: everybody it concerns is asked to read it again."""
    draft = role_profiles.revise(profile=stage.profiles["harbour"], by=stage.be("rhys"))
    draft = role_profiles.write(
        draft=draft,
        texts={
            "will_not_do": draft.will_not_do
            + "\nSit with somebody in place of a nurse who is on one-to-one observation."
        },
        what_changed="Agency staff asked peers to take over observations. The profile now says in so many words that they don't.",
        by=stage.be("rhys"),
    )
    published = role_profiles.publish(draft=draft, by=stage.be("rhys"))
    stage.standing["harbour"] = published
    _read_by(stage, "harbour", ("sinead", "petra", "clare", "marek", "fern", "grace"))
    stage.plan(MAPLE, "first_day", "sinead", 14)


@in_month(18)
def a_paper_turns_up(stage: Stage) -> None:
    """What peers of Quayside House need was agreed in time and never entered: a month that had been counted changes."""
    feeding.late_by_paper(stage, QUAYSIDE, "adjustments", "sinead")


@in_month(18)
def two_things_are_begun_and_not_finished(stage: Stage) -> None:
    rhys, adaeze = stage.be("rhys"), stage.be("adaeze")
    draft = role_profiles.begin(
        project=stage.projects["harbour"],
        service=stage.services[QUAYSIDE],
        name="Peer support worker, nights",
        text=starting_texts.available()["peer-support-worker"],
        by=rhys,
    )
    role_profiles.write(
        draft=draft,
        texts={"purpose": draft.purpose + "\nAt night a peer is never the only one awake."},
        by=rhys,
    )
    joining.invite(
        project=stage.projects["harbour"],
        for_whom="The new nurse on Larch Ward",
        role="clinician",
        organisation=stage.organisations[NORTHMERE],
        services=[stage.services[LARCH_WARD]],
        by=adaeze,
    )


def _read_by(stage: Stage, project: str, readers: tuple[str, ...]) -> None:
    for username in readers:
        role_profiles.acknowledge(profile_version=stage.standing[project], by=stage.be(username))


@in_month(0)
def plans_are_rehearsed(stage: Stage) -> None:
    for project, username, name, plan in PLANS:
        rehearsals.rehearse(
            project=stage.projects[project], name=name, plan=plan, simulations=500, by=stage.be(username)
        )
