"""Where a request comes from, and on what: for limits, and for the list of one's own sessions."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
# What stands for an address that nobody knows.
UNKNOWN = "::"


def address(request: HttpRequest) -> str:
    """The address that the request came from.

    X-Forwarded-For is believed from a proxy named in ALONGSIDE_TRUSTED_PROXIES, read from its end, and no further than the first address
    that is no such proxy: whatever stands before that, anybody may have written.
    """
    at = _parsed(request.META.get("REMOTE_ADDR", ""))
    if at is None:
        return UNKNOWN
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        before = _parsed(hop)
        if before is None or not _trusted(at):
            break
        at = before
    return str(at)


def neighbourhood(request: HttpRequest) -> str:
    """What limits go by: an address, or for IPv6 the network that one household or ward has."""
    at = ip_address(address(request))
    return str(ip_network(f"{at}/64", strict=False)) if at.version == 6 else str(at)


def device(user_agent: str) -> str:
    """The browser and the kind of device in words, as far as the browser tells."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that doesn't say what it is")


# The first that fits: Edge also calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)  # fmt: skip


def _parsed(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    # An IPv4 address written as IPv6 is the same neighbour.
    return getattr(found, "ipv4_mapped", None) or found


def _trusted(at: Address) -> bool:
    return any(at in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)
