"""How long interrupted time series and pooling take: one analysis, 2,000 simulated ones, a thousand poolings.

Run it with `python bench/its_bench.py`, or with all the others by `./dev bench`. Times are of the processor,
the best of three, so that a busy machine does not count. With statsmodels there, its generalised least squares
with AR(1) errors (iterated, not REML) is timed beside ours.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from alongside.stats.its import Specification, analyse, analyse_many
from alongside.stats.pooling import pool

SERIES, MONTHS, CHANGE = 2_000, 36, 19
POOLINGS, SITES = 1_000, 12
ALONE = 200


def best_of_three(work: Callable[[], Any]) -> float:
    """Return the shortest time in seconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print a table."""
    random = np.random.default_rng(36)
    values = random.normal(50, 5, (SERIES, MONTHS))
    holed = np.where(random.random(values.shape) < 0.1, np.nan, values)
    counts = random.poisson(40, (ALONE, MONTHS))
    plain = Specification(errors="none")
    quasi = Specification(model="quasipoisson")
    effects, variances = (
        random.normal(0.3, 0.4, (POOLINGS, SITES)),
        random.uniform(0.02, 0.2, (POOLINGS, SITES)),
    )

    def alone(series: Any, asked: Specification | None = None) -> None:
        for one in series[:ALONE]:
            analyse(one, change=CHANGE, specification=asked or Specification())

    rows = [
        (f"one analysis, AR(1) by REML, {MONTHS} months", best_of_three(lambda: alone(values)) / ALONE),
        ("one analysis, plain errors", best_of_three(lambda: alone(values, plain)) / ALONE),
        ("one analysis, quasi-Poisson", best_of_three(lambda: alone(counts, quasi)) / ALONE),
        (
            f"{SERIES:,} series at once, AR(1) by REML",
            best_of_three(lambda: analyse_many(values, change=CHANGE)),
        ),
        (
            "the same, a tenth of the months missing",
            best_of_three(lambda: analyse_many(holed, change=CHANGE)),
        ),
        (
            f"{SERIES:,} series at once, plain errors",
            best_of_three(lambda: analyse_many(values, change=CHANGE, specification=plain)),
        ),
        (
            f"{POOLINGS:,} poolings of {SITES} sites, REML with Knapp-Hartung",
            best_of_three(lambda: [pool(y, v) for y, v in zip(effects, variances, strict=True)]),
        ),
        *_peer(values),
    ]
    print(f"Interrupted time series and pooling (Python {platform.python_version()}, one core)")
    for what, seconds in rows:
        shown = f"{seconds * 1000:8.1f} ms" if seconds < 0.2 else f"{seconds:8.2f} s"
        print(f"  {what:<62} {shown}")


def _peer(values: Any) -> list[tuple[str, float]]:
    try:
        import statsmodels.api as peer
    except ImportError:
        return []
    periods = np.arange(1, MONTHS + 1)
    since = periods >= CHANGE
    x = np.column_stack([np.ones(MONTHS), periods, since, np.where(since, periods - CHANGE, 0)])

    def fitted() -> None:
        for one in values[:20]:
            peer.GLSAR(one, x, rho=1).iterative_fit(maxiter=10)

    return [("one analysis by statsmodels' GLSAR, ten rounds", best_of_three(fitted) / 20)]


if __name__ == "__main__":
    main()
