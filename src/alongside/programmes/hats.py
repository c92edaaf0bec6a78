"""The hats that an account can put on: yourself, and each role it holds in a project or a programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alongside.core.registries import OfferedHat
from alongside.programmes import viewers
from alongside.programmes.access import memberships_of
from alongside.programmes.models import Membership
from alongside.programmes.viewers import Hat, Viewer

YOURSELF = "yourself"


@dataclass(frozen=True)
class HeldHat:
    """One hat, the membership that gives it, and how a page names it in a form."""

    value: str
    membership: Membership | None = None

    @property
    def words(self) -> str:
        """How the hat is named: "Supervisor, Harbour"."""
        if self.membership is None:
            return _("Yourself")
        place = self.membership.project or self.membership.programme
        return f"{self.membership.as_role.name}, {place}"


def held(viewer: Viewer) -> list[HeldHat]:
    """Every hat of the viewer's account, whichever it wears now."""
    if viewer.account is None:
        return []
    found = {YOURSELF: HeldHat(YOURSELF)}
    for membership in memberships_of(viewers.oneself(viewer.account)):
        kind, place = (
            ("project", membership.project) if membership.project else ("programme", membership.programme)
        )
        value = f"{kind}/{place.slug}/{membership.role}"  # type: ignore[union-attr]
        found.setdefault(value, HeldHat(value, membership))
    return list(found.values())


def offered(viewer: Viewer) -> Iterator[OfferedHat]:
    """The hats as the header offers them."""
    for hat in held(viewer):
        yield OfferedHat(value=hat.value, words=hat.words, worn=_is_worn(hat, viewer))


def _is_worn(hat: HeldHat, viewer: Viewer) -> bool:
    if hat.membership is None:
        return viewer.hat is Hat.ONESELF
    if viewer.role is None or hat.membership.role != viewer.role.key:
        return False
    here = viewer.project or viewer.programme
    return here is not None and here.pk in (hat.membership.project_id, hat.membership.programme_id)
