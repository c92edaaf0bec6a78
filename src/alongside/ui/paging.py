"""Long lists a page at a time. The filters in the address stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.ui import words

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page to go to, or a gap between two of them."""

    number: int = 0
    href: str = ""
    current: bool = False
    gap: bool = False


class Page:
    """One page of a list: its `items`, and what the component `pagination` draws."""

    def __init__(self, page: Any, filters: QueryDict, name: str) -> None:
        self._page = page
        self._filters = filters
        self._name = name

    @cached_property
    def items(self) -> list[Any]:
        """The records of this page, fetched once."""
        return list(self._page.object_list)

    @property
    def count(self) -> int:
        """How many there are on all pages."""
        return self._page.paginator.count

    @property
    def several(self) -> bool:
        return self._page.has_other_pages()

    @property
    def says(self) -> str:
        """What is shown, of how many."""
        if not self.several:
            return (
                ngettext("%(n)s in all", "%(n)s in all", self.count) % {"n": words.number(self.count)}
                if self.count
                else ""
            )
        return _("%(first)s to %(last)s of %(all)s") % {
            "first": words.number(self._page.start_index()),
            "last": words.number(self._page.end_index()),
            "all": words.number(self.count),
        }

    @property
    def previous_url(self) -> str:
        return self._href(self._page.number - 1) if self._page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._href(self._page.number + 1) if self._page.has_next() else ""

    @property
    def links(self) -> list[PageLink]:
        """The first and last pages, this one and its neighbours, and gaps for the rest."""
        shown = self._page.paginator.get_elided_page_range(self._page.number, on_each_side=1, on_ends=1)
        return [
            PageLink(number, self._href(number), number == self._page.number)
            if isinstance(number, int)
            else PageLink(gap=True)
            for number in shown
        ]

    def _href(self, number: int) -> str:
        filters = self._filters.copy()
        filters[self._name] = str(number)
        return f"?{filters.urlencode()}"

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def paged(
    request: HttpRequest, records: QuerySet | Sequence[Any], *, per_page: int = PER_PAGE, name: str = "page"
) -> Page:
    """The page of `records` that the address asks for (`?page=3`). Give an ordered queryset.

    "Page not found" for a page that isn't there or isn't a number; but the first may be empty.
    """
    asked = request.GET.get(name, "1")
    paginator = Paginator(records, per_page)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10) or not 1 <= int(asked) <= max(
        paginator.num_pages, 1
    ):
        raise Http404
    return Page(paginator.page(int(asked)), request.GET, name)
