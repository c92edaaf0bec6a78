"""Everyone knows the cast: two projects of one programme, a member for each role, a stranger and somebody who has left.

    programme "Side by Side" ─┬─ Harbour: peer support workers in a mental-health trust (Northmere)
                              │    Ward One, Ward Two; peers employed by Open Door Peers, a peer-run charity
                              │    The Larch Foundation funds, Estuary University evaluates
                              └─ Lantern: care navigators in an acute trust (Eastgate)
                                   Emergency Department, Surgery

Built through actions alone, so no test starts from a state that nobody could reach. `cast.supervisor` and the others are viewers, wearing
the hat of that role; `cast.client(cast.supervisor)` is a browser they are signed in with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.test import Client

from alongside.core import clock
from alongside.programmes import checklists, roles, starting_texts, viewers
from alongside.programmes.actions import (
    accounts,
    members,
    partners,
    programmes,
    readiness,
    role_profiles,
    services,
)
from alongside.programmes.models import (
    Account,
    Membership,
    Organisation,
    Partnership,
    Programme,
    Project,
    ReadinessItem,
    RoleProfileVersion,
    Service,
)
from alongside.programmes.pages import HATS_IN_SESSION
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

# A Monday. The fixture sets the clock to it.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERYTHING_SET_UP_NEEDS = frozenset({Permission.SET_UP})


@dataclass
class Cast:
    """The people and organisations that every test knows. See the top of this file."""

    set_up: Viewer = field(
        default_factory=lambda: viewers.job("set up", project=None, granted=EVERYTHING_SET_UP_NEEDS)
    )

    programme: Programme = field(init=False)
    northmere: Organisation = field(init=False)
    open_door: Organisation = field(init=False)
    larch: Organisation = field(init=False)
    estuary: Organisation = field(init=False)
    eastgate: Organisation = field(init=False)
    harbour: Project = field(init=False)
    lantern: Project = field(init=False)
    ward_one: Service = field(init=False)
    ward_two: Service = field(init=False)
    emergency: Service = field(init=False)
    surgery: Service = field(init=False)

    # Harbour. Everyone but those of the second line is there for the lead and reaches the whole project, or works on Ward One.
    administrator: Viewer = field(init=False)
    improvement_lead: Viewer = field(init=False)
    supervisor: Viewer = field(init=False)
    safeguarding_lead: Viewer = field(init=False)
    privacy_lead: Viewer = field(init=False)
    recruiter: Viewer = field(init=False)
    project_evaluator: Viewer = field(init=False)
    clinician: Viewer = field(init=False)
    peer_worker: Viewer = field(init=False)
    second_peer_worker: Viewer = field(init=False)
    peer_supervisor: Viewer = field(init=False)  # for Open Door Peers
    other_ward_clinician: Viewer = field(init=False)  # on Ward Two
    other_ward_peer_worker: Viewer = field(init=False)  # on Ward Two
    funder: Viewer = field(init=False)  # for the Larch Foundation: reaches no service
    outside_evaluator: Viewer = field(init=False)  # for Estuary University: reaches the whole project

    # Lantern
    lantern_administrator: Viewer = field(init=False)
    lantern_improvement_lead: Viewer = field(init=False)
    lantern_supervisor: Viewer = field(init=False)
    lantern_peer_worker: Viewer = field(init=False)

    # The programme
    programme_office: Viewer = field(init=False)
    external_evaluator: Viewer = field(init=False)

    # Nobody here
    stranger: Viewer = field(init=False)  # has an account and no membership
    ended_member: Account = field(init=False)  # worked on Ward One until a moment ago

    def __post_init__(self) -> None:
        _start(self)
        _people_of_harbour(self)
        _people_of_lantern(self)
        _people_of_the_programme(self)

    def account(self, name: str) -> Account:
        """A new account, whose username is the first name. Nobody signs in with a password here: hashing takes its time."""
        return accounts.create(username=name.split()[0].lower(), name=name, password=None, by=self.set_up)

    def member(
        self,
        role: roles.Role,
        *services: Service,
        name: str = "",
        project: Project | None = None,
        organisation: Organisation | None = None,
        account: Account | None = None,
    ) -> Viewer:
        """A further member, of Harbour unless another project is named, as a viewer in that role."""
        project = project or self.harbour
        account = account or self.account(name or f"{role.key}{Account.objects.count()}")
        members.add(
            project=project,
            account=account,
            role=role.key,
            organisation=organisation or project.lead,
            services=services,
            by=self.administrator if project == self.harbour else self.lantern_administrator,
        )
        return self.viewer(account, project, role)

    def viewer(self, account: Account, project: Project, role: roles.Role) -> Viewer:
        """The account in a project today, wearing that role."""
        seen = viewers.staff(account, project=project, role=role.key)
        assert seen is not None
        assert seen.role is role
        return seen

    def again(self, viewer: Viewer) -> Viewer:
        """The same account and hat on the next request."""
        assert viewer.account is not None
        assert viewer.project is not None
        assert viewer.role is not None
        return self.viewer(viewer.account, viewer.project, viewer.role)

    def membership(self, viewer: Viewer) -> Membership:
        """The membership behind the hat."""
        assert viewer.role is not None
        return next(m for m in viewer.memberships if m.role == viewer.role.key)

    def client(self, viewer: Viewer | Account | None = None) -> Client:
        """A browser in which the viewer is signed in and wears its hat; without one, nobody is."""
        browser = Client()
        account = viewer.account if isinstance(viewer, Viewer) else viewer
        if account is not None:
            browser.force_login(account)
        if isinstance(viewer, Viewer) and viewer.project is not None and viewer.role is not None:
            session = browser.session
            session[HATS_IN_SESSION] = {viewer.project.slug: viewer.role.key}
            session.save()
        return browser

    def item(self, service: Service, key: str) -> ReadinessItem:
        """One item of a service's checklist, as it is now."""
        return ReadinessItem.objects.get(service=service, key=key)

    def published_profile(
        self, *, service: Service | None = None, name: str = "Peer support worker"
    ) -> RoleProfileVersion:
        """A role profile of Harbour from the starting text, published."""
        text = starting_texts.available()["peer-support-worker"]
        draft = role_profiles.begin(
            project=self.harbour, service=service, name=name, text=text, by=self.improvement_lead
        )
        return role_profiles.publish(draft=draft, by=self.improvement_lead)

    def make_ready(self, service: Service) -> Service:
        """Meet every item of a Harbour service's checklist, by the people whose job it is."""
        profile = self.published_profile(service=service, name=f"Peer support worker, {service.name}")
        for viewer in self.everyone_in(service):
            role_profiles.acknowledge(profile_version=profile, by=viewer)
        naming = {"line_supervisor": self.supervisor, "peer_supervisor": self.peer_supervisor}
        for item in ReadinessItem.objects.filter(service=service, counted=False):
            named = naming.get(item.key)
            item = readiness.meet(
                item=item,
                note="Gone through with the team.",
                named=self.membership(named) if named else None,
                by=self.supervisor,
            )
            if checklists.asked(item).second_person:
                readiness.confirm(item=item, by=self.safeguarding_lead)
        return Service.objects.get(pk=service.pk)

    def make_live(self, service: Service) -> Service:
        """A Harbour service, ready and live."""
        return services.go_live(
            service=self.make_ready(service), reason="Everything is in place.", by=self.improvement_lead
        )

    def everyone_in(self, service: Service) -> list[Viewer]:
        """Harbour's viewers who are named for the service."""
        everyone = (
            self.clinician,
            self.peer_worker,
            self.second_peer_worker,
            self.other_ward_clinician,
            self.other_ward_peer_worker,
        )
        return [
            v
            for v in everyone
            if any(row.service_id == service.pk for m in v.memberships for row in m.narrowed_to.all())
        ]


