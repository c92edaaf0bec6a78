"""From a table to figures, and every reason why not, in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.improvement import reading
from alongside.improvement.reading import Chosen, Standing

AS_OF = date(2026, 11, 23)
MONTHLY = "month,met,seen\n2025-01-31,18,28\n2025-02-28,20,31\n2025-03-31,22,30\n"
SHARES = Chosen(each_row="shares", x="month", y="met", n="seen")


def gathered(text: str, chosen: Chosen, **standing):
    return reading.gathered(reading.parse_pasted(text), chosen, as_of=AS_OF, standing=Standing(**standing))


def plain(found) -> list[tuple]:
    return [(one.part, one.label, one.y, one.n) for one in found.figures]


def test_monthly_shares_stand_at_the_first_of_their_months():
    found = gathered(MONTHLY, SHARES)

    assert plain(found) == [
        ("", "2025-01-01", 18, 28),
        ("", "2025-02-01", 20, 31),
        ("", "2025-03-01", 22, 30),
    ]
    assert (found.chart, found.step, found.rows, found.problems) == ("p", "month", 3, ())


def test_rows_are_counted_by_month_and_team():
    text = "date,team,answer\n" + "".join(
        f"2025-0{month}-1{day},{team},{answer}\n"
        for month in (1, 2) for day in (0, 1) for team, answer in (("Red", 1), ("Blue", 5))
    )  # fmt: skip
    chosen = Chosen(
        each_row="rows",
        x="date",
        by="team",
        every="month",
        count_in="answer",
        counted=("1",),
        among=("1", "5"),
    )
    found = gathered(text, chosen)

    assert found.parts == ("Red", "Blue") or found.parts == ("Blue", "Red")
    assert set(plain(found)) == {
        ("Red", "2025-01-01", 2, 2), ("Red", "2025-02-01", 2, 2), ("Blue", "2025-01-01", 0, 2), ("Blue", "2025-02-01", 0, 2),
    }  # fmt: skip


def test_counts_without_a_whole_are_values_and_months_without_any_are_zero():
    text = "date,what\n2025-01-10,fall\n2025-01-11,fall\n2025-03-01,fall\n"
    found = gathered(
        text, Chosen(each_row="rows", x="date", every="month", count_in="what", counted=("fall",))
    )
    assert plain(found) == [
        ("", "2025-01-01", 2, None),
        ("", "2025-02-01", 0, None),
        ("", "2025-03-01", 1, None),
    ]
    assert found.chart == "xmr"
    assert any("2025-02-01" in note for note in found.notes)


@pytest.mark.parametrize(
    ("rows", "chart"),
    [("1,2\n2,2", "p"), ("1.5,2\n2,2", "xmr"), ("3,2\n2,2", "xmr"), ("-1,2\n2,2", "xmr")],
)
def test_a_share_is_so_many_whole_ones_out_of_so_many(rows, chart):
    lines = "".join(f"2025-0{n}-01,{row}\n" for n, row in enumerate(rows.split("\n"), 1))
    assert gathered("month,met,seen\n" + lines, SHARES).chart == chart


def test_labels_that_are_no_dates_keep_their_order():
    found = gathered("lot,value\nzebra,3\napple,4\n", Chosen(each_row="values", x="lot", y="value"))
    assert (found.periods, found.step) == (["zebra", "apple"], "order")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "month,met,seen\n2025-01-01,18,28\n2025-02-01,many,31\n",
            "Row 3, column “met”: “many” is not a number",
        ),
        ("month,met,seen\n2025-01-01,18,28\n31/31/2025,20,31\n", "Row 3, column “month”"),
        (
            "month,met,seen\n2025-01-01,18,28\n2025-01-01,20,31\n",
            "Row 3, column “month”: “2025-01-01” is already in row 2",
        ),
        ("month,met,seen\n2025-01-01,£18,28\n", "Row 2, column “met”"),
        ("month,met,seen\n2025-01-01,18,-28\n", "Row 2, column “seen”"),
    ],
)
def test_each_problem_names_its_row_and_column(text, said):
    found = gathered(text, SHARES)
    assert said in found.problems[0]
    assert found.figures == ()


def test_a_zero_denominator_is_a_gap_and_is_said():
    found = gathered("month,met,seen\n2025-01-01,0,0\n2025-02-01,20,31\n", SHARES)
    assert found.problems == ()
    assert any("denominator of 0" in note for note in found.notes)


def test_more_than_the_whole_is_no_share():
    found = gathered("month,met,seen\n2025-01-01,18,28\n2025-02-01,40,31\n", SHARES, chart="p")
    assert "Row 3" in found.problems[0]
    assert "numerator (40) is larger than the denominator (31)" in found.problems[0]


VALUES = Chosen(each_row="values", x="month", y="met")


@pytest.mark.parametrize(
    ("text", "chosen", "standing", "said"),
    [
        (MONTHLY, VALUES, {"chart": "p"}, "need to say out of how many"),
        (MONTHLY, VALUES, {"chart": "xmr", "step": "month", "has_figures": True, "has_denominators": True}, "and these don't"),
        (MONTHLY, SHARES, {"chart": "xmr", "step": "month", "has_figures": True}, "and these do"),
        (MONTHLY, VALUES, {"chart": "xmr", "step": "week", "has_figures": True}, "are by month, and those of the measure so far by week"),
        (MONTHLY, VALUES, {"chart": "xmr", "step": "order", "has_figures": True}, "have labels that are no dates, and these have dates"),
        ("month,met\nfirst,3\n", VALUES, {"chart": "xmr", "step": "month", "has_figures": True}, "have dates, and these have “first”"),
        (f"month,met\n{'x' * 61},3\n", VALUES, {}, "use at most 60 characters"),
        (f"month,met,team\n2025-01-01,3,{'x' * 121}\n", Chosen(each_row="values", x="month", y="met", by="team"), {}, "use at most 120"),
    ],
)  # fmt: skip
def test_figures_that_can_not_stand_beside_the_others_are_refused(text, chosen, standing, said):
    assert said in gathered(text, chosen, **standing).problems[0]


def test_more_figures_than_can_be_taken_at_once_are_refused():
    lines = "".join(f"{label},1\n" for label in range(50_001))
    found = gathered("lot,value\n" + lines, Chosen(each_row="values", x="lot", y="value"))
    assert found.problems == (
        "These would be 50,001 figures, and 50,000 can be taken at once. Choose longer periods or fewer series, or split the table.",
    )


def test_what_was_chosen_comes_back_from_the_database_as_it_was():
    from dataclasses import asdict

    chosen = Chosen(each_row="rows", x="d", count_in="a", counted=("1", "2"), among=("1", "2", "3"))
    kept = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(chosen).items()
    }
    assert Chosen.of(kept) == chosen
    assert Chosen.of({**kept, "of an older release": 1}) == chosen
    assert not Chosen.of({}).is_complete


@given(st.binary(max_size=2_000))
def test_what_is_packed_comes_back_byte_for_byte(content):
    assert reading.unpack(reading.pack(content)) == content


@given(st.lists(st.dates(date(2019, 1, 1), date(2026, 10, 31)), min_size=1, max_size=60))
def test_counting_answers_by_month_counts_each_once(days):
    text = "date,answer\n" + "".join(f"{day.isoformat()},1\n" for day in days)
    found = gathered(
        text, Chosen(each_row="rows", x="date", every="month", count_in="answer", counted=("1",))
    )
    slowly: dict[str, int] = {}
    for day in days:
        month = day.replace(day=1).isoformat()
        slowly[month] = slowly.get(month, 0) + 1
    assert {one.label: one.y for one in found.figures if one.y} == slowly
