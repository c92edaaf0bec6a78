"""What tests of protocols begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

CHANGE_ON = date(2026, 12, 14)  # three weeks after the tests' today


def said(**otherwise: Any) -> dict[str, Any]:
    """What a protocol says beside its measures."""
    return {
        "name": "Ask before a referral",
        "change_on": CHANGE_ON,
        "change_words": "The referral form asks whether the person was asked first",
        "no_balancing_why": "",
        "analysis": "spc",
        "its_slope": True,
        "its_model": "ols",
        "its_phase_in": 0,
        "stops_on": None,
        "stops_after": 12,
        **otherwise,
    }