def _start(cast: Cast) -> None:
    def organisation(name: str) -> Organisation:
        return partners.know_organisation(name=name, by=cast.set_up)

    cast.programme = programmes.start(name="Side by Side", by=cast.set_up)
    cast.northmere = organisation("Northmere Mental Health NHS Trust")
    cast.open_door = organisation("Open Door Peers")
    cast.larch = organisation("The Larch Foundation")
    cast.estuary = organisation("Estuary University")
    cast.eastgate = organisation("Eastgate Hospitals NHS Trust")

    def project(name: str, lead: Organisation, administrator: str) -> tuple[Project, Viewer]:
        account = cast.account(administrator)
        started = programmes.start_project(
            programme=cast.programme,
            name=name,
            lead=lead,
            administrator=account,
            kind=Project.Kind.DEMO,
            by=cast.set_up,
        )
        return started, cast.viewer(account, started, roles.ADMINISTRATOR)

    cast.harbour, cast.administrator = project("Harbour", cast.northmere, "Adaeze Obi")
    cast.lantern, cast.lantern_administrator = project("Lantern", cast.eastgate, "Lesley Marsh")

    part = Partnership.Part
    for taking_part, their_part in (
        (cast.open_door, part.EMPLOYER),
        (cast.larch, part.FUNDER),
        (cast.estuary, part.EVALUATOR),
    ):
        partners.add(project=cast.harbour, organisation=taking_part, part=their_part, by=cast.administrator)
    cast.ward_one, cast.ward_two = (
        services.add(
            project=cast.harbour,
            name=name,
            host=cast.northmere,
            employer=cast.open_door,
            by=cast.administrator,
        )
        for name in ("Ward One", "Ward Two")
    )
    cast.emergency, cast.surgery = (
        services.add(
            project=cast.lantern,
            name=name,
            host=cast.eastgate,
            employer=cast.eastgate,
            by=cast.lantern_administrator,
        )
        for name in ("Emergency Department", "Surgery")
    )


