"""What a signed-in account is refused is in the trail: the page's name and ids, never the address."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import path

from alongside.core import actions, audit, middleware
from alongside.core.actors import Actor
from alongside.core.audit import rows
from alongside.core.models import AuditRow
from tests.core.trail import SOMEBODY

pytestmark = pytest.mark.django_db


class Somebody:
    """The least that an action's `by` must be."""

    def as_actor(self) -> Actor:
        return SOMEBODY


def missing(request, word="", thing=None):
    raise Http404


def forbidden(request, word="", thing=None):
    with transaction.atomic():
        audit.record("something happened", by=SOMEBODY)
        raise PermissionDenied


def acting(request):
    act_without_permission(by=Somebody())
    return HttpResponse()


def fine(request):
    return HttpResponse()


urlpatterns = [
    path("missing/<str:word>/<uuid:thing>/", missing, name="missing"),
    path("forbidden/<str:word>/<uuid:thing>/", forbidden, name="forbidden"),
    path("acting/", acting, name="acting"),
    path("fine/", fine, name="fine"),
]
THING = uuid.uuid4()


@actions.action
def act_without_permission(*, by):
    audit.record("something happened", by=by)
    raise PermissionDenied


@actions.action
def act_through_another(*, by):
    act_without_permission(by=by)


@pytest.fixture
def account(settings, client):
    settings.ROOT_URLCONF = __name__
    made = get_user_model().objects.create(username="somebody", name="Somebody")
    client.force_login(made)
    return made


def refusals() -> list[tuple[str, str]]:
    return list(AuditRow.objects.filter(kind="refused").values_list("event", "place"))


@pytest.mark.parametrize(
    ("page", "status", "event"), [("missing", 404, "page not found"), ("forbidden", 403, "page not allowed")]
)
def test_a_refused_page_leaves_one_row_with_its_name_and_ids(client, account, page, status, event):
    assert client.get(f"/{page}/canary-word/{THING}/?q=canary-query").status_code == status
    assert refusals() == [(event, page)]
    row = AuditRow.objects.get(
        kind=AuditRow.Kind.REFUSED
    )  # what the refused request had done is not in the trail
    assert json.loads(row.others) == {"thing": str(THING)}
    assert row.actor in rows.pseudonyms(account.pk)
    assert "canary" not in repr(list(AuditRow.objects.values()))


def test_what_is_answered_and_what_was_never_a_page_leaves_nothing(client, account):
    assert client.get("/fine/").status_code == 200
    assert client.get("/nowhere/").status_code == 404
    assert refusals() == []


def test_somebody_signed_out_leaves_nothing(client, settings):
    settings.ROOT_URLCONF = __name__
    client.get(f"/missing/word/{THING}/")
    assert refusals() == []


def test_an_action_that_is_not_allowed_is_in_the_trail_once(client, account):
    assert client.get("/acting/").status_code == 403
    assert refusals() == [("action not allowed", "tests.core.test_refusals.act_without_permission")]


def test_an_action_inside_an_action_tells_its_refusal_once():
    with pytest.raises(PermissionDenied):
        act_through_another(by=Somebody())
    assert refusals() == [("action not allowed", "tests.core.test_refusals.act_without_permission")]
    assert AuditRow.objects.count() == 1


def test_a_program_that_asks_a_thousand_times_does_not_fill_the_trail(client, account, monkeypatch):
    monkeypatch.setattr(middleware, "MOST_A_MINUTE", 3)
    for _ in range(10):
        client.get(f"/missing/word/{THING}/")
    assert [event for event, _ in refusals()] == ["page not found"] * 3 + ["further refusals not listed"]


def test_only_so_many_accounts_are_remembered(monkeypatch):
    monkeypatch.setattr(middleware, "ACCOUNTS_REMEMBERED", 5)
    counting = middleware.Refusals(lambda request: HttpResponse())
    for _ in range(20):
        counting._count(uuid.uuid4())
    assert len(counting._counted) == 5
