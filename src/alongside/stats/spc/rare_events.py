"""Rare events: what lies between them is charted, because counts a month would nearly all be 0 or 1."""

from dataclasses import replace

import numpy as np

from .arrays import Floats, mean_where, median_where, quietly
from .constants import EXPONENTIAL_TO_NORMAL, LIMIT_SIGMAS, MEDIAN_OF_MEAN
from .limits import Estimate, Method, Points, around, mean_range_of, or_given


def counts_between(points: Points, given: Floats, method: Method) -> Estimate:
    """A g chart, of how many came between two events: median, and mean ± 3 √(mean (mean + 1)).

    A given centre is the mean; the line drawn is then 0.693 times it, the median of the geometric
    distribution. The lower limit is always 0.

    Sources: Benneyan (2001), Health Care Management Science 4(4), 305-318; Provost & Murray, pp. 228-231.
    """
    mean = or_given(mean_where(points.y, points.behind), given)
    middle = or_given(median_where(points.y, points.behind), MEDIAN_OF_MEAN * given)
    reach = LIMIT_SIGMAS * np.sqrt(mean * (mean + 1))
    return around(mean, np.broadcast_to(reach[:, None], points.y.shape), points, floor=0.0, drawn=middle)


def times_between(points: Points, given: Floats, method: Method) -> Estimate:
    """A t chart, of the time between two events: an XmR chart of the times to the power 1/3.6, taken back.

    The power makes exponential times look normal, so its mean, taken back, is close to their median. Limits
    below 0 there are 0. The spread is the mean moving range, screened once, over the d2 of `method`.

    Sources: Nelson 1994; Montgomery, section 7.3.5; Provost & Murray, pp. 231-234.
    """
    # Shares of the longest time: of equal times each is exactly 1, whatever the power makes of the number.
    longest = np.where(points.behind, points.y, 0.0).max(axis=1, initial=0.0)
    unit = np.where(longest > 0, longest, 1.0)[:, None]
    with quietly():
        even = (points.y / unit) ** (1 / EXPONENTIAL_TO_NORMAL)
        centre = or_given(
            mean_where(even, points.behind), (given / unit[:, 0]) ** (1 / EXPONENTIAL_TO_NORMAL)
        )
    spread = mean_range_of(even, points, method, method.constants)
    reach = LIMIT_SIGMAS / method.constants.to_sigma * spread.mean
    found = around(
        centre, np.broadcast_to(reach[:, None], even.shape), points, floor=0.0, screened=spread.left_out
    )

    def taken_back(line: Floats) -> Floats:
        return unit * line**EXPONENTIAL_TO_NORMAL

    lines = found.lines
    return replace(
        found,
        lines=replace(
            lines,
            # The very number that was given, not what the powers leave of it.
            centre=or_given(taken_back(lines.centre), given[:, None]),
            lower=taken_back(lines.lower),
            upper=taken_back(lines.upper),
            lower_2s=taken_back(lines.lower_2s),
            upper_2s=taken_back(lines.upper_2s),
        ),
    )
