"""Protocols: written as drafts, locked, and amended with a reason. What is locked is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement import locking
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Amendment, Measure, Protocol, ProtocolMeasure
from alongside.improvement.queries import protocols as queries
from alongside.programmes.access import NotAllowed, hold, require
from alongside.programmes.models import Project, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

# What a protocol says beside its measures.
SAID = (
    "name", "change_on", "change_words", "no_balancing_why", "analysis", "its_slope", "its_model", "its_phase_in", "stops_on",
    "stops_after",
)  # fmt: skip


@action
def write(
    *,
    project: Project,
    said: Mapping[str, Any],
    measures: Sequence[Measure],
    primary: Measure,
    by: Viewer,
    service: Service | None = None,
) -> Protocol:
    """Begin the draft of a protocol."""
    require(by, Permission.PROTOCOL_LOCK)
    project = hold(project, by)
    service = hold(service, by) if service is not None else None
    protocol = Protocol(project=project, service=service, written_by=membership_of(by))
    _say(protocol, said, measures, primary, by)
    audit.record("protocol drafted", by=by, about=protocol)
    return protocol


@action
def rewrite(
    *,
    protocol: Protocol,
    said: Mapping[str, Any],
    measures: Sequence[Measure],
    primary: Measure,
    by: Viewer,
    version: int | None = None,
) -> Protocol:
    """Write the draft anew."""
    protocol = _draft(protocol, by, version)
    _say(protocol, said, measures, primary, by)
    audit.record("protocol draft changed", by=by, about=protocol)
    return protocol


@action
def leave(*, protocol: Protocol, by: Viewer) -> Protocol:
    """Put a draft away. It isn't shown any more."""
    protocol = _draft(protocol, by, None)
    protocol.state = Protocol.State.LEFT
    protocol.save()
    audit.record("protocol draft left", by=by, about=protocol)
    return protocol


@action
def lock(*, protocol: Protocol, by: Viewer, version: int | None = None) -> Protocol:
    """Fix a protocol as it stands now, its measures as they are defined now, with a fingerprint of all of it."""
    protocol = _draft(protocol, by, version)
    measures = _reached(queries.chosen(protocol, by), protocol, by)
    _family(measures, protocol.no_balancing_why)
    for measure in measures:
        if measure.withdrawn_at is not None:
            raise Refused(_("“%(measure)s” was withdrawn. Take it out first.") % {"measure": measure})
        if not measure.chart:
            raise Refused(
                _("Choose the chart of “%(measure)s” first: a protocol fixes how it is judged.")
                % {"measure": measure}
            )
    said = {name: getattr(protocol, name) for name in SAID}
    document = _document(protocol, said, measures, protocol.primary)
    protocol.document, protocol.locked_at, protocol.locked_by = document, clock.now(), membership_of(by)
    protocol.fingerprint = locking.fingerprint(document, at=protocol.locked_at, by=str(protocol.locked_by.pk))
    protocol.state = Protocol.State.LOCKED
    protocol.save()
    audit.record("protocol locked", by=by, about=protocol)
    return protocol


