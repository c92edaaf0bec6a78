"""What this room announces inside its transactions, for rooms above it: they may refuse, write briefly, or queue a job."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.programmes.models import Membership, RoleProfileVersion, ServiceChange
from alongside.programmes.viewers import Viewer


@dataclass(frozen=True, slots=True)
class ServiceChanged:
    """A service went from one state to another: `change` says from which to which, and `change.service` is it."""

    change: ServiceChange
    by: Viewer


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """Somebody's membership ended there and then. One that only has a last day isn't announced: that is a question of dates."""

    membership: Membership
    by: Viewer


@dataclass(frozen=True, slots=True)
class RoleProfilePublished:
    """A version of a role profile stands from now on."""

    version: RoleProfileVersion
    by: Viewer
