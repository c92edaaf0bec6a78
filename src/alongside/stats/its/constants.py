"""Every number that interrupted time series rest on here, with its source.

"Turner 2021": BMC Medical Research Methodology 21:134 (a simulation of methods for short series).
"Newey & West 1994": Review of Economic Studies 61(4), 631-653.
"Bernal 2017": International Journal of Epidemiology 46(1), 348-355.
"""

# Points on each side that a line with a slope needs.
FEWEST_ON_A_SIDE = 2
# Below this, on either side, likeness of neighbours can't be estimated well enough to allow for it, and
# plain least squares does better than allowing for it badly (Turner 2021).
FEWEST_FOR_AR1 = 12
# How often intervals of nominal 95 % covered the truth, in our simulations of 14 + 16 points.
AR1_COVERED = "91–92"
NEWEY_WEST_COVERED = "77–83"
# A season shows itself only when it has come round twice.
SEASONS_NEEDED = 2
# A lag-one autocorrelation beyond this many standard errors (1/√n each) is not chance.
AUTOCORRELATION_ERRORS = 2
# Counts that vary this much more than Poisson counts make plain Poisson intervals too narrow.
OVERDISPERSED = 1.2
# The Durbin-Watson statistic is unreliable in short series (Turner 2021).
DURBIN_WATSON_RELIABLE = 50
# The likeness of neighbours is sought between these; at an end it is not told.
AR1_BOUND = 0.99
# Intervals hold 95 %.
OUTSIDE = 0.05


def newey_west_lag(rows: int) -> int:
    """How many lags Newey-West errors look back when nobody says: ⌊4 (rows/100)^(2/9)⌋ (Newey & West 1994).

    >>> [newey_west_lag(rows) for rows in (4, 24, 36, 100)]
    [1, 2, 3, 4]
    """
    return int(4 * (rows / 100) ** (2 / 9))