@action
def amend(
    *,
    protocol: Protocol,
    said: Mapping[str, Any],
    measures: Sequence[Measure],
    primary: Measure,
    why: str,
    after: int,
    by: Viewer,
) -> Amendment:
    """Change a locked protocol from now on, with a reason. `after` is the number of the amendment that was last when it was begun.

    The measures are fixed as they are defined now, so that a change to one of them is covered from here on.
    """
    require(by, Permission.PROTOCOL_LOCK)
    protocol = hold(protocol, by)
    if protocol.state != Protocol.State.LOCKED:
        raise Refused(_("This protocol isn't locked: change its draft instead."))
    if not why.strip():
        raise Refused(_("Say why the protocol is changed after it was locked."))
    chain = queries.chain_of(protocol)
    if chain[-1].number != after:
        raise Refused(_("Somebody amended this protocol meanwhile. Look at it again before you do."))
    measures = _reached(measures, protocol, by)
    known = {one["id"] for one in chain[-1].document["measures"]}
    unseen = known - {str(measure.pk) for measure in Measure.objects.visible_to(by).filter(pk__in=known)}
    if unseen:
        raise NotAllowed(_("This protocol names measures that are outside what you work with here."))
    _family(measures, said["no_balancing_why"])
    document = _document(protocol, said, measures, _among(primary, measures))
    if document == chain[-1].document:
        raise Refused(_("Nothing was changed."))
    now, worn = clock.now(), membership_of(by)
    number, follows = after + 1, chain[-1].fingerprint
    made = locking.fingerprint(
        document, at=now, by=str(worn.pk), follows=follows, number=number, why=why.strip()
    )
    amendment = Amendment.objects.create(
        project=protocol.project, protocol=protocol, created_at=now, number=number, why=why.strip(), document=document,
        follows=follows, fingerprint=made, by=worn,
    )  # fmt: skip
    there = set(ProtocolMeasure.objects.filter(protocol=protocol).values_list("measure", flat=True))
    _name(protocol, [measure for measure in measures if measure.pk not in there])
    audit.record("protocol amended", by=by, about=amendment, protocol=protocol)
    return amendment


def _draft(protocol: Protocol, by: Viewer, version: int | None) -> Protocol:
    require(by, Permission.PROTOCOL_LOCK)
    protocol = hold(protocol, by)
    check_version(protocol, version)
    if protocol.state != Protocol.State.DRAFT:
        raise Refused(_("This protocol is locked. Amend it, with a reason."))
    return protocol


def _say(
    protocol: Protocol, said: Mapping[str, Any], measures: Sequence[Measure], primary: Measure, by: Viewer
) -> None:
    if not said["name"].strip() or not said["change_words"].strip():
        raise Refused(_("Give the protocol a name, and say what will be changed."))
    if (said["stops_on"] is None) == (said["stops_after"] is None):
        raise Refused(_("Say when it ends: on a day, or after so many figures."))
    if said["stops_on"] is not None and said["stops_on"] <= said["change_on"]:
        raise Refused(_("It ends after the change, not before it."))
    measures = _reached(measures, protocol, by)
    for name in SAID:
        setattr(protocol, name, said[name])
    protocol.primary = _among(primary, measures)
    protocol.save()
    ProtocolMeasure.objects.filter(protocol=protocol).exclude(measure__in=measures).delete()
    there = set(ProtocolMeasure.objects.filter(protocol=protocol).values_list("measure", flat=True))
    _name(protocol, [measure for measure in measures if measure.pk not in there])


def _name(protocol: Protocol, measures: Sequence[Measure]) -> None:
    for measure in measures:
        ProtocolMeasure.objects.create(project=protocol.project, protocol=protocol, measure=measure)


def _reached(measures: Sequence[Measure], protocol: Protocol, by: Viewer) -> list[Measure]:
    """The measures, each locked; those of the protocol's service and of the whole project."""
    if not measures:
        raise Refused(_("Choose at least one measure."))
    held = [hold(measure, by) for measure in sorted(measures, key=lambda one: str(one.pk))]
    if protocol.service_id and any(one.service_id not in (None, protocol.service_id) for one in held):
        raise Refused(_("A protocol of one service takes measures of that service or of the whole project."))
    return held


def _among(primary: Measure, measures: Sequence[Measure]) -> Measure:
    if primary not in measures:
        raise Refused(_("The main measure is one of those chosen."))
    return primary


def _family(measures: Sequence[Measure], why: str) -> None:
    """A family has a measure of what might get worse, or a reason why not."""
    if not why.strip() and all(measure.kind != Measure.Kind.BALANCING for measure in measures):
        raise Refused(_("Choose a balancing measure, of what might get worse, or say why there is none."))


def _document(
    protocol: Protocol, said: Mapping[str, Any], measures: Sequence[Measure], primary: Measure
) -> dict[str, Any]:
    balancing = any(measure.kind == Measure.Kind.BALANCING for measure in measures)
    told = {**said, "no_balancing_why": "" if balancing else said["no_balancing_why"]}
    return locking.document_of(
        told, queries.snapshot(measures), project=protocol.project.slug, primary=str(primary.pk)
    )
