"""The accounts of the people you can be."""

from __future__ import annotations

from alongside.demo import building
from alongside.demo.people import PERSONAS
from alongside.programmes.models import Account


def account_of(username: str) -> Account | None:
    """The account of a persona; nobody else's, and nobody's at all in a database that isn't the demo's."""
    if username not in {one.username for one in PERSONAS} or not building.is_built():
        return None
    return Account.objects.filter(username=username, is_active=True).first()
