"""What the diary of the demo works with: who is there by name, and the few things that happen again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alongside.core import clock, rowsecurity
from alongside.demo.figures import COMPARED, FOLLOWED, Followed
from alongside.demo.people import COLLEAGUES, PASSWORD, PERSONAS, persona
from alongside.improvement.actions import analyses as analysing
from alongside.improvement.actions import figures as bringing
from alongside.improvement.actions import measures as measuring
from alongside.improvement.interrupted import Asked
from alongside.improvement.models import Annotation, Measure, Release
from alongside.programmes import checklists, viewers
from alongside.programmes.actions import accounts, members, programmes, readiness
from alongside.programmes.models import (
    Account,
    Membership,
    Organisation,
    Programme,
    Project,
    ReadinessItem,
    RoleProfile,
    RoleProfileVersion,
    Service,
)
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

MONTHS_BEFORE = 12  # figures from the spreadsheet of the time before


@dataclass
class Stage:
    """The example programme while it is being built."""

    start: date
    set_up: Viewer = field(
        default_factory=lambda: viewers.job("set up", project=None, granted=frozenset({Permission.SET_UP}))
    )
    accounts: dict[str, Account] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)  # those that are spoken of again
    profiles: dict[str, RoleProfile] = field(default_factory=dict)  # by project
    standing: dict[str, RoleProfileVersion] = field(default_factory=dict)  # the version to read
    improvement: dict[str, Any] = field(default_factory=dict)  # what is worked on, by project
    programme: Programme = field(init=False)

    def open_accounts(self) -> None:
        """An account for everybody you can be."""
        for one in PERSONAS + COLLEAGUES:
            self.accounts[one.username] = accounts.create(
                username=one.username,
                name=one.name,
                password=PASSWORD if one in PERSONAS else None,
                by=self.set_up,
            )

    def be(self, username: str) -> Viewer:
        """Somebody in their project, as they would be on a page today."""
        one = persona(username)
        seen = viewers.staff(self.accounts[username], project=self.projects[one.project], role=one.role)
        assert seen is not None, f"{username} is no member of {one.project} yet"
        return seen

    def join(self, username: str, *, role: str = "", services: tuple[str, ...] | None = None) -> None:
        """Make somebody a member, as the project's administrator would."""
        one = persona(username)
        if one.project:
            named = one.services if services is None else services
            members.add(
                project=self.projects[one.project],
                account=self.accounts[username],
                role=role or one.role,
                organisation=self.organisations[one.organisation],
                services=[self.services[name] for name in named],
                by=self.be("adaeze" if one.project == "harbour" else "lesley"),
            )
        else:
            programmes.add_member(
                programme=self.programme,
                account=self.accounts[username],
                role=one.role,
                organisation=self.organisations[one.organisation],
                by=self.set_up,
            )

    def membership(self, username: str) -> Membership:
        """The membership somebody's hat is worn by."""
        seen = self.be(username)
        return next(m for m in seen.memberships if seen.role and m.role == seen.role.key)

    def item(self, service: str, key: str) -> ReadinessItem:
        """One item of a service's checklist as it is now."""
        found = self.services[service]
        with rowsecurity.opened(found.project_id):
            return ReadinessItem.objects.select_related("project", "service").get(service=found, key=key)

    def items(self, service: str) -> list[ReadinessItem]:
        """The items of a service that somebody records."""
        found = self.services[service]
        with rowsecurity.opened(found.project_id):
            return list(ReadinessItem.objects.filter(service=found, counted=False).order_by("place"))

    def plan(self, service: str, key: str, owner: str, days: int) -> None:
        """Say who sees to an item and by when, so many days from now."""
        readiness.plan(
            item=self.item(service, key),
            owner=self.membership(owner),
            due_on=clock.today() + timedelta(days=days),
            by=self.be(owner),
        )

    def meet(
        self, service: str, key: str, note: str, *, by: str, named: str = "", confirmed: str = ""
    ) -> None:
        """Record an item as met; where two must, the second person confirms."""
        item = readiness.meet(
            item=self.item(service, key),
            note=note,
            named=self.membership(named) if named else None,
            by=self.be(by),
        )
        if checklists.asked(item).second_person:
            readiness.confirm(item=item, by=self.be(confirmed))

    def define_measures(self, project: str, by: str) -> None:
        """Define what the project follows, with the figures of the time before."""
        for followed in (one for one in FOLLOWED if one.project == project):
            self.measures[followed.name] = measuring.define(
                project=self.projects[project],
                name=followed.name,
                definition=followed.definition,
                kind=followed.kind,
                better=followed.better,
                chart=followed.chart,
                source=followed.source,
                unit=followed.unit,
                target=followed.target,
                service=self.services.get(followed.service),
                by=self.be(by),
            )
            self._take(followed, range(-MONTHS_BEFORE, 0), "figures-before.csv")

    def bring_in_figures(self, month: int) -> None:
        """Bring in last month's figures, and note on the charts what happened in this one."""
        for followed in FOLLOWED:
            if followed.name not in self.measures:
                continue
            if month > 0:
                self._take(followed, range(month - 1, month), "")
            for when, words in followed.annotations:
                if when == month:
                    measuring.annotate(
                        measure=self.measures[followed.name],
                        label=self.label(month),
                        words=words,
                        by=self._lead(followed),
                    )

    def compare(self, month: int) -> None:
        """Run the analyses that somebody ran in this month."""
        followed = {one.name: one for one in FOLLOWED}
        for compared in COMPARED:
            if compared.month != month or compared.name not in self.measures:
                continue
            measure, label = self.measures[compared.name], self.label(compared.around)
            lead = self._lead(followed[compared.name])
            note = None
            if not compared.words:
                with rowsecurity.opened(measure.project_id):
                    note = Annotation.objects.get(measure=measure, label=label)
            analysing.run(
                measure=measure,
                asked=Asked(part="", change=label, slope=compared.slope, season=compared.season),
                change_words=note.words if note else compared.words,
                annotation=note,
                by=lead,
            )

    def label(self, month: int) -> str:
        """How a month stands on a chart: its first day."""
        index = self.start.year * 12 + self.start.month - 1 + month
        return date(index // 12, index % 12 + 1, 1).isoformat()

    def _lead(self, followed: Followed) -> Viewer:
        return self.be("imran" if followed.project == "harbour" else "ivy")

    def _take(self, followed: Followed, months: range, filename: str) -> None:
        drawn = [
            bringing.Figure(part, self.label(month), place, *followed.figure(part, month))
            for part in followed.parts
            for place, month in enumerate(months)
        ]
        columns = (
            {"x": "month", "y": "met", "n": "seen"} if followed.chart == "p" else {"x": "month", "y": "value"}
        )
        bringing.take(
            measure=self.measures[followed.name],
            figures=drawn,
            rows=len(drawn),
            columns=columns,
            filename=filename,
            by=self._lead(followed),
        )
