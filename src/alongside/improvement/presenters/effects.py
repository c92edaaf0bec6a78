"""Effects that nobody expected as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.core import clock
from alongside.improvement.models import Effect
from alongside.improvement.queries import effects as queries
from alongside.improvement.queries.effects import DECIDED, GOOD, HARMFUL, OPEN, Answers
from alongside.programmes import addresses
from alongside.programmes.viewers import Viewer
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TABS: dict[str, _StrOrPromise] = {
    OPEN: gettext_lazy("Open"),
    HARMFUL: gettext_lazy("Harmful"),
    GOOD: gettext_lazy("Good"),
    DECIDED: gettext_lazy("Decided"),
}
COLOURS = {Effect.Valence.GOOD: "green", Effect.Valence.HARMFUL: "orange", Effect.Valence.UNCLEAR: "grey"}
STANDS = {
    Effect.State.NOTED: "yellow",
    Effect.State.LOOKING: "blue",
    Effect.State.DECIDED: "green",
    Effect.State.FED_BACK: "white",
}
LONGEST_ON_LIST = 200


def who(effect: Effect, viewer: Viewer) -> str:
    """Who noticed it, as the viewer may know."""
    if effect.was_noticed_by(viewer):
        return _("You (not shown to others)") if effect.unnamed else _("You")
    return _("Somebody in the team") if effect.unnamed else str(effect.noticed_by.account)


def tag(effect: Effect) -> dict[str, str]:
    """Good or bad, in a word."""
    return {"text": str(effect.get_valence_display()), "colour": COLOURS[Effect.Valence(effect.valence)]}


def stands(effect: Effect) -> dict[str, str]:
    """How it stands, in a word or two."""
    return {"text": str(effect.get_state_display()), "colour": STANDS[Effect.State(effect.state)]}


def is_late(effect: Effect, today: date) -> bool:
    """Harm that nothing was decided about in time."""
    return effect.is_open and effect.valence == Effect.Valence.HARMFUL and effect.review_on < today


def on_list(effect: Effect, viewer: Viewer, today: date) -> dict[str, Any]:
    """One effect of the list."""
    shortened = (
        effect.what if len(effect.what) <= LONGEST_ON_LIST else effect.what[: LONGEST_ON_LIST - 1] + "…"
    )
    if is_late(effect, today):
        note = words.late_by(effect.review_on, today)
    elif effect.is_open:
        note = _("to be decided by %(day)s") % {"day": words.day(effect.review_on)}
    else:
        note = str(Effect.Decision(effect.decision).label)
    return {
        "what": shortened,
        "href": addresses.of_project(effect.project, "effect", effect=effect),
        "tag": tag(effect),
        "stands": stands(effect),
        "about": " · ".join(
            [
                words.day(effect.noticed_on),
                effect.service.name if effect.service else _("The whole project"),
                str(effect.get_affected_display()),
                who(effect, viewer),
            ]
        ),
        "note": note,
        "late": is_late(effect, today),
    }


def rows(effect: Effect, viewer: Viewer) -> list[dict[str, Any]]:
    """What was noticed, as its page shows it. What somebody typed is said on the page itself."""
    project = effect.project
    found: list[dict[str, Any]] = [
        {"key": _("Noticed on"), "value": words.day(effect.noticed_on)},
        {"key": _("Noticed by"), "value": who(effect, viewer)},
        {"key": _("Where"), "value": effect.service.name if effect.service else _("The whole project")},
        {"key": _("Who is affected"), "value": str(effect.get_affected_display())},
        {"key": _("How much it matters"), "value": str(effect.get_severity_display())},
        {"key": _("Seen before"), "value": str(effect.get_before_display())},
        {"key": _("Done at once"), "value": effect.did or _("Nothing")},
    ]
    linked = queries.linked(viewer, [effect])
    if (idea := linked.idea(effect)) is not None:
        said = {"key": _("Change it has to do with"), "value": str(idea)}
        found.append({**said, "href": addresses.of_project(project, "idea", idea=idea), "change": _("Look")})
    if (cycle := linked.cycle(effect)) is not None:
        found.append({"key": _("Cycle"), "value": str(cycle)})
    if (measure := linked.measure(effect)) is not None:
        said = {"key": _("Measure that might show it"), "value": measure.name}
        found.append(
            {**said, "href": addresses.of_project(project, "measure", measure=measure), "change": _("Look")}
        )
    return found


def decided_rows(effect: Effect) -> list[dict[str, Any]]:
    """What was decided, why, and what was learnt."""
    if effect.is_open:
        return []
    return [
        {"key": _("What becomes of the change"), "value": str(Effect.Decision(effect.decision).label)},
        {"key": _("Why"), "value": effect.decision_why},
        {"key": _("What was learnt"), "value": effect.learning or _("Nothing was written down")},
    ]


def history(effect: Effect, viewer: Viewer, zone: str) -> list[dict[str, Any]]:
    """What happened with it, the latest first."""
    found = [{"when": words.moment(effect.created_at, zone), "text": _("Noted"), "who": who(effect, viewer)}]
    if effect.looked_at is not None:
        found.append(
            {
                "when": words.moment(effect.looked_at, zone),
                "text": _("Being looked at"),
                "who": str(effect.looked_by.account),  # type: ignore[union-attr]
            }
        )
    if effect.decided_at is not None:
        found.append(
            {
                "when": words.moment(effect.decided_at, zone),
                "text": _("Decided"),
                "who": str(effect.decided_by.account),  # type: ignore[union-attr]
            }
        )
    if effect.fed_back_at is not None:
        if effect.fed_back_how:
            said, by = _("Fed back: %(how)s") % {"how": effect.fed_back_how}, str(effect.fed_back_by.account)  # type: ignore[union-attr]
        else:
            said, by = _("Whoever noticed it has read what was decided"), ""
        found.append({"when": words.moment(effect.fed_back_at, zone), "text": said, "who": by})
    return found[::-1]


def answers_in_words(found: Answers) -> str:
    """14 of 20 members answered for October 2026: 12 noticed nothing, 2 noted 3 effects."""
    month = words.month(found.month)
    if found.too_few:
        return _("For %(month)s: too few to show.") % {"month": month}
    answered = ngettext(
        "%(answered)s of %(asked)s member answered for %(month)s",
        "%(answered)s of %(asked)s members answered for %(month)s",
        found.asked,
    ) % {"answered": words.number(found.answered), "asked": words.number(found.asked), "month": month}
    none = ngettext("%(n)s noticed nothing", "%(n)s noticed nothing", found.none) % {
        "n": words.number(found.none)
    }
    if not found.noted:
        return _("%(answered)s: %(none)s.") % {"answered": answered, "none": none}
    effects = ngettext("%(n)s effect", "%(n)s effects", found.effects) % {"n": words.number(found.effects)}
    noted = ngettext("%(n)s noted %(effects)s", "%(n)s noted %(effects)s", found.noted) % {
        "n": words.number(found.noted),
        "effects": effects,
    }
    return _("%(answered)s: %(none)s, %(noted)s.") % {"answered": answered, "none": none, "noted": noted}


def csv_rows(effects: Iterable[Effect], viewer: Viewer) -> Iterator[list[str]]:
    """Every effect as a line of a file, without the name of whoever wanted none."""
    effects = list(effects)
    linked = queries.linked(viewer, effects)
    yield [
        _("Noticed on"), _("Good or harmful"), _("What was noticed"), _("Where"), _("Who is affected"), _("How much it matters"),
        _("Seen before"), _("Done at once"), _("Change"), _("Measure"), _("Noticed by"), _("How it stands"), _("To be decided by"),
        _("Decision"), _("Why"), _("What was learnt"), _("Fed back"),
    ]  # fmt: skip
    for one in effects:
        fed_back = clock.day_of(one.fed_back_at, one.project.zone).isoformat() if one.fed_back_at else ""
        yield [
            one.noticed_on.isoformat(), str(one.get_valence_display()), one.what, one.service.name if one.service else "",
            str(one.get_affected_display()), str(one.get_severity_display()), str(one.get_before_display()), one.did,
            str(linked.idea(one) or ""), str(linked.measure(one) or ""),
            _("Somebody in the team") if one.unnamed else str(one.noticed_by.account), str(one.get_state_display()),
            one.review_on.isoformat() if one.is_open else "", str(Effect.Decision(one.decision).label) if one.decision else "",
            one.decision_why, one.learning, fed_back,
        ]  # fmt: skip
