"""Driver diagrams: two levels of drivers and the ideas under them, changed without dragging, drawn and listed alike."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.core.actions import Refused, Stale
from alongside.improvement.actions import drivers, ideas
from alongside.improvement.models import ChangeIdea, Driver, IdeaChange
from alongside.improvement.presenters import drivers as presenter
from alongside.improvement.queries import drivers as queries
from alongside.programmes.access import NotAllowed
from tests.asked import fill_in, press_on

from .test_pages import at, text
from .work import an_aim, driver, idea


@pytest.fixture
def aim(cast):
    return an_aim(cast)


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def changed(one: Driver, **said):
    return {"driver": one, "name": one.name, "under": one.under, **said}


def order(cast, aim) -> list[tuple[str, list[str]]]:
    """The diagram as the lead sees it: each primary driver with what stands under it."""
    tree = queries.tree(aim, cast.improvement_lead)
    return [
        (
            one.driver.name,
            [lower.driver.name for lower in one.below] + [each.idea.words for each in one.ideas],
        )
        for one in tree.branches
    ]


# What can be done to drivers


def test_several_are_added_at_once_in_the_order_written(cast, aim):
    drivers.add(aim=aim, names=["People are asked", "  ", "Staff  know the role"], by=cast.improvement_lead)
    driver(cast, aim, "Peers are supported")
    assert [name for name, _below in order(cast, aim)] == [
        "People are asked",
        "Staff know the role",
        "Peers are supported",
    ]


def test_nothing_is_no_driver(cast, aim):
    with pytest.raises(Refused, match="at least one"):
        drivers.add(aim=aim, names=[" "], by=cast.improvement_lead)


def test_there_are_two_levels_and_no_third(cast, aim):
    primary = driver(cast, aim, "People are asked")
    secondary = driver(cast, aim, "Somebody has the time", under=primary)
    assert (primary.level, secondary.level) == (Driver.PRIMARY, Driver.SECONDARY)
    with pytest.raises(Refused, match="two levels"):
        driver(cast, aim, "Too deep", under=secondary)


def test_a_driver_is_moved_under_another_and_back_with_its_ideas(cast, aim):
    asked, known = driver(cast, aim, "Asked"), driver(cast, aim, "Known")
    idea(cast, aim, "A card", under=known)
    moved = drivers.change(**changed(known, under=asked), by=cast.improvement_lead)
    assert order(cast, aim) == [("Asked", ["Known"])]
    drivers.change(**changed(moved, under=None), by=cast.improvement_lead)
    assert order(cast, aim) == [("Asked", []), ("Known", ["A card"])]


def test_what_has_drivers_under_it_is_not_moved_under_another(cast, aim):
    asked, known = driver(cast, aim, "Asked"), driver(cast, aim, "Known")
    driver(cast, aim, "Time", under=known)
    with pytest.raises(Refused, match="Move them first"):
        drivers.change(**changed(known, under=asked), by=cast.improvement_lead)
    with pytest.raises(Refused, match="itself"):
        drivers.change(**changed(asked, under=asked), by=cast.improvement_lead)


def test_a_driver_of_another_aim_is_no_place(cast, aim):
    elsewhere = driver(cast, an_aim(cast, what="Another"), "Elsewhere")
    with pytest.raises(Refused, match="no longer part of this aim"):
        driver(cast, aim, "Lost", under=elsewhere)


def test_drivers_move_up_and_down_among_their_neighbours(cast, aim):
    one, _two, three = drivers.add(aim=aim, names=["One", "Two", "Three"], by=cast.improvement_lead)
    drivers.move(driver=three, up=True, by=cast.improvement_lead)
    drivers.move(driver=one, up=False, by=cast.improvement_lead)
    assert [name for name, _below in order(cast, aim)] == ["Three", "One", "Two"]
    with pytest.raises(Refused, match="first already"):
        drivers.move(driver=three, up=True, by=cast.improvement_lead)


def test_a_driver_is_withdrawn_once_nothing_stands_under_it(cast, aim):
    asked = driver(cast, aim, "Asked")
    card = idea(cast, aim, "A card", under=asked)
    with pytest.raises(Refused, match="stands under this driver"):
        drivers.withdraw(driver=asked, why="Not ours to change.", by=cast.improvement_lead)
    ideas.change(idea=card, words=card.words, driver=None, by=cast.improvement_lead)
    drivers.withdraw(driver=asked, why="Not ours to change.", by=cast.improvement_lead)
    assert order(cast, aim) == []
    assert [one.idea for one in queries.tree(aim, cast.improvement_lead).loose] == [card]


def test_a_stale_change_of_a_driver_is_refused(cast, aim):
    asked = driver(cast, aim, "Asked")
    drivers.change(**changed(asked, name="Asked first"), version=1, by=cast.improvement_lead)
    with pytest.raises(Stale):
        drivers.change(**changed(asked, name="Asked last"), version=1, by=cast.improvement_lead)


@pytest.mark.parametrize("wrong", [{"level": 2}, {"name": ""}, {"withdrawn_why": "Because."}])
def test_the_database_holds_what_a_driver_must_be(cast, aim, wrong):
    asked = driver(cast, aim, "Asked")
    with pytest.raises(IntegrityError), transaction.atomic():
        Driver.objects.filter(pk=asked.pk).update(**wrong)


def test_who_may_not_change_it_is_refused_everywhere(cast, aim):
    asked, card = driver(cast, aim, "Asked"), idea(cast, aim)
    for refused in (
        lambda by: drivers.add(aim=aim, names=["More"], by=by),
        lambda by: drivers.change(**changed(asked), by=by),
        lambda by: drivers.move(driver=asked, up=True, by=by),
        lambda by: drivers.withdraw(driver=asked, why="x", by=by),
        lambda by: ideas.add(aim=aim, words=["More"], by=by),
        lambda by: ideas.change(idea=card, words="x", driver=None, by=by),
        lambda by: ideas.move(idea=card, up=True, by=by),
        lambda by: ideas.change_state(idea=card, to="parked", why="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            refused(cast.peer_worker)


def test_a_driver_names_measures_as_far_as_one_sees_them(cast, define, aim):
    ward, whole = define(name="On Ward One", service=cast.ward_one), define()
    asked = driver(cast, aim, "Asked")
    drivers.change(**changed(asked), measures=[ward, whole], by=cast.improvement_lead)

    def named(viewer) -> list[str]:
        return [measure.name for measure in queries.tree(aim, viewer).branches[0].measures]

    assert named(cast.improvement_lead) == ["Felt understood", "On Ward One"]
    assert named(cast.other_ward_clinician) == ["Felt understood"]
    assert named(cast.recruiter) == []  # sees no measures at all


# Ideas


def test_an_idea_says_how_it_stands_and_why_it_came_to(cast, aim):
    card = idea(cast, aim)
    with pytest.raises(Refused, match="Say why"):
        ideas.change_state(idea=card, to="parked", why=" ", by=cast.improvement_lead)
    ideas.change_state(idea=card, to="parked", why="The printer is gone.", by=cast.improvement_lead)
    one = IdeaChange.objects.get(idea=card)
    assert (one.before, one.after, one.why) == ("idea", "parked", "The printer is gone.")


@pytest.mark.parametrize("to", sorted(set(ChangeIdea.State.values) - {"testing", "abandoned", "parked"}))
def test_an_idea_becomes_only_what_the_table_says(cast, aim, to):
    with pytest.raises(Refused, match="can't become"):
        ideas.change_state(idea=idea(cast, aim), to=to, why="Because.", by=cast.improvement_lead)


def test_the_database_knows_the_table_too(cast, aim):
    card = idea(cast, aim)
    for after, why in (("adopted", "Because."), ("parked", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            IdeaChange.objects.create(
                project=aim.project,
                idea=card,
                before="idea",
                after=after,
                why=why,
                by=cast.membership(cast.improvement_lead),
            )
    for wrong in ({"words": ""}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeIdea.objects.filter(pk=card.pk).update(**wrong)


def test_why_an_idea_came_to_stand_so_is_never_rewritten(cast, aim):
    card = idea(cast, aim)
    ideas.change_state(idea=card, to="parked", why="The printer is gone.", by=cast.improvement_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaChange.objects.filter(idea=card).update(why="No reason.")


# As people see it


def test_the_picture_the_list_and_the_table_say_the_same(cast, define, aim):
    asked = driver(cast, aim, "People are <b>asked</b>")
    lower = driver(cast, aim, "Somebody has the time", under=asked)
    idea(cast, aim, "Ask at the second meeting", under=lower)
    idea(cast, aim, "A card in large print")
    tree = queries.tree(aim, cast.improvement_lead)
    drawn = str(presenter.svg(tree))
    assert "<b>" not in drawn
    assert "1 primary driver, 1 secondary driver, 2 change ideas" in drawn
    rows = presenter.csv_rows(tree)
    assert rows[1][:6] == [aim.what, asked.name, lower.name, "", "Ask at the second meeting", "Idea"]
    assert rows[2][:6] == [aim.what, "", "", "", "A card in large print", "Idea"]


def test_the_queries_of_a_diagram_do_not_grow(cast, lead, aim):
    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, page, aim=aim)).status_code == 200
        return len(caught)

    first = driver(cast, aim, "First")
    driver(cast, aim, "Lower", under=first)
    idea(cast, aim, under=first)
    few = {page: asked(page) for page in ("aim", "drivers_edit", "drivers_svg")}
    for number in range(8):
        more = driver(cast, aim, f"Driver {number}")
        idea(cast, aim, f"Idea {number}", under=driver(cast, aim, f"Lower {number}", under=more))
    assert {page: asked(page) for page in few} == few


def test_a_diagram_is_made_by_forms_alone(cast, lead, aim):
    fill_in(lead, at(cast, "driver_add", aim=aim), names="People are asked\n\nStaff know the role")
    asked = Driver.objects.get(name="People are asked")
    fill_in(lead, at(cast, "driver_add_under", driver=asked), names="Somebody has the time")
    lower = Driver.objects.get(name="Somebody has the time")
    answer = fill_in(lead, at(cast, "idea_add_under", driver=lower), words="Ask later", driver=str(lower.pk))
    assert answer.url == at(cast, "idea", idea=ChangeIdea.objects.get())
    edit = at(cast, "drivers_edit", aim=aim)
    press_on(lead, lead.get(edit), at(cast, "driver_down", driver=asked))
    assert [name for name, _below in order(cast, aim)] == ["Staff know the role", "People are asked"]
    fill_in(lead, at(cast, "driver_change", driver=lower), name="Time to ask", under="aim")
    assert [name for name, _below in order(cast, aim)][-1] == "Time to ask"


def test_a_line_that_is_too_long_is_named(cast, lead, aim):
    page = fill_in(lead, at(cast, "driver_add", aim=aim), names="Short\n" + "x" * 161)
    assert page.status_code == 422
    assert "Line 2 has 161 characters. Use 160 or fewer." in text(page)
    assert not Driver.objects.exists()


def test_downloads_are_files(cast, lead, aim):
    driver(cast, aim, "=cmd|' /C calc'!A0")
    svg = lead.get(at(cast, "drivers_svg", aim=aim))
    assert (svg["Content-Type"], svg.content[:4]) == ("image/svg+xml", b"<svg")
    assert lead.get(at(cast, "drivers_png", aim=aim)).content[:8] == b"\x89PNG\r\n\x1a\n"
    table = lead.get(at(cast, "drivers_csv", aim=aim)).content.decode("utf-8-sig")
    assert not list(csv.reader(io.StringIO(table)))[1][1].startswith("=")


def test_the_first_page_shows_the_only_aim_or_all_of_them(cast, lead):
    assert "Set an aim" in text(lead.get(at(cast, "improvement")))
    only = an_aim(cast)
    assert "Say what it depends on" in text(lead.get(at(cast, "improvement")))
    an_aim(cast, what="Peers stay well", how_much="")
    page = text(lead.get(at(cast, "improvement")))
    assert only.what in page
    assert "Not yet a full aim" in page


def test_whoever_only_reads_is_offered_nothing_to_change(cast, aim):
    driver(cast, aim, "People are asked")
    page = cast.client(cast.peer_worker).get(at(cast, "aim", aim=aim))
    assert "People are asked" in text(page)
    assert "/change/" not in page.content.decode()
    assert "/add/" not in page.content.decode()
