"""Long lists come a page at a time, and their filters stay."""

from __future__ import annotations

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui.paging import paged


def test_twenty_five_a_page_with_what_is_shown_of_how_many(rf):
    page = paged(rf.get("/?page=2"), range(1, 1001))
    assert page.items == list(range(26, 51))
    assert page.says == "26 to 50 of 1,000"


def test_filters_stay_in_every_link(rf):
    page = paged(rf.get("/?service=a&service=b&q=tea+%26+talk&page=2"), range(100))
    assert page.next_url == "?service=a&service=b&q=tea+%26+talk&page=3"
    assert page.previous_url == "?service=a&service=b&q=tea+%26+talk&page=1"
    assert all("service=a&service=b" in link.href for link in page.links if not link.gap)


def test_the_first_and_last_pages_and_the_neighbours_are_linked(rf):
    links = paged(rf.get("/?page=5"), range(500)).links
    assert [link.number or "…" for link in links] == [1, "…", 4, 5, 6, "…", 20]
    assert [link.number for link in links if link.current] == [5]


def test_a_short_list_has_no_links(rf):
    page = paged(rf.get("/"), range(7))
    assert not page.several
    assert (page.previous_url, page.next_url) == ("", "")
    assert page.says == "7 in all"


def test_an_empty_list_is_a_page_that_says_nothing(rf):
    page = paged(rf.get("/"), [])
    assert (page.items, page.says, len(page)) == ([], "", 0)


@pytest.mark.parametrize("asked", ["0", "-1", "5", "x", "", "1.5", "٢", "9" * 400])
def test_a_page_that_is_not_there_is_not_found(rf, asked):
    with pytest.raises(Http404):
        paged(rf.get("/", {"page": asked}), range(100))


@given(st.integers(0, 400), st.integers(1, 60))
def test_the_pages_together_hold_everything_once(count, per_page):
    from django.test import RequestFactory

    first = paged(RequestFactory().get("/"), range(count), per_page=per_page)
    met, page = list(first.items), first
    while page.next_url:
        page = paged(RequestFactory().get("/" + page.next_url), range(count), per_page=per_page)
        met += page.items
    assert met == list(range(count))


def test_two_lists_on_a_page_have_pages_of_their_own(rf):
    page = paged(rf.get("/?page=3&past=2"), range(100), name="past")
    assert page.next_url == "?page=3&past=3"


@pytest.mark.django_db
def test_a_page_costs_two_queries(rf, django_assert_num_queries):
    from alongside.programmes.models import Account

    Account.objects.bulk_create(Account(username=f"u{n}", name=f"U {n}") for n in range(60))
    with django_assert_num_queries(2):
        page = paged(rf.get("/?page=2"), Account.objects.order_by("username"))
        assert [account.username for account in page.items] == [account.username for account in page]
        assert page.says == "26 to 50 of 60"