def _people_of_harbour(cast: Cast) -> None:
    cast.improvement_lead = cast.member(roles.IMPROVEMENT_LEAD, name="Imran Qureshi")
    cast.supervisor = cast.member(roles.SUPERVISOR, name="Sinead Walsh")
    cast.safeguarding_lead = cast.member(roles.SAFEGUARDING_LEAD, name="Sola Adebayo")
    cast.privacy_lead = cast.member(roles.PRIVACY_LEAD, name="Priya Nair")
    cast.recruiter = cast.member(roles.RECRUITER, name="Rhys Bevan")
    cast.project_evaluator = cast.member(roles.PROJECT_EVALUATOR, name="Eva Lindqvist")
    cast.clinician = cast.member(roles.CLINICIAN, cast.ward_one, name="Clare Doyle")
    employed = {"organisation": cast.open_door}
    cast.peer_worker = cast.member(roles.PEER_WORKER, cast.ward_one, name="Pat Kowalski", **employed)
    cast.second_peer_worker = cast.member(roles.PEER_WORKER, cast.ward_one, name="Petra Lund", **employed)
    cast.peer_supervisor = cast.member(roles.SUPERVISOR, name="Samir Haddad", **employed)
    cast.other_ward_clinician = cast.member(roles.CLINICIAN, cast.ward_two, name="Conor Byrne")
    cast.other_ward_peer_worker = cast.member(
        roles.PEER_WORKER, cast.ward_two, name="Paula Reyes", **employed
    )
    cast.funder = cast.member(roles.PROJECT_EVALUATOR, name="Fergus Hill", organisation=cast.larch)
    cast.outside_evaluator = cast.member(
        roles.PROJECT_EVALUATOR, name="Olga Petrova", organisation=cast.estuary
    )
    left = cast.member(roles.CLINICIAN, cast.ward_one, name="Len Archer")
    members.end(membership=cast.membership(left), by=cast.administrator)
    assert left.account is not None
    cast.ended_member = left.account
    cast.stranger = viewers.oneself(cast.account("Sam Stranger"))


def _people_of_lantern(cast: Cast) -> None:
    there = {"project": cast.lantern}
    cast.lantern_improvement_lead = cast.member(roles.IMPROVEMENT_LEAD, name="Ivy Chen", **there)
    cast.lantern_supervisor = cast.member(roles.SUPERVISOR, name="Stan Price", **there)
    cast.lantern_peer_worker = cast.member(roles.PEER_WORKER, cast.emergency, name="Nadia Farah", **there)


def _people_of_the_programme(cast: Cast) -> None:
    def member(role: roles.Role, name: str, organisation: Organisation) -> Viewer:
        account = cast.account(name)
        programmes.add_member(
            programme=cast.programme,
            account=account,
            role=role.key,
            organisation=organisation,
            by=cast.set_up,
        )
        seen = viewers.programme_member(account, programme=cast.programme)
        assert seen is not None
        return seen

    cast.programme_office = member(roles.PROGRAMME_OFFICE, "Greta Foss", cast.larch)
    cast.external_evaluator = member(roles.EXTERNAL_EVALUATOR, "Xanthe Drakos", cast.estuary)


def soon(days: int = 7):  # type: ignore[no-untyped-def]
    """A day to come, as the clock stands."""
    return clock.today() + timedelta(days=days)
