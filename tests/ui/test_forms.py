"""Forms draw themselves, say what is wrong in sentences, and never let anybody's words become HTML."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui import forms
from alongside.ui.forms import If


class MeetingForm(forms.Form):
    name = forms.Text(
        "Name", hint="As they say it", error="Write the name", max_length=10, autocomplete="name"
    )
    notes = forms.Textarea("Notes", required=False)
    minutes = forms.Number("Minutes", error="Enter the minutes, like 45", least=0, most=600)
    where = forms.Radios(
        "Where", error="Choose where", choices=[("ward", "On the ward"), ("other", "Elsewhere")]
    )
    where_else = forms.Textarea("Where was it?", error="Write where it was", only_if=If("where", "other"))
    topics = forms.Checkboxes(
        "Topics", required=False, choices=[("a", "Housing"), ("b", "Money"), ("c", "Work")]
    )
    service = forms.Select("Service", required=False, choices=[("x", "Harbour"), ("y", "Lantern")])
    agreed = forms.Tick("They know", error="Tick this when they know")


GOOD = {"name": "Amina", "minutes": "45", "where": "ward", "agreed": "on"}


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def first(self, tag: str, **wanted: str) -> dict[str, str | None]:
        return next(
            attrs
            for name, attrs in self.found
            if name == tag and all(attrs.get(key.replace("_", "-")) == value for key, value in wanted.items())
        )


def test_a_full_form_gives_clean_answers():
    form = MeetingForm({**GOOD, "notes": " two\r\nlines ", "topics": ["c", "a"], "service": "y"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "name": "Amina", "notes": "two\nlines", "minutes": 45, "where": "ward", "where_else": "",
        "topics": ["a", "c"], "service": "y", "agreed": True,
    }  # fmt: skip


def test_an_empty_form_asks_for_everything_in_its_own_words_and_in_order():
    form = MeetingForm({})
    assert [str(sentences[0]) for sentences in form.errors.values()] == [
        "Write the name", "Enter the minutes, like 45", "Choose where", "Tick this when they know",
    ]  # fmt: skip


def test_the_summary_leads_to_the_first_part_of_each_question():
    summary = form_with_problems().error_summary()
    drawn = {attrs["id"] for _, attrs in Elements(form_with_problems().as_fields()).found if attrs.get("id")}
    links = [attrs["href"] for tag, attrs in Elements(summary).found if tag == "a"]
    assert links == ["#id_name", "#id_minutes", "#id_where", "#id_agreed"]
    assert {link.removeprefix("#") for link in links} <= drawn


def form_with_problems() -> MeetingForm:
    return MeetingForm({"name": ""})


def test_a_form_without_problems_has_no_summary():
    assert MeetingForm(GOOD).error_summary() == ""
    assert MeetingForm().error_summary() == ""


def test_what_is_wrong_with_the_whole_form_stands_in_the_summary():
    form = MeetingForm(GOOD)
    form.add_error(None, "Somebody else has ended this.")
    assert "Somebody else has ended this." in form.error_summary()


def test_hint_and_error_are_read_out_with_the_question():
    page = Elements(form_with_problems()["name"].as_field())
    assert page.first("input", name="name")["aria-describedby"] == "id_name-hint id_name-error"
    assert page.first("span", id="id_name-error")
    assert page.first("input", name="name")["autocomplete"] == "name"


def test_optional_questions_say_so():
    assert "Notes (optional)" in MeetingForm()["notes"].as_field()
    assert "(optional)" not in MeetingForm()["name"].as_field()


def test_a_required_question_without_an_error_sentence_is_a_mistake():
    with pytest.raises(TypeError, match="needs an error sentence"):
        forms.Text("Name")


def test_too_much_text_is_counted_for_the_person():
    form = MeetingForm({**GOOD, "name": "x" * 14})
    assert form.errors["name"] == ["Use 10 characters or fewer. There are 14 now."]


class TestConditionalQuestions:
    def test_are_required_only_after_the_answer_that_asks_them(self):
        assert MeetingForm(GOOD).is_valid()
        form = MeetingForm({**GOOD, "where": "other"})
        assert form.errors == {"where_else": ["Write where it was"]}

    def test_drop_what_was_typed_before_the_answer_changed(self):
        form = MeetingForm({**GOOD, "where": "ward", "where_else": "a café"})
        assert form.is_valid()
        assert form.cleaned_data["where_else"] == ""

    def test_are_drawn_below_their_answer_and_nowhere_else(self):
        page = MeetingForm().as_fields()
        assert page.count('name="where_else"') == 1
        assert page.index("Elsewhere") < page.index("Where was it?") < page.index("Topics")

    def test_follow_each_other(self):
        class Chain(forms.Form):
            first = forms.Radios("First", error="Choose", choices=[("yes", "Yes"), ("no", "No")])
            second = forms.Radios(
                "Second", error="Choose", choices=[("yes", "Yes")], only_if=If("first", "yes")
            )
            third = forms.Text("Third", error="Write it", only_if=If("second", "yes"))

        assert Chain({"first": "no", "second": "yes"}).is_valid()
        assert "third" in Chain({"first": "yes", "second": "yes"}).errors


class TestChoices:
    def test_an_answer_that_was_not_offered_is_refused_in_the_questions_own_words(self):
        assert MeetingForm({**GOOD, "where": "<b>"}).errors["where"] == ["Choose where"]

    @pytest.mark.parametrize(
        "question",
        [
            forms.Checkboxes("Which?", required=False),
            forms.Radios("Which?", required=False),
            forms.Select("Which?", required=False),
        ],
    )
    def test_an_optional_question_without_words_of_its_own_refuses_what_is_gone_by_now(self, question):
        asked = type("Asked", (forms.Form,), {"which": question})

        assert asked({"which": ["gone"]}).errors["which"] == ["Choose one of the answers that are given"]
        assert not asked({}).errors

    def test_numbers_and_days_without_words_of_their_own_refuse_what_is_neither(self):
        class Optional(forms.Form):
            number = forms.Number("How many?", required=False)
            day = forms.Date("When?", required=False)

        refused = Optional({"number": "many", "day_day": "soon"}).errors

        assert refused == {"number": ["Enter a number"], "day": ["Enter the day, like 27 3 2026"]}

    def test_records_are_offered_by_key_and_come_back_as_records(self):
        class Ward:
            def __init__(self, pk: int, name: str) -> None:
                self.pk, self.name = pk, name

        class WardForm(forms.Form):
            ward = forms.Radios("Ward", error="Choose a ward")

            def __init__(self, *args, wards=(), **kwargs):
                super().__init__(*args, **kwargs)
                self.fields["ward"].offer_records(wards, words=lambda ward: ward.name)

        harbour, lantern = Ward(7, "Harbour"), Ward(9, "Lantern")
        form = WardForm({"ward": "9"}, wards=[harbour, lantern])
        assert form.is_valid()
        assert form.cleaned_data["ward"] is lantern
        assert not WardForm({"ward": "9"}, wards=[harbour]).is_valid()
        page = Elements(WardForm(initial={"ward": harbour}, wards=[harbour, lantern]).as_fields())
        assert "checked" in page.first("input", value="7")
        assert "checked" not in page.first("input", value="9")

    def test_forms_made_from_one_class_do_not_share_what_they_offer(self):
        one, other = MeetingForm(), MeetingForm()
        one.fields["where"].offer([("moon", "On the moon")])
        assert "On the moon" not in other.as_fields()


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("45", 45),
            (" 45 ", 45),
            ("1,200", 1200),
            ("12,345,678", 12345678),
            ("0", 0),
            ("007", 7),
            ("−3", -3),
            ("3.0", 3),
        ],
    )
    def test_are_read_as_people_write_them(self, typed, meant):
        assert forms.Number("n", error="e").clean(typed) == meant

    @pytest.mark.parametrize(
        "typed", ["1,5", "12,34", "forty", "1e5", "NaN", "inf", "٣", "1.2.3", "--1", "9" * 31]
    )
    def test_that_could_mean_something_else_are_asked_again(self, typed):
        with pytest.raises(forms.base.forms.ValidationError, match="Enter the minutes"):
            forms.Number("n", error="Enter the minutes, like 45").clean(typed)

    def test_say_when_they_must_be_whole_or_are_out_of_range(self):
        assert MeetingForm({**GOOD, "minutes": "12.5"}).errors["minutes"] == ["Use a whole number, like 12"]
        assert MeetingForm({**GOOD, "minutes": "-1"}).errors["minutes"] == ["Use 0 or more"]
        assert MeetingForm({**GOOD, "minutes": "601"}).errors["minutes"] == ["Use 600 or less"]

    def test_can_have_decimals(self):
        assert forms.Number("n", error="e", whole=False).clean("1,200.25") == Decimal("1200.25")

    @given(st.integers(-(10**12), 10**12))
    def test_come_back_as_they_were_whatever_groups_they_are_written_in(self, number):
        field = forms.Number("n", error="e")
        assert field.clean(str(number)) == field.clean(f"{number:,}") == number


class TestFiles:
    def field(self) -> forms.File:
        return forms.File("File", error="Choose a file", endings=(".csv", ".xlsx"), megabytes=0.001)

    def sentence(self, file) -> str:
        with pytest.raises(forms.base.forms.ValidationError) as refused:
            self.field().clean(file, None)
        return refused.value.messages[0]

    def test_of_the_right_kind_are_taken(self):
        file = SimpleUploadedFile("Ward data.CSV", b"a,b\n")
        assert self.field().clean(file, None) is file

    def test_of_another_kind_too_large_or_empty_are_refused_by_name(self):
        assert self.sentence(SimpleUploadedFile("x.exe", b"MZ")).startswith(
            "x.exe is not a file we can read here."
        )
        assert (
            self.sentence(SimpleUploadedFile("x.csv", b"a" * 1001))
            == "x.csv is larger than 0.001 MB. Choose a smaller one."
        )
        assert self.sentence(SimpleUploadedFile("x.csv", b"")) == "x.csv is empty."
        assert (
            self.sentence(SimpleUploadedFile("x" * 201 + ".csv", b"a"))
            == "The file's name is too long. Give it a shorter one."
        )
        assert self.sentence(None) == "Choose a file"


class TestNobodysWordsBecomeHtml:
    NASTY = """</textarea><script>alert("1")</script>'&quot;"""

    @pytest.mark.parametrize("name", ["name", "notes", "minutes"])
    def test_typed_into_a_box(self, name):
        page = str(MeetingForm({**GOOD, name: self.NASTY}).as_fields())
        assert "<script" not in page
        if name == "notes":
            assert (
                read_textarea(page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0])
                == self.NASTY
            )
        else:
            assert Elements(page).first("input", name=name)["value"] == self.NASTY

    def test_as_label_hint_option_or_error(self):
        class Labelled(forms.Form):
            one = forms.Radios(
                self.NASTY, hint=self.NASTY, error=self.NASTY, choices=[(self.NASTY, self.NASTY, self.NASTY)]
            )
            two = forms.Select(self.NASTY, error=self.NASTY, choices=[(self.NASTY, self.NASTY)])
            three = forms.Tick(self.NASTY, hint=self.NASTY, error=self.NASTY)
            four = forms.Date(self.NASTY, hint=self.NASTY, error=self.NASTY)
            five = forms.Hidden()
            six = forms.File(self.NASTY, hint=self.NASTY, error=self.NASTY)

        form = Labelled({"five": self.NASTY, "four_day": self.NASTY})
        assert "<script" not in form.as_fields() + form.error_summary()

    @given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=60))
    def test_and_come_back_letter_by_letter_even_below_another_question(self, typed):
        form = MeetingForm({**GOOD, "where": "other", "where_else": typed})
        page = form["where"].as_field()
        inside = page[page.index("<textarea") : page.index("</textarea>")]
        assert read_textarea(inside[inside.index(">") + 1 :]) == typed


def read_textarea(inside: str) -> str:
    """As a browser does: references resolved, and the first line end dropped."""
    from html import unescape

    text = unescape(inside)
    return text.removeprefix("\n")


def test_a_password_is_never_drawn_again():
    class SignIn(forms.Form):
        password = forms.Password("Password", error="Enter it")

    assert "hunter2" not in SignIn({"password": "hunter2"}).as_fields()
    form = SignIn({"password": " spaces count "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == " spaces count "
