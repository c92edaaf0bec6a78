"""How many icons chance alone would colour on a page of many charts."""

from functools import cache

import numpy as np

from .judge import judge
from .settings import Settings
from .verdicts import COMMON, NONE

# Enough for a share that is right to a few in a thousand, few enough to be found while a page waits.
SERIES = 5000
SEED = 1931  # Shewhart's book; any number does, but the same page must always say the same.


def icons_by_chance(rows: int, settings: Settings) -> float:
    """Share of stable series of so many points whose variation icon is coloured by chance alone, 0 to 1.

    Found by judging simulated series: independent normal values, charted as individuals by the rules of
    `settings`. Real measures resemble their neighbours and have seasons, and colour more. 0 where there are
    too few points for icons.

    >>> 0.01 < icons_by_chance(36, Settings(chart="xmr")) < 0.03
    True
    """
    return _share(
        rows, settings.rules, settings.trend, settings.two_in_three, settings.conventions.firm_after
    )


@cache
def _share(rows: int, rules: str, trend: int, two_in_three: str, firm_after: int) -> float:
    if rows < max(firm_after, 1):
        return 0.0
    values = np.random.default_rng(SEED).normal(size=(SERIES, rows))
    settings = Settings(chart="xmr", rules=rules, trend=trend, two_in_three=two_in_three)
    last = judge(values, settings=settings).verdict[:, -1]
    return float(np.mean((last != COMMON) & (last != NONE)))
