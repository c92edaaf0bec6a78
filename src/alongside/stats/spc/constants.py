"""Every number the control charts rest on, with its source.

"Nelson 1982": Journal of Quality Technology 14(3), 172-173. "Laney 2002": Quality Engineering
14(4), 531-537. "Anhøj & Olesen 2014": PLoS ONE 9(11), e113825. "Montgomery": Introduction to
Statistical Quality Control, appendix of control chart factors. "Provost & Murray": The Health Care
Data Guide.
"""

from dataclasses import dataclass
from functools import cache
from math import log2, pi, sqrt


@dataclass(frozen=True, slots=True)
class RangeConstants:
    """What turns a mean moving range of two points into limits."""

    to_limits: float  # mean range -> three sigma
    to_sigma: float  # d2: mean range = d2 × sigma
    screen: float  # D4: a range this many mean ranges wide is itself a signal


# Mean range of two normal values is 2/√π sigma, its own standard deviation √(2 − 4/π).
EXACT_D2 = 2 / sqrt(pi)
EXACT_D4 = 1 + 3 * sqrt(2 - 4 / pi) / EXACT_D2

RANGE_CONSTANTS = {
    # As printed in Provost & Murray and used by the NHS tools.
    "published": RangeConstants(to_limits=2.66, to_sigma=1.128, screen=3.267),
    # 3/1.128, as tools that divide by the tabled d2 do.
    "divided": RangeConstants(to_limits=3 / 1.128, to_sigma=1.128, screen=3.267),
    "exact": RangeConstants(to_limits=3 / EXACT_D2, to_sigma=EXACT_D2, screen=EXACT_D4),
}

# The middle of values whose chances fall by the same share each time is the mean × ln 2 (Benneyan 2001,
# Health Care Management Science 4(4), 305-318), printed and used as 0.693.
MEDIAN_OF_MEAN = 0.693
# Times between rare events are exponential; to this power they look normal (Nelson 1994, Journal of Quality
# Technology 26(3), 239-241; Montgomery, section 7.3.5).
EXPONENTIAL_TO_NORMAL = 3.6

# Limits stand three sigma from the centre (Shewhart 1931); the inner lines two.
LIMIT_SIGMAS = 3
INNER_SIGMAS = 2

# Making Data Count shows limits and icons from 13 points on; with fewer, limits are provisional.
FIRM_AFTER = 13
# One point has no spread.
FEWEST_FOR_LIMITS = 2

# Points on one side of the centre (Making Data Count).
SHIFT_POINTS = 7
# Points of a trend: 7 in NHSRplotthedots; the Making Data Count workbook offers 6 or 7.
TREND_POINTS = (6, 7)

# A normal limit on a count means little where fewer events, or non-events, are expected
# (Cochran 1954, Biometrics 10(4), 417-451).
FEWEST_EXPECTED = 5.0

# Laney's sigma z is 1 when the points vary as chance allows. Beyond 1.2 plain limits raise too many
# false alarms.
OVERDISPERSED = 1.2

# A target this many times above the highest value, or below the lowest, may be in another unit; it is if a
# hundredth or a hundred times it, the slip between shares and per cent, lies within twice or half of them.
TARGET_FAR = 10
TARGET_NEAR = 2
SLIP = 100

# Equal, for a rule, means closer than this share of the spread of the series, or than this many
# rounding steps of its largest value: floating point must never flag a constant series.
EQUAL_SHARE = 1e-9
EQUAL_STEPS = 8

# A lag-one autocorrelation beyond this many standard errors (Box & Jenkins: 1/√n each) is not chance.
AUTOCORRELATION_ERRORS = 2
# A season shows itself only when it has come round twice.
YEARS_FOR_SEASON = 2


@cache
def longest_run_allowed(useful: int) -> int:
    """Longest run that `useful` points may show by chance: round(log2 n) + 3 (Anhøj & Olesen 2014).

    With no useful point it is the bound for one, which nothing can exceed.

    >>> [longest_run_allowed(n) for n in (0, 1, 10, 24, 36)]
    [3, 3, 6, 8, 8]
    """
    return round(log2(max(useful, 1))) + 3


@cache
def fewest_crossings_allowed(useful: int) -> int:
    """Fewest crossings of the centre that `useful` points may show by chance (Anhøj & Olesen 2014).

    The lower 5 % point of a binomial distribution with n − 1 trials and probability one half,
    found in whole numbers. With no useful point it is 0.

    >>> [fewest_crossings_allowed(n) for n in (0, 1, 10, 24, 36)]
    [0, 0, 2, 8, 13]
    """
    gaps = max(useful - 1, 0)
    ways, term, crossings = 1, 1, 0
    while 20 * ways < 2**gaps:
        term = term * (gaps - crossings) // (crossings + 1)
        crossings += 1
        ways += term
    return crossings
