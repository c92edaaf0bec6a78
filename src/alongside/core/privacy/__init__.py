"""What each field says about people, and how long it is kept: read from the models, swept by a test.

A model says it in an inner class:

    class Privacy:
        personal = {"name"}        # tells something of somebody who can be identified
        sensitive = {"note"}       # so does this, and it is about health, belief or the like, or a secret
        operational = {"id"}       # tells nothing of anybody
        retention = "account"      # a class of definitions/retention.yaml; needed with personal or sensitive
        pseudonymous = True        # optional: the audit trail keeps a pseudonym in place of its ids
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from alongside.core import retention
from alongside.core.privacy.third_party import THIRD_PARTY

KINDS = ("personal", "sensitive", "operational")


@dataclass(frozen=True, slots=True)
class Classification:
    """What one model says of its fields."""

    personal: frozenset[str]
    sensitive: frozenset[str]
    operational: frozenset[str]
    retention: str | None

    @property
    def about_people(self) -> frozenset[str]:
        """The fields that tell something of somebody."""
        return self.personal | self.sensitive


def classification(model: type[models.Model]) -> Classification | None:
    """What the model (or, for a library's, our table) says; None where neither says anything."""
    # A parent's word is not its child's: each model answers for all of its fields.
    said = model.__dict__.get("Privacy") or THIRD_PARTY.get(model._meta.label)
    if said is None:
        return None
    kinds = {kind: frozenset(getattr(said, kind, ())) for kind in KINDS}
    return Classification(**kinds, retention=getattr(said, "retention", None))


def fields_of(model: type[models.Model]) -> set[str]:
    """The names of a model's own columns and many-to-many fields."""
    return {
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and not isinstance(field, models.ManyToOneRel)
    }


def unclassified(among: Iterable[type[models.Model]] | None = None) -> list[str]:
    """What is missing or wrong in the classification of these (or all) models, a sentence each."""
    found = []
    for model in apps.get_models() if among is None else among:
        said, label = classification(model), model._meta.label
        if said is None:
            found.append(f"{label} has no class Privacy")
            continue
        fields = fields_of(model)
        named = [(name, kind) for kind in KINDS for name in sorted(getattr(said, kind))]
        kinds_of: dict[str, list[str]] = {}
        for name, kind in named:
            kinds_of.setdefault(name, []).append(kind)
        found += [f"{label}.{name} is not classified" for name in sorted(fields - kinds_of.keys())]
        found += [
            f"{label}.{name} is classified and is no field" for name in sorted(kinds_of.keys() - fields)
        ]
        found += [
            f"{label}.{name} is {' and '.join(kinds)}" for name, kinds in kinds_of.items() if len(kinds) > 1
        ]
        found += _without_retention(label, said)
    return found


def _without_retention(label: str, said: Classification) -> list[str]:
    if said.retention is None:
        return [f"{label} has personal fields and no retention class"] if said.about_people else []
    if retention.find(said.retention) is None:
        return [
            f"{label} names the retention class {said.retention!r}, which definitions/retention.yaml doesn't have"
        ]
    return []
