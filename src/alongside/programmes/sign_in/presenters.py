"""Words about signing in and one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from django.http import HttpRequest


@dataclass(frozen=True)
class PasskeysHere:
    """Whether passkeys can work at the address that the browser shows; if not, where they would."""

    work: bool
    instead: str = ""


def passkeys_here(request: HttpRequest) -> PasskeysHere:
    """Browsers make passkeys for names, not for numbers: on one's own machine that is `localhost`, not 127.0.0.1."""
    host, colon, port = request.get_host().rpartition(":")
    if not colon or port.endswith("]"):
        host, port = request.get_host(), ""
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        return PasskeysHere(work=request.is_secure() or host == "localhost" or host.endswith(".localhost"))
    if not number.is_loopback:
        return PasskeysHere(work=False)
    return PasskeysHere(work=False, instead=f"http://localhost{':' + port if port else ''}{request.path}")
