"""From a file or from pasted cells to a chart, page by page, and every way out of it."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.core.models import VaultItem
from alongside.improvement.models import Import, Measure, Point
from tests.asked import fill_in, press_on

from .conftest import shares
from .test_pages import at, text

# The shape of a feedback export: one row for each answer, 1 the best of five, 7 for nothing said.
ANSWERS = "date,service,team,answer\n" + "".join(
    f"2025-{month:02}-{3 + place // 2:02},Wards,{'Red' if place % 2 else 'Blue'},{answer}\n"
    for month in range(1, 13)
    for place, answer in enumerate([1, 1, 2, 5, 7, 1, 2, 3, 1, 1 + month % 5])
)
PROPOSED = {
    "name": "Good or very good", "definition": "Answers 1 or 2, out of 1 to 5.", "kind": "outcome", "better": "up",
    "source": "Feedback cards", "chart": "p", "target": "90%", "unit": "", "service": "whole",
}  # fmt: skip


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def csv(content: str | bytes, name: str = "answers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def bring(cast, lead, content=ANSWERS, *, measure=None, name="answers.csv"):
    url = at(cast, "figures_for", measure=measure) if measure else at(cast, "figures_bring")
    return fill_in(lead, url, file=csv(content, name))


def look_at(cast, lead) -> str:
    """Go through the questions up to the look; its address."""
    columns = bring(cast, lead).url
    rows = fill_in(lead, columns).url  # as guessed
    named = fill_in(lead, rows, counted=["1", "2"], among=["1", "2", "3", "4", "5"]).url
    return fill_in(lead, named, **PROPOSED).url


def test_a_feedback_file_becomes_a_chart_of_shares_by_month(cast, lead):
    look = look_at(cast, lead)
    page = lead.get(look)
    assert "Good or very good" in text(page)
    assert "Rows 120" in text(page)
    assert "12 months, January 2025 – December 2025" in text(page)
    assert page.content.decode().count("<svg") >= 2
    assert not Measure.objects.exists()
    assert not Point.objects.exists()

    answer = fill_in(lead, look)
    measure = Measure.objects.get()
    assert answer.url == at(cast, "measure", measure=measure)
    assert (measure.chart, measure.step, measure.target) == ("p", "month", 0.9)
    assert Point.objects.filter(measure=measure, standing=True, label="2025-01-01", y=7, n=9).exists()
    assert "12 figures are here now." in text(lead.get(answer.url))


def test_the_columns_are_guessed_from_what_is_there(cast, lead):
    page = lead.get(bring(cast, lead).url)
    html = page.content.decode()
    assert re.search(r'<option value="date" selected', html)
    assert re.search(r'value="rows" checked', html)
    assert re.search(r'<option value="answer" selected', html)
    assert re.search(r'value="month" checked', html)
    assert "The first rows of answers.csv" in text(page)
    assert "and 114 rows more" in text(page)


def test_each_value_is_offered_with_its_number_of_rows(cast, lead):
    rows = fill_in(lead, bring(cast, lead).url).url
    said = text(lead.get(rows))
    assert "7 (12 rows)" in said
    assert "1 (" in said


def test_what_counts_must_be_part_of_the_whole(cast, lead):
    rows = fill_in(lead, bring(cast, lead).url).url
    answer = fill_in(lead, rows, counted=["1", "7"], among=["1", "2"])
    assert answer.status_code == 422
    assert "“7” counts, so it must be ticked here too" in text(answer)


def test_what_the_first_figures_measure_is_suggested(cast, lead):
    rows = fill_in(lead, bring(cast, lead).url).url
    named = fill_in(lead, rows, counted=["1", "2"], among=["1", "2", "3"]).url
    html = lead.get(named).content.decode()
    assert "Rows where “answer” is 1 or 2, out of rows where it is 1, 2 or 3, counted by month." in html
    assert 'value="answers.csv"' in html


def test_one_chart_for_each_team(cast, lead):
    columns = bring(cast, lead).url
    rows = fill_in(lead, columns, by="by:team").url
    named = fill_in(lead, rows, counted=["1"], among=["1", "2", "3", "4", "5"]).url
    look = fill_in(lead, named, **PROPOSED).url
    assert "Series 2: Blue and Red" in text(lead.get(look))
    fill_in(lead, look)
    assert set(Point.objects.values_list("part", flat=True)) == {"Blue", "Red"}


def test_cells_pasted_from_excel_become_values(cast, lead, define):
    measure = define(chart="xmr", name="Days")
    url = at(cast, "figures_for", measure=measure)
    columns = fill_in(
        lead,
        url,
        pasted="Month\tDays\r\n01/01/2025\t11.5\r\n01/02/2025\t9\r\n01/03/2025\t\r\n01/04/2025\t8.25\r\n",
    ).url
    look = fill_in(lead, columns).url
    assert "has no value in 1 of 4 rows" in text(lead.get(look))
    fill_in(lead, look)
    stands = list(Point.objects.filter(measure=measure).order_by("label").values_list("label", "y"))
    assert stands == [("2025-01-01", 11.5), ("2025-02-01", 9), ("2025-03-01", None), ("2025-04-01", 8.25)]


def test_an_excel_file_is_read(cast, lead, measure):
    book = openpyxl.Workbook()
    for row in (["Month", "Met", "Seen"], ["2025-01-01", 18, 28], ["2025-02-01", 20, 31]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    columns = bring(cast, lead, kept.getvalue(), measure=measure, name="figures.xlsx").url
    fill_in(
        lead,
        fill_in(lead, columns, each_row="shares", x="Month", count="Met", n="Seen", every="as-they-are").url,
    )
    assert list(Point.objects.order_by("label").values_list("y", "n")) == [(18, 28), (20, 31)]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7 and so on", "figures.csv", "This is a PDF file, not a table"),
        (b"<html><table></table></html>", "figures.csv", "This is a web page, not a table"),
        (b"month,met\n", "figures.csv", "There is a header but no row of figures"),
        (b"PK\x03\x04 not really", "figures.xlsx", "Excel"),
        (b'month,met\n2025-01-01,"3\n', "figures.csv", "quotation mark"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_once_and_nothing_is_kept(cast, lead, content, name, said):
    answer = bring(cast, lead, content, name=name)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Import.objects.exists()
    assert not VaultItem.objects.exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Paste the figures, or choose a file"),
        ({"pasted": "month,met\n2025-01-01,3\n", "file": True}, "not both"),
    ],
)
def test_one_of_the_two_is_needed(cast, lead, answers, said):
    if answers.get("file"):
        answers = {**answers, "file": csv(ANSWERS)}
    answer = fill_in(lead, at(cast, "figures_bring"), **answers)
    assert answer.status_code == 422
    assert said in text(answer)


def test_every_problem_reaches_the_page_with_its_row_and_column(cast, lead, measure):
    table = "month,met,seen\n2025-01-01,18,28\n2025-02-01,many,31\n2025-03-01,4,#N/A\n2025-04-01,40,31\n31/31/2025,1,2\n"
    columns = bring(cast, lead, table, measure=measure).url
    look = fill_in(
        lead, columns, x="month", each_row="shares", count="met", n="seen", every="as-they-are"
    ).url
    page = lead.get(look)
    said = text(page)

    assert "This needs putting right first" in said
    assert "Row 3, column “met”: “many” is not a number" in said
    assert "Row 6, column “month”" in said
    assert at(cast, "figures_columns", brought=Import.objects.get()) in page.content.decode()
    assert "Take these figures" not in said
    lead.post(look, {})
    assert not Point.objects.exists()


def test_the_columns_can_be_changed_after_a_look(cast, lead):
    look = look_at(cast, lead)
    columns = at(cast, "figures_columns", brought=Import.objects.get())
    rows = fill_in(lead, columns, every="quarter").url
    assert fill_in(lead, rows).url == look  # what was ticked and named is still there
    assert "4 quarters" in text(lead.get(look))


def test_figures_that_stand_already_are_shown_with_both_values(cast, lead, measure, take):
    take(measure, shares([(18, 28), (20, 31)]))
    table = "month,met,seen\n2025-01-01,19,28\n2025-02-01,20,31\n2025-03-01,22,30\n"
    columns = bring(cast, lead, table, measure=measure).url
    look = fill_in(
        lead, columns, x="month", each_row="shares", count="met", n="seen", every="as-they-are"
    ).url
    said = text(lead.get(look))
    assert "January 2025 18 of 28 19 of 28" in said
    assert "The same as now 1" in said

    undecided = fill_in(lead, look)
    assert undecided.status_code == 422
    assert Point.objects.filter(standing=True).count() == 2
    fill_in(lead, look, clash="replace")
    assert Point.objects.get(measure=measure, standing=True, label="2025-01-01").y == 19


def test_a_table_with_nothing_new_says_so(cast, lead, measure, take):
    take(measure, shares([(18, 28)]))
    columns = bring(cast, lead, "month,met,seen\n2025-01-01,18,28\n", measure=measure).url
    look = fill_in(
        lead, columns, x="month", each_row="shares", count="met", n="seen", every="as-they-are"
    ).url
    assert "These figures are here already" in text(lead.get(look))


def test_the_next_table_of_a_measure_goes_straight_to_the_look(cast, lead):
    fill_in(lead, look_at(cast, lead))
    measure = Measure.objects.get()
    later = ANSWERS.replace("2025-", "2026-").replace("2026-11", "2024-11").replace("2026-12", "2024-12")
    look = bring(cast, lead, later, measure=measure).url
    assert look == at(cast, "figures_look", brought=Import.objects.get(state="read"))
    assert "New figures 12" in text(lead.get(look))


def test_another_kind_of_table_is_asked_about_again(cast, lead):
    fill_in(lead, look_at(cast, lead))
    answer = bring(cast, lead, "month,met,seen\n2026-01-01,18,28\n", measure=Measure.objects.get())
    assert answer.url.endswith("/columns/")


def test_a_table_can_be_left_from_every_page(cast, lead):
    look = look_at(cast, lead)
    brought = Import.objects.get()
    leave = at(cast, "figures_leave", brought=brought)
    for url in (
        look,
        *(at(cast, name, brought=brought) for name in ("figures_columns", "figures_rows", "figures_measure")),
    ):
        assert leave in lead.get(url).content.decode()
    answer = press_on(lead, lead.get(look), leave)
    assert answer.url == at(cast, "measures")
    assert not Import.objects.filter(state="read").exists()
    assert lead.get(look).status_code == 404


def test_pressing_twice_takes_once(cast, lead):
    look = look_at(cast, lead)
    page = lead.get(look)
    first, second = (fill_in(lead, look, page=page) for _ in range(2))
    assert first.url == second.url
    assert Import.objects.filter(state="taken").count() == 1


def test_figures_are_taken_back_from_the_history(cast, lead, charted):
    brought = Import.objects.get()
    page = lead.get(at(cast, "measure", measure=charted))
    undo = at(cast, "figures_undo", brought=brought)
    assert undo in page.content.decode()
    fill_in(lead, undo, why="The wrong ward.")
    said = text(lead.get(at(cast, "measure", measure=charted)))
    assert "Figures taken back: The wrong ward." in said
    assert "No figures yet." in said


@pytest.mark.parametrize(
    "name", ["figures_look", "figures_columns", "figures_rows", "figures_measure", "figures_undo"]
)
def test_a_table_is_found_by_nobody_but_its_bringer(cast, lead, name):
    look_at(cast, lead)
    url = at(cast, name, brought=Import.objects.get())
    colleague = cast.member(cast.improvement_lead.role, name="Irene Duarte")
    for other in (colleague, cast.supervisor, cast.stranger, cast.lantern_improvement_lead):
        assert cast.client(other).get(url).status_code == 404
    assert cast.client().get(url).status_code == 302


def test_a_table_whose_file_is_lost_says_so(cast, lead):
    from alongside.core.vault import files

    columns = bring(cast, lead).url
    files.remove(files.place(cast.harbour.pk, Import.objects.get().vault_item))
    answer = lead.get(columns)
    assert answer.status_code == 409
    assert "This table can't be opened" in text(answer)


def test_what_was_read_in_waits_on_the_list_and_on_the_home_page(cast, lead):
    bring(cast, lead)
    assert "Go on with answers.csv" in text(lead.get(at(cast, "measures")))
    assert "Take the figures of answers.csv, or leave them" in text(lead.get(at(cast, "project_home")))


def test_a_file_name_can_not_be_a_path(cast, lead, measure):
    bring(cast, lead, name="../../etc/answers.csv", measure=measure)
    assert Import.objects.get().filename == "answers.csv"


def test_two_hundred_thousand_rows_are_accepted(cast, lead):
    big = "date,answer\n" + "".join(
        f"2025-{1 + n % 12:02}-{1 + n % 28:02},{1 + n % 5}\n" for n in range(200_000)
    )
    rows = fill_in(lead, bring(cast, lead, big).url).url
    named = fill_in(lead, rows, counted=["1"], among=["1", "2", "3", "4", "5"]).url
    fill_in(lead, fill_in(lead, named, **PROPOSED).url)
    assert sum(Point.objects.values_list("n", flat=True)) == 200_000
