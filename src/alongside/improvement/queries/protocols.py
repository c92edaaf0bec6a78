"""Protocols: which there are, what they fix, whether they were locked before the outcome was seen, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from alongside.improvement import locking
from alongside.improvement.models import Amendment, Import, Measure, Point, Protocol, ProtocolMeasure
from alongside.improvement.queries import lateness, marked
from alongside.programmes.viewers import Viewer


@dataclass(frozen=True)
class Entry:
    """One link of the chain: the lock itself, or an amendment; with whether its fingerprint still fits."""

    number: int
    at: datetime
    by: Any
    why: str
    document: Mapping[str, Any]
    fingerprint: str
    fits: bool


@dataclass(frozen=True)
class Standing:
    """How one measure stands to its protocol."""

    measure: Measure
    then: Mapping[str, Any]
    since: datetime  # when it was fixed with this date of change
    first: datetime | None  # when the first figure following the change was stored or shown
    changed: Mapping[str, tuple[Any, Any]]
    is_primary: bool

    @property
    def locked_before(self) -> bool:
        """Whether it was fixed before anybody could have seen a figure that follows the change."""
        return self.first is None or self.since < self.first


@dataclass(frozen=True)
class Whole:
    """A locked protocol with its chain and its measures; those that the viewer doesn't see are counted only."""

    protocol: Protocol
    chain: tuple[Entry, ...]
    standings: tuple[Standing, ...] = field(default=())
    hidden: int = 0

    @property
    def document(self) -> Mapping[str, Any]:
        """What holds now: the protocol as the last amendment left it."""
        return self.chain[-1].document

    @property
    def is_intact(self) -> bool:
        """Whether every fingerprint fits."""
        return all(entry.fits for entry in self.chain)


def listed(viewer: Viewer) -> QuerySet[Protocol]:
    """The protocols that the viewer sees, the latest first; drafts are for those who may lock them."""
    seen = Protocol.objects.visible_to(viewer).select_related("service", "locked_by__account", "project")
    return seen.exclude(state=Protocol.State.LEFT).order_by("-created_at", "pk")


def chosen(protocol: Protocol, viewer: Viewer) -> list[Measure]:
    """The measures of a protocol that the viewer sees, by name."""
    named = ProtocolMeasure.objects.filter(protocol=protocol).values("measure")
    return list(
        Measure.objects.visible_to(viewer)
        .filter(pk__in=named)
        .select_related("service", "project")
        .order_by("name", "pk")
    )


