"""Every field of every table says what it tells about people, and whatever does is kept no longer than a
class allows.
"""

from __future__ import annotations

import pytest
from django.db import models
from django.test.utils import isolate_apps

from alongside.core.privacy import classification, unclassified


def test_every_field_is_classified():
    assert unclassified() == []


def planted(**said: object) -> type[models.Model]:
    privacy = {"Privacy": type("Privacy", (), said)} if said else {}
    return type(
        "Planted",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": type("Meta", (), {"app_label": "planted"}),
            "name": models.TextField(),
            "note": models.TextField(),
            **privacy,
        },
    )


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "planted.Planted has no class Privacy"),
        ({"operational": {"id", "name"}}, "planted.Planted.note is not classified"),
        (
            {"operational": {"id", "name", "note", "gone"}},
            "planted.Planted.gone is classified and is no field",
        ),
        (
            {"operational": {"id", "name", "note"}, "personal": {"name"}, "retention": "account"},
            "planted.Planted.name is personal and operational",
        ),
        (
            {"operational": {"id", "note"}, "personal": {"name"}},
            "planted.Planted has personal fields and no retention class",
        ),
        (
            {"operational": {"id", "note"}, "sensitive": {"name"}},
            "planted.Planted has personal fields and no retention class",
        ),
        (
            {"operational": {"id", "note"}, "personal": {"name"}, "retention": "for-ever"},
            "planted.Planted names the retention class 'for-ever', which definitions/retention.yaml doesn't have",
        ),
    ],
)
@isolate_apps()
def test_a_planted_gap_is_named(said, problem):
    assert unclassified([planted(**said)]) == [problem]


@isolate_apps()
def test_a_classified_model_says_what_is_about_people():
    model = planted(operational={"id"}, personal={"name"}, sensitive={"note"}, retention="account")
    assert unclassified([model]) == []
    assert classification(model).about_people == {"name", "note"}


@isolate_apps()
def test_a_child_answers_for_all_of_its_fields_itself():
    class Parent(models.Model):
        name = models.TextField()

        class Privacy:
            operational = {"id", "name"}

        class Meta:
            app_label = "planted"
            abstract = True

        def __str__(self) -> str:
            return self.name

    class Child(Parent):
        class Meta:
            app_label = "planted"

    assert unclassified([Child]) == ["planted.Child has no class Privacy"]
