"""A driver diagram as people see it: drawn, as a nested list, and as rows of a table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from alongside.charts.drivers import AIM, IDEA, PRIMARY, SECONDARY, Box, Note, draw_drivers
from alongside.improvement.models import Aim, ChangeIdea, Measure
from alongside.improvement.queries.drivers import Branch, Idea, Tree
from alongside.programmes import addresses
from alongside.ui import words

State = ChangeIdea.State
# Colours only repeat what the words say.
STATE_COLOURS = {
    State.IDEA: "grey",
    State.TESTING: "blue",
    State.ADOPTED: "green",
    State.ADAPTED: "aqua-green",
    State.ABANDONED: "red",
    State.PARKED: "yellow",
}
LEVELS = {
    AIM: gettext_lazy("Aim"),
    PRIMARY: gettext_lazy("Primary drivers: what it depends on"),
    SECONDARY: gettext_lazy("Secondary drivers: what those depend on"),
    IDEA: gettext_lazy("Change ideas"),
}


def svg(tree: Tree, *, name: str = "drivers") -> Markup:
    """The diagram. Everything in it that people typed is escaped by its own template."""
    boxes = [_branch(branch) for branch in tree.branches]
    drawn = draw_drivers(
        Box(AIM, tree.aim.what, _aim_notes(tree.aim), boxes),
        headings=[str(LEVELS[level]) for level in (AIM, PRIMARY, SECONDARY, IDEA)],
        loose=[_idea(one) for one in tree.loose],
        title=_("Driver diagram: %(aim)s") % {"aim": tree.aim.what},
        description=in_short(tree),
        rtl=get_language_bidi(),
        name=name,
    )
    return Markup(drawn)  # noqa: S704 - made by an escaping template


def in_short(tree: Tree) -> str:
    """How much there is in the diagram, for whoever doesn't see it."""
    said = [
        ngettext("%(n)s primary driver", "%(n)s primary drivers", tree.primary),
        ngettext("%(n)s secondary driver", "%(n)s secondary drivers", tree.secondary),
        ngettext("%(n)s change idea", "%(n)s change ideas", len(tree.ideas)),
    ]
    numbers = (tree.primary, tree.secondary, len(tree.ideas))
    counted = [text % {"n": words.number(number)} for text, number in zip(said, numbers, strict=True)]
    return _("%(counted)s. The same stands beside it as a list.") % {"counted": ", ".join(counted)}


def _aim_notes(aim: Aim) -> list[Note]:
    by_when = _("by %(day)s") % {"day": words.day(aim.by_when)} if aim.by_when else ""
    notes = [Note(aim.how_much, typed=True), Note(by_when), Note(aim.for_whom, typed=True)]
    return [note for note in notes if note.text]


def _branch(branch: Branch) -> Box:
    driver = branch.driver
    below = [_branch(lower) for lower in branch.below] + [_idea(one) for one in branch.ideas]
    notes = [Note(measure.name, typed=True) for measure in branch.measures]
    if notes:
        notes.insert(0, Note(_("Watched by:")))
    return Box(SECONDARY if driver.under_id else PRIMARY, driver.name, notes, below)


def _idea(one: Idea) -> Box:
    return Box(IDEA, one.idea.words, [Note(stands(one))])


def stands(one: Idea) -> str:
    """How an idea stands, and in which cycle of its ramp."""
    said = str(State(one.idea.state).label)
    if one.latest is None:
        return said
    return _("%(stands)s · cycle %(number)s") % {"stands": said, "number": words.number(one.latest.number)}


def as_list(tree: Tree, *, may_change: bool) -> dict[str, Any]:
    """The diagram as a nested list; for whoever may change it, with what can be done to each."""
    project = tree.aim.project

    def at(name: str, **named: Any) -> str:
        return addresses.of_project(project, name, **named)

    def idea(one: Idea, place: int, of: int) -> dict[str, Any]:
        pk = one.idea.pk
        return {
            "pk": pk,
            "text": one.idea.words,
            "href": at("idea", idea=pk),
            "stands": stands(one),
            "colour": STATE_COLOURS[State(one.idea.state)],
            "change": at("idea_change", idea=pk) if may_change else "",
            "up": at("idea_up", idea=pk) if may_change and place else "",
            "down": at("idea_down", idea=pk) if may_change and place < of - 1 else "",
        }

    def branch(one: Branch, place: int, of: int) -> dict[str, Any]:
        pk = one.driver.pk
        primary = one.driver.under_id is None
        return {
            "pk": pk,
            "text": one.driver.name,
            "level": _("Primary driver") if primary else _("Secondary driver"),
            "measures": _links(one.measures),
            "below": _numbered(one.below, branch),
            "ideas": _numbered(one.ideas, idea),
            "change": at("driver_change", driver=pk) if may_change else "",
            "withdraw": at("driver_withdraw", driver=pk)
            if may_change and not one.below and not one.ideas
            else "",
            "add": at("driver_add_under", driver=pk) if may_change and primary else "",
            "add_idea": at("idea_add_under", driver=pk) if may_change else "",
            "up": at("driver_up", driver=pk) if may_change and place else "",
            "down": at("driver_down", driver=pk) if may_change and place < of - 1 else "",
        }

    return {"branches": _numbered(tree.branches, branch), "loose": _numbered(tree.loose, idea)}


def _numbered(several: list[Any], row: Any) -> list[dict[str, Any]]:
    return [row(one, place, len(several)) for place, one in enumerate(several)]


def _links(measures: list[Measure]) -> list[dict[str, str]]:
    return [
        {"text": measure.name, "href": addresses.of_project(measure.project, "measure", measure=measure)}
        for measure in measures
    ]


def csv_rows(tree: Tree) -> list[list[object]]:
    """The diagram as a table: a row for each idea, and for each driver without one."""
    rows: list[list[object]] = [
        [_("Aim"), _("Primary driver"), _("Secondary driver"), _("Measures of the driver"), _("Change idea"), _("Stands"), _("Cycles")]
    ]  # fmt: skip

    def add(branch: Branch | None, above: Branch | None, ideas: list[Idea], *, empty: bool) -> None:
        primary = above.driver.name if above else branch.driver.name if branch else ""
        secondary = branch.driver.name if branch and above else ""
        named = "; ".join(measure.name for measure in branch.measures) if branch else ""
        place = [tree.aim.what, primary, secondary, named]
        for one in ideas:
            rows.append(
                [
                    *place,
                    one.idea.words,
                    str(State(one.idea.state).label),
                    one.latest.number if one.latest else 0,
                ]
            )
        if not ideas and empty:
            rows.append([*place, "", "", ""])

    for branch in tree.branches:
        add(branch, None, branch.ideas, empty=not branch.below)
        for lower in branch.below:
            add(lower, branch, lower.ideas, empty=True)
    add(None, None, tree.loose, empty=not tree.branches)
    return rows