def snapshot(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """The measures as a protocol fixes them now."""
    marks = marked.of_measures(measures)
    return [locking.fixed(measure, marks[measure.pk]) for measure in measures]


def chain_of(protocol: Protocol) -> tuple[Entry, ...]:
    """The lock and every amendment, in order, each fingerprint computed anew. Nothing for a draft."""
    if protocol.state != Protocol.State.LOCKED:
        return ()
    amendments = Amendment.objects.filter(protocol=protocol).select_related("by__account").order_by("number")
    return _checked(protocol, list(amendments))


def _checked(protocol: Protocol, amendments: Sequence[Amendment]) -> tuple[Entry, ...]:
    assert protocol.locked_at is not None
    assert protocol.document is not None
    made = locking.fingerprint(protocol.document, at=protocol.locked_at, by=str(protocol.locked_by_id))
    found = [
        Entry(
            0, protocol.locked_at, protocol.locked_by, "", protocol.document, protocol.fingerprint,
            made == protocol.fingerprint,
        )
    ]  # fmt: skip
    for place, one in enumerate(amendments, start=1):
        before = found[-1].fingerprint
        made = locking.fingerprint(
            one.document, at=one.created_at, by=str(one.by_id), follows=before, number=one.number, why=one.why
        )
        fits = made == one.fingerprint and one.follows == before and one.number == place
        found.append(Entry(one.number, one.created_at, one.by, one.why, one.document, one.fingerprint, fits))
    return tuple(found)


def whole(protocol: Protocol, viewer: Viewer) -> Whole:
    """A locked protocol as the viewer sees it."""
    chain = chain_of(protocol)
    named = [one["id"] for one in chain[-1].document["measures"]]
    seen = list(
        Measure.objects.visible_to(viewer)
        .filter(pk__in=named)
        .select_related("service", "project")
        .order_by("name", "pk")
    )
    return Whole(protocol, chain, tuple(_standings(chain, seen)), hidden=len(named) - len(seen))


def of_measure(measure: Measure, viewer: Viewer) -> list[tuple[Protocol, Standing]]:
    """The locked protocols that name a measure now, with how it stands to each; the latest first."""
    named = ProtocolMeasure.objects.filter(measure=measure).values("protocol")
    protocols = list(
        Protocol.objects.visible_to(viewer)
        .locked()
        .filter(pk__in=named)
        .select_related("locked_by__account", "project")
        .order_by("-locked_at", "pk")
    )
    by_protocol: dict[object, list[Amendment]] = {protocol.pk: [] for protocol in protocols}
    for one in (
        Amendment.objects.filter(protocol__in=list(by_protocol))
        .select_related("by__account")
        .order_by("number")
    ):
        by_protocol[one.protocol_id].append(one)
    found = []
    for protocol in protocols:
        chain = _checked(protocol, by_protocol[protocol.pk])
        found += [(protocol, standing) for standing in _standings(chain, [measure])]
    return found


def _standings(chain: Sequence[Entry], measures: Sequence[Measure]) -> list[Standing]:
    now = {one["id"]: one for one in snapshot(measures)} if measures else {}
    document = chain[-1].document
    then = {one["id"]: one for one in document["measures"]}
    change_on = date.fromisoformat(document["change"]["on"])
    first = first_seen(measures, change_on)
    return [
        Standing(
            measure=measure,
            then=then[str(measure.pk)],
            since=_since(chain, str(measure.pk)),
            first=first.get(measure.pk),
            changed=_changed(then[str(measure.pk)], now[str(measure.pk)], measure),
            is_primary=document["primary"] == str(measure.pk),
        )
        for measure in measures
        if str(measure.pk) in then
    ]


def _changed(
    then: Mapping[str, Any], now: Mapping[str, Any], measure: Measure
) -> Mapping[str, tuple[Any, Any]]:
    found = locking.differences(then, now)
    if measure.withdrawn_at is not None:
        found["withdrawn"] = (None, measure.withdrawn_why)
    return found


def _since(chain: Sequence[Entry], key: str) -> datetime:
    """Since when the measure has been fixed, together with the date of change that holds now."""
    since = chain[-1].at
    for entry in reversed(chain):
        same = entry.document["change"]["on"] == chain[-1].document["change"]["on"]
        if not same or all(one["id"] != key for one in entry.document["measures"]):
            break
        since = entry.at
    return since


def first_seen(measures: Sequence[Measure], change_on: date) -> dict[object, datetime]:
    """When the first figure following a change was stored or shown, for those measures that have one.

    A figure may first be seen on the page that looks at its table before it is taken: so the moment its table was read in counts,
    not that of its taking. Figures that were replaced or undone since count as well: somebody saw them. The period that the change
    falls in follows it too, for it holds days after it. Points without dates can't be placed: there the first figures that were
    brought in from the day of the change on count.
    """
    found: dict[object, datetime] = {}
    by_label: dict[str, list[UUID]] = {}
    in_order = [measure for measure in measures if measure.step == Measure.Step.ORDER]
    if in_order:
        since = _midnight(change_on, in_order[0].project.zone)
        brought = Import.objects.filter(measure__in=in_order, taken_at__isnull=False, created_at__gte=since)
        firsts = brought.values("measure").annotate(first=Min("created_at"))
        found |= {row["measure"]: row["first"] for row in firsts}
    for measure in measures:
        if measure.step != Measure.Step.ORDER:
            known = measure.step in lateness.STEPS
            start = lateness.after(change_on, measure.step, 0) if known else change_on
            by_label.setdefault(start.isoformat(), []).append(measure.pk)
    for label, keys in by_label.items():
        rows = Point.objects.filter(measure__in=keys, label__gte=label, y__isnull=False)
        earliest = rows.values("measure").annotate(first=Min("brought_by__created_at"))
        found |= {row["measure"]: row["first"] for row in earliest}
    return found


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def without_balancing(viewer: Viewer) -> bool:
    """Whether the project measures something, and nothing that might get worse."""
    standing = Measure.objects.visible_to(viewer).standing()
    return standing.exists() and not standing.filter(kind=Measure.Kind.BALANCING).exists()
