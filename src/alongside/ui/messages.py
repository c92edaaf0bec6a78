"""One's own messages: what there is for somebody, from all the projects they are in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core import outgoing
from alongside.core.actions import action
from alongside.core.actors import By
from alongside.core.models import Message
from alongside.ui import pages
from alongside.ui.asking import press
from alongside.ui.paging import paged


def show(request: HttpRequest) -> HttpResponse:
    """The messages, the latest first; and the button that says one has read them."""
    if request.method == "POST":
        return press(
            request,
            do=lambda: mark_read(by=request.viewer),  # type: ignore[attr-defined]
            then=lambda count: reverse("messages"),
            said=_("Marked as read."),
        )
    mine = Message.objects.visible_to(request.viewer)  # type: ignore[attr-defined]
    page = paged(request, mine.order_by("-created_at", "pk"))
    listed = [(message, outgoing.words(message), outgoing.address(message)) for message in page.items]
    context = {"listed": listed, "page": page, "unread": mine.unread().count()}
    return pages.render(request, "ui/messages.jinja", context)


@action
def mark_read(*, by: By) -> int:
    """Mark all of one's own messages as read; how many there were."""
    account_id = by.as_actor().account_id
    return outgoing.mark_read(account_id=account_id) if account_id else 0
