"""How long it takes to rehearse a plan 2,000 times, with its time series analysis and without.

Run it with `python bench/rehearsal_bench.py`, or with all the others by `./dev bench`. Times are of the
processor, the best of three, so that a busy machine does not count.
"""

from __future__ import annotations

import platform
import time
from dataclasses import replace

from alongside.stats.rehearsal import Plan, rehearse

TIMES = 2_000
VALUES = Plan(chart="xmr", level=11.4, effect=-2.0, spread=2.0, before=24, after=12)
SHARES = Plan(chart="p", level=0.6, effect=0.15, size=30, before=24, after=12)


def measured(plan: Plan, **asked: bool) -> float:
    """The shortest of three times, in seconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        rehearse(plan, simulations=TIMES, **asked)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print a table."""
    print(
        f"Python {platform.python_version()}, {TIMES:,} rehearsals with the change and as many without, 24 + 12 months"
    )
    for name, plan in (
        ("XmR chart", VALUES),
        (
            "XmR chart, neighbours alike, a tenth of months missing",
            replace(VALUES, autocorrelation=0.3, missing=0.1),
        ),
        ("p chart", SHARES),
    ):
        whole = measured(plan, its=False, month_by_month=False)
        monthly = measured(plan, its=False)
        both = measured(plan)
        print(
            f"{name}: judged whole {whole:.2f} s, and month by month {monthly:.2f} s, and with REML AR(1) {both:.2f} s"
        )


if __name__ == "__main__":
    main()
