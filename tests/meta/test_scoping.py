"""Views reach records through the viewer's scope; the reader of syntax trees finds every other way."""

from __future__ import annotations

from pathlib import Path

import pytest

from devtools import scoping

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "alongside"
BEFORE = "from alongside.improvement.models import Measure\nfrom alongside.programmes.pages import page\n"

ALLOWED = {
    "a record that the door fetches": "@page(P.SEE, measure=Measure)\ndef show(request, measure):\n    return measure.name",
    "a scoped list": "def show(request):\n    return Measure.objects.visible_to(request.viewer).filter(kind='p').order_by('name')",
    "a class of the model": "def show(request):\n    return Measure.Kind.OUTCOME",
    "an annotation": "def show(request, measure: Measure) -> Measure | None:\n    return None",
    "a dictionary": "def show(request):\n    return request.GET.get('page')",
}
FORBIDDEN = {
    "all rows": "def show(request):\n    return Measure.objects.all()",
    "the scope after a filter": "def show(request):\n    return Measure.objects.filter(pk=1).visible_to(request.viewer)",
    "the manager by its other name": "def show(request):\n    return Measure._default_manager.first()",
    "the shortcut with a model": (
        "from django.shortcuts import get_object_or_404\n"
        "def show(request, pk):\n    return get_object_or_404(Measure, pk=pk)"
    ),
    "a model handed to somebody else": "def show(request):\n    return fetch(Measure)",
    "a model by another name": "def show(request):\n    M = Measure\n    return M",
    "a model made in the view": "def show(request):\n    return Measure(name='x')",
    "a relation followed unscoped": "def show(request, project):\n    return project.measures.all()",
    "the models module": "from alongside.improvement import models\n",
    "the connection": "from django.db import connection\n",
    "a model from the registry": "from django.apps import apps\ndef show(request):\n    return apps.get_model('x', 'Y')",
    "the account model": "from django.contrib.auth import get_user_model\n",
}


@pytest.mark.parametrize("what", ALLOWED)
def test_a_view_may_use(what):
    assert scoping.offences(BEFORE + ALLOWED[what], "views.py") == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_view_may_not_use(what):
    assert scoping.offences(BEFORE + FORBIDDEN[what], "views.py")


def test_no_view_reaches_a_record_past_its_scope():
    assert scoping.check(PACKAGE) == []


def test_the_reader_reads_every_view_module():
    rooms = {path.relative_to(PACKAGE).parts[0] for path in scoping.view_modules(PACKAGE)}

    assert {"programmes", "improvement"} <= rooms
