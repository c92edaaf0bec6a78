"""Individual values of unequal size, such as a mean cost per stay: Taylor's I prime chart."""

from math import pi, sqrt

import numpy as np

from .arrays import Floats, quietly
from .constants import LIMIT_SIGMAS, RANGE_CONSTANTS
from .limits import Estimate, Method, Points, around, mean_range_of, or_given, overall_rate

# The mean absolute value of a normal number is √(2/π) standard deviations.
SIGMA_OF_RANGE = sqrt(pi / 2)


def normalised(points: Points, given: Floats, method: Method) -> Estimate:
    """An I prime chart: the overall rate ± 3 standard deviations of one unit, over the root of each size.

    A value that rests on more units varies less. Each moving range is divided by √(1/n + 1/m), n and m the
    two sizes; √(π/2) times the mean of these, screened once, is the standard deviation of one unit. Limits may
    be negative; where a size is missing there are none. Of sizes that are all the same it is an XmR chart with
    exact constants.

    Source: Taylor (2018), Statistical Procedures for the Medical Device Industry; variation.com, Normalized
    Individuals Control Chart.
    """
    exact = RANGE_CONSTANTS["exact"]
    centre = or_given(overall_rate(points), given)
    spread = mean_range_of(points.y, points, method, exact, points.size)
    with quietly():
        reach = LIMIT_SIGMAS * SIGMA_OF_RANGE * spread.mean[:, None] / np.sqrt(points.size)
    return around(centre, reach, points, screened=spread.left_out)
