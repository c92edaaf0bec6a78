"""What is asked for a protocol: the change, the measures, how it is judged, and when it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement.models import Measure, Protocol
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Checkboxes, Date, Form, If, Number, Radios, Select, Text, Textarea

WHOLE = "whole"
ON, AFTER = "on", "after"
YES, NO = "yes", "no"


class ProtocolForm(Form):
    """A protocol, all on one page."""

    name = Text(
        _("What is it about?"),
        hint=_("A short name, like: Ask before a referral, Larch Ward"),
        error=_("Enter a short name"),
        max_length=160,
    )
    service = Select(
        _("Is it about one service?"),
        hint=_("Members who don't work with that service won't see it"),
        error=_("Choose a service, or the whole project"),
    )
    change_words = Text(
        _("What will be changed?"),
        hint=_("For example: the referral form asks whether the person was asked first"),
        error=_("Say in a few words what will be changed"),
        max_length=300,
    )
    change_on = Date(
        _("On which day?"),
        hint=_("The day the change begins, for example 27 3 2026"),
        error=_("Enter the day the change begins, like 27 3 2026"),
    )
    measures = Checkboxes(
        _("Which measures will tell?"),
        hint=_("What people get from it, whether it is done, and what might get worse"),
        error=_("Choose at least one measure"),
    )
    primary = Select(
        _("Which one decides?"),
        hint=_("The main measure. The others help to understand it"),
        error=_("Choose the measure that decides"),
    )
    no_balancing_why = Textarea(
        _("If nothing here is measured that might get worse, why not?"),
        hint=_("Not needed if one of the measures is a balancing one"),
        required=False,
        max_length=500,
        rows=2,
    )
    analysis = Radios(
        _("How will you judge it?"),
        choices=[
            (
                Protocol.Analysis.SPC,
                _("By the chart and its rules"),
                _("As each measure is judged today; this is fixed too"),
            ),
            (
                Protocol.Analysis.ITS,
                _("By an interrupted time series"),
                _("How far the level, and the slope, differ from what went before"),
            ),
        ],
        error=_("Choose how it will be judged"),
    )
    its_slope = Radios(
        _("May the slope change too?"),
        choices=[(YES, _("Yes, the level and the slope")), (NO, _("No, the level alone"))],
        error=_("Choose whether the slope may change"),
        initial=YES,
        only_if=If("analysis", Protocol.Analysis.ITS),
    )
    its_model = Radios(
        _("What kind of figures are they?"),
        choices=Protocol.Model.choices,
        error=_("Choose the kind of figures"),
        initial=Protocol.Model.OLS,
        only_if=If("analysis", Protocol.Analysis.ITS),
    )
    its_phase_in = Number(
        _("How many periods after the change are left out, while it settles?"),
        error=_("Enter a whole number of periods, 0 for none"),
        least=0,
        most=24,
        initial=0,
        width=3,
        only_if=If("analysis", Protocol.Analysis.ITS),
    )
    stops = Radios(
        _("When does it end?"),
        hint=_("So that nobody stops on the day that looks best"),
        choices=[(ON, _("On a day")), (AFTER, _("After so many figures"))],
        error=_("Choose when it ends"),
    )
    stops_on = Date(
        _("Which day?"),
        hint=_("For example, 31 3 2027"),
        error=_("Enter the day it ends, like 31 3 2027"),
        only_if=If("stops", ON),
    )
    stops_after = Number(
        _("How many figures after the change?"),
        error=_("Enter how many, like 12"),
        least=1,
        most=1000,
        width=4,
        only_if=If("stops", AFTER),
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        offered: Sequence[Measure],
        protocol: Protocol | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        measures: Any = self.fields["measures"]
        measures.offer_records(offered, hint=lambda one: one.get_kind_display())
        primary: Any = self.fields["primary"]
        primary.offer_records(offered)
        if protocol is not None:  # whom it is about stays, so that nobody sees it who didn't before
            del self.fields["service"]
            return
        services = list(Service.objects.visible_to(viewer).not_ended().order_by("name"))
        question: Any = self.fields["service"]
        question.offer([(WHOLE, _("No, the whole project")), *((str(one.pk), one.name) for one in services)])
        whole = reaches_whole_project(viewer) or not services
        question.initial = WHOLE if whole else str(services[0].pk)
        self._services = {str(service.pk): service for service in services}

    def clean_service(self) -> Service | None:
        """The service, or None for the whole project."""
        return self._services.get(self.cleaned_data["service"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        measures = cleaned["measures"]
        if cleaned["primary"] not in measures:
            self.add_error("primary", gettext("The measure that decides is one of those ticked above"))
        balancing = any(one.kind == Measure.Kind.BALANCING for one in measures)
        if not balancing and not (cleaned.get("no_balancing_why") or "").strip():
            self.add_error(
                "no_balancing_why",
                gettext(
                    "None of these is a balancing measure: tick one above, or say why nothing might get worse"
                ),
            )
        if cleaned.get("stops_on") and cleaned["stops_on"] <= cleaned["change_on"]:
            self.add_error("stops_on", gettext("It ends after the change begins"))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the protocol says beside its measures."""
        cleaned = self.cleaned_data
        its = cleaned["analysis"] == Protocol.Analysis.ITS
        return {
            "name": cleaned["name"].strip(),
            "change_on": cleaned["change_on"],
            "change_words": cleaned["change_words"].strip(),
            "no_balancing_why": (cleaned.get("no_balancing_why") or "").strip(),
            "analysis": cleaned["analysis"],
            "its_slope": cleaned.get("its_slope") != NO if its else True,
            "its_model": cleaned.get("its_model") if its else Protocol.Model.OLS,
            "its_phase_in": int(cleaned.get("its_phase_in") or 0) if its else 0,
            "stops_on": cleaned.get("stops_on") if cleaned["stops"] == ON else None,
            "stops_after": cleaned.get("stops_after") if cleaned["stops"] == AFTER else None,
        }


