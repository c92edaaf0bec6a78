"""A date question understands how people write dates, and says exactly what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui import forms

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))


class MetForm(forms.Form):
    met_on = forms.Date(
        "When did you meet?", error="Enter the date you met, like 27 3 2026", latest=lambda: TODAY,
        earliest=date(1900, 1, 1), errors={"late": "You can't have met in the future"},
    )  # fmt: skip


def boxes(day: str = "", month: str = "", year: str = "") -> MetForm:
    return MetForm({"met_on_day": day, "met_on_month": month, "met_on_year": year})


def sentence(form: MetForm) -> str:
    assert not form.is_valid()
    return form.errors["met_on"][0]


@pytest.mark.parametrize(
    "typed",
    [
        ("27", "3", "2026"), ("27", "03", "2026"), (" 27 ", " 3 ", " 2026 "), ("27", "March", "2026"),
        ("27", "mar", "2026"), ("27 3 2026",), ("27/3/2026",), ("27.3.2026",), ("27-03-2026",),
        ("27 March 2026",), ("27 Mar. 2026",), ("2026-03-27",),
    ],
)  # fmt: skip
def test_dates_are_understood_as_people_write_them(typed):
    form = boxes(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["met_on"] == date(2026, 3, 27)


def test_a_date_sent_whole_under_the_questions_own_name_is_understood():
    assert MetForm({"met_on": "27 3 2026"}).is_valid()
    assert MetForm({"met_on": "2026-03-27"}).is_valid()


@given(DAYS)
def test_every_day_comes_back_from_its_three_boxes_and_from_one_line(day):
    field = forms.Date("d", error="e")
    for typed in (f"{day.day} {day.month} {day.year:04}", day.isoformat()):
        assert field.clean(typed) == day
    drawn = forms.TypedDate.of(day)
    assert field.clean(drawn) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("", "", ""), "Enter the date you met, like 27 3 2026"),
        (("last Tuesday",), "Enter the date you met, like 27 3 2026"),
        (("", "3", "2026"), "Add the day, like 27 3 2026"),
        (("27", "", "2026"), "Add the month, like 27 3 2026"),
        (("27", "3", ""), "Add the year, like 27 3 2026"),
        (("27",), "Add the month, like 27 3 2026"),
        (("27", "3", "26"), "Write the year with four numbers, like 2026"),
        (("31", "2", "2026"), "31 2 2026 is not a day in the calendar"),
        (("29", "2", "2026"), "29 2 2026 is not a day in the calendar"),
        (("0", "1", "2026"), "0 1 2026 is not a day in the calendar"),
        (("1", "13", "2026"), "1 13 2026 is not a day in the calendar"),
        (("1", "1", "0000"), "1 1 0000 is not a day in the calendar"),
        (("x", "3", "2026"), "Enter the date you met, like 27 3 2026"),
        (("27", "Marchember", "2026"), "Enter the date you met, like 27 3 2026"),
        (("24", "11", "2026"), "You can't have met in the future"),
        (("31", "12", "1899"), "Enter a date on or after 1 January 1900"),
    ],
)
def test_it_says_what_is_wrong(typed, says):
    assert sentence(boxes(*typed)) == says


def test_the_last_day_and_the_first_are_allowed():
    assert boxes("23", "11", "2026").is_valid()
    assert boxes("1", "1", "1900").is_valid()


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=6))
def test_whatever_is_typed_gives_a_day_or_a_sentence(day, month, year):
    form = boxes(day, month, year)
    assert form.is_valid() or len(form.errors["met_on"]) == 1
    form.as_fields()


def test_months_are_understood_in_the_language_of_the_page():
    with translation.override("cy"):
        assert boxes("27", "Mawrth", "2026").is_valid()
        assert boxes("27", "March", "2026").is_valid()


def test_only_the_missing_box_is_marked_and_the_summary_leads_to_it():
    form = boxes("27", "", "2026")
    page = form.as_fields()
    assert 'href="#id_met_on_month"' in form.error_summary()
    assert page.count("nhsuk-input--error") == 1
    assert boxes("31", "2", "2026").as_fields().count("nhsuk-input--error") == 3


def test_the_boxes_show_what_was_typed_and_what_the_form_started_with():
    assert 'value="Marchember"' in boxes("27", "Marchember", "2026").as_fields()
    page = MetForm(initial={"met_on": date(2026, 3, 27)}).as_fields()
    for value in ("27", "3", "2026"):
        assert f'value="{value}"' in page


def test_a_birthday_is_filled_in_by_the_browser():
    class BornForm(forms.Form):
        born_on = forms.Date(
            "Date of birth", error="Enter your date of birth, like 27 3 1980", autocomplete="bday"
        )

    assert 'autocomplete="bday-year"' in BornForm().as_fields()


def test_a_form_knows_whether_the_date_was_changed():
    field = MetForm().fields["met_on"]
    assert not field.has_changed(TODAY, forms.TypedDate("23", "11", "2026"))
    assert field.has_changed(TODAY, forms.TypedDate.of(TODAY + timedelta(days=1)))
