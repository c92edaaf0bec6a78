"""What somebody's account has: second steps and ways to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount


def kinds_of_step(account: Any) -> set[str]:
    """Which kinds of second step the account has: "totp", "webauthn", "recovery_codes"."""
    return set(Authenticator.objects.filter(user=account).values_list("type", flat=True))


@dataclass(frozen=True)
class Steps:
    """The second steps of an account."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether signing in asks for more than a password."""
        return self.app is not None or bool(self.passkeys)


def steps(account: Any) -> Steps:
    """The account's second steps, its passkeys as they were added."""
    found = list(Authenticator.objects.filter(user=account).order_by("created_at", "pk"))
    by_type = {each.type: each for each in found}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Steps(
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=[each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def is_linked(account: Any) -> bool:
    """Whether the account can be entered by an organisation's sign-in."""
    return SocialAccount.objects.filter(user=account).exists()


def unused_codes(account: Any) -> list[str] | None:
    """The recovery codes that are left; None where there never were any."""
    codes = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes.wrap().get_unused_codes() if codes else None
