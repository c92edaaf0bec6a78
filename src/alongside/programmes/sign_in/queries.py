"""What somebody's account has: second steps and ways to sign in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator


def kinds_of_step(account: Any) -> set[str]:
    """Which kinds of second step the account has: "totp", "webauthn", "recovery_codes"."""
    return set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