class AmendForm(ProtocolForm):
    """The same for a locked protocol, and why it is changed."""

    why = Textarea(
        _("Why is it changed after it was locked?"),
        hint=_("This stays with the protocol for good, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )


class LockForm(Form):
    """Nothing is asked but that it is meant."""


def as_drafted(protocol: Protocol, measures: Sequence[Measure]) -> dict[str, Any]:
    """A draft as its form shows it."""
    return {
        **{
            name: getattr(protocol, name)
            for name in (
                "name",
                "change_words",
                "change_on",
                "no_balancing_why",
                "analysis",
                "its_model",
                "its_phase_in",
            )
        },
        "measures": [str(one.pk) for one in measures],
        "primary": str(protocol.primary_id),
        "its_slope": YES if protocol.its_slope else NO,
        "stops": ON if protocol.stops_on else AFTER,
        "stops_on": protocol.stops_on,
        "stops_after": protocol.stops_after,
    }


def as_locked(document: Mapping[str, Any]) -> dict[str, Any]:
    """What holds now as the form of an amendment shows it."""
    analysis, stops = document["analysis"], document["stops"]
    return {
        "name": document["name"],
        "change_words": document["change"]["what"],
        "change_on": date.fromisoformat(document["change"]["on"]),
        "measures": [one["id"] for one in document["measures"]],
        "primary": document["primary"],
        "no_balancing_why": document["no_balancing"],
        "analysis": analysis["kind"],
        "its_slope": NO if analysis.get("slope") is False else YES,
        "its_model": analysis.get("model", Protocol.Model.OLS),
        "its_phase_in": analysis.get("phase_in", 0),
        "stops": ON if "on" in stops else AFTER,
        "stops_on": date.fromisoformat(stops["on"]) if "on" in stops else None,
        "stops_after": stops.get("after"),
    }
