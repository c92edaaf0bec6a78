"""What theory says of plans simple enough for it: chances worked out on paper, not by trying."""

from __future__ import annotations

from math import comb

from scipy import stats

RUN = 7


def outside_share(size: int, level: float, after: float, periods: int, centre: float | None = None) -> float:
    """The chance that of so many shares at least one lies outside the three-sigma limits about `centre` (by default `level`).

    Limits are known, shares are binomial.
    """
    centre = level if centre is None else centre
    sigma = (centre * (1 - centre) / size) ** 0.5
    low, high = centre - 3 * sigma, centre + 3 * sigma
    inside = sum(
        comb(size, k) * after**k * (1 - after) ** (size - k)
        for k in range(size + 1)
        if low - 1e-12 <= k / size <= high + 1e-12
    )
    return 1 - inside**periods


def outside_value(effect_in_sigmas: float, periods: int) -> float:
    """The same for normal values and limits three sigma from a known mean."""
    normal = stats.norm()
    inside = normal.cdf(3 - effect_in_sigmas) - normal.cdf(-3 - effect_in_sigmas)
    return float(1 - inside**periods)


def shift_ends(above: float, before: int, periods: int) -> float:
    """The chance that a run of 7 on one side of a known centre holds at one of the `periods` after `before` even ones.

    Values before fall on either side alike, those after lie above with the chance `above`. Walks through every length
    of the run that stands, keeping those paths on which no run of 7 has touched a period after.
    """
    # (side, length) -> chance; a run that is long enough already touches the first period after if it goes on.
    standing = {(1, 1): 0.5, (-1, 1): 0.5}
    for _ in range(before - 1):
        moved: dict[tuple[int, int], float] = {}
        for (side, length), chance in standing.items():
            for to in (1, -1):
                key = (to, min(length + 1, RUN) if to == side else 1)
                moved[key] = moved.get(key, 0.0) + chance / 2
        standing = moved
    touched = 0.0
    for _ in range(periods):
        moved = {}
        for (side, length), chance in standing.items():
            for to, likely in ((1, above), (-1, 1 - above)):
                grown = length + 1 if to == side else 1
                if grown >= RUN:
                    touched += chance * likely
                else:
                    moved[to, grown] = moved.get((to, grown), 0.0) + chance * likely
        standing = moved
    return touched


def jump_noticed(effect_in_sigmas: float, before: int, after: int, slope: bool) -> float:
    """The power of ordinary least squares for a jump among independent normal values: the noncentral t distribution.

    One-sided rejection by a two-sided 95 % interval, as a rehearsal counts it.
    """
    import numpy as np

    time = np.arange(1, before + after + 1)
    columns = [np.ones_like(time), time, time > before]
    if slope:
        columns.append(np.maximum(time - before - 1, 0))
    x = np.stack(columns, axis=1).astype(float)
    error = np.linalg.inv(x.T @ x)[2, 2] ** 0.5
    free = len(time) - x.shape[1]
    return float(stats.nct.sf(stats.t.ppf(0.975, free), free, effect_in_sigmas / error))
