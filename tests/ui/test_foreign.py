"""Forms of libraries look and behave like ours."""

from __future__ import annotations

import pytest
from django import forms

from alongside.ui.forms.foreign import foreign_field, foreign_fields, foreign_summary


class SignIn(forms.Form):
    login = forms.CharField(
        label="Username",
        help_text="As you were told <it>",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    code = forms.CharField(required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    way = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("x", "Here"), ("y", "There")])
    words = forms.CharField(required=False, widget=forms.Textarea)
    remember = forms.BooleanField(required=False, label="Remember this computer")
    next = forms.CharField(widget=forms.HiddenInput)


GIVEN = {
    "login": '"><script>',
    "password": "hunter2",
    "way": "b",
    "place": "y",
    "words": "a\nb",
    "next": "/x",
}


def test_every_question_is_drawn_with_what_was_given_but_never_the_password():
    page = foreign_fields(SignIn(GIVEN))
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'inputmode="numeric"' in page
    assert 'value="b" checked' in page
    assert '<option value="y" selected' in page
    assert "a&#10;b</textarea>" in page
    assert "Remember this computer" in page
    assert '<input type="hidden" id="id_next" name="next" value="/x">' in page
    assert "hunter2" not in page
    assert "<script>" not in page
    assert "&lt;it&gt;" in page
    assert "Code (optional)" in page


def test_what_is_wrong_stands_at_the_top_and_at_the_question():
    form = SignIn({})
    form.add_error(None, "Too many tries.")
    assert "Too many tries." in foreign_summary(form)
    assert 'href="#id_login"' in foreign_summary(form)
    assert 'id="id_login-error"' in foreign_field(form["login"])


def test_a_form_without_problems_has_no_summary():
    assert foreign_summary(SignIn()) == ""


def test_a_kind_that_is_not_known_is_refused_not_left_out():
    class Odd(forms.Form):
        when = forms.SplitDateTimeField()
        file = forms.FileField()

    for bound in Odd():
        with pytest.raises(TypeError, match="can't be drawn like ours"):
            foreign_field(bound)
