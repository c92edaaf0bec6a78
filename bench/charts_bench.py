"""How long 1,000 series of 36 months take: to judge, to write as documents, to draw as SVG, and a few as PNG.

Run it with `python bench/charts_bench.py`, or with all the others by `./dev bench`. Times are of the
processor, the best of three, so that a busy machine does not count.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from alongside.charts.documents import series_document
from alongside.charts.png import png
from alongside.charts.svg import draw
from alongside.stats.spc import Settings, judge

SERIES, MONTHS, PICTURES = 1_000, 36, 20


def best_of_three(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the shortest time in seconds, and what was made."""
    times, made = [], None
    for _ in range(3):
        start = time.process_time()
        made = work()
        times.append(time.process_time() - start)
    return min(times), made


def main() -> None:
    """Measure and print a table."""
    random = np.random.default_rng(36)
    values = np.round(random.normal(100, 8, (SERIES, MONTHS)), 1)
    values[:, 20:28] += 8
    seen = random.integers(40, 400, (SERIES, MONTHS))
    met = random.binomial(seen, 0.9)
    labels = [f"{2023 + month // 12}-{month % 12 + 1:02}-01" for month in range(MONTHS)]
    xmr = Settings(chart="xmr", better="up", target=105, per_year=12)
    share = Settings(chart="p", better="up", target=0.95, per_year=12)

    judging, judged = best_of_three(lambda: judge(values, settings=xmr))
    judging_p, judged_p = best_of_three(lambda: judge(met, seen, settings=share))

    def documents_of(block: Any) -> list[dict[str, Any]]:
        return [series_document(block, i, key=f"Ward {i}", x_labels=labels) for i in range(SERIES)]

    writing, documents = best_of_three(lambda: documents_of(judged))
    documents_p = documents_of(judged_p)
    drawing, drawn = best_of_three(lambda: [draw(document) for document in documents])
    drawing_p, _ = best_of_three(lambda: [draw(document) for document in documents_p])
    narrow, _ = best_of_three(lambda: [draw(one, size="narrow", interactive=True) for one in documents])
    pictures, _ = best_of_three(lambda: [png(svg) for svg in drawn[:PICTURES]])

    print(f"Charts: {SERIES:,} series of {MONTHS} months (Python {platform.python_version()}, one core)")
    for what, seconds in (
        ("judged as XmR charts", judging),
        ("judged as p charts", judging_p),
        ("written as documents", writing),
        ("drawn as SVG, XmR", drawing),
        ("drawn as SVG, p with varying limits", drawing_p),
        ("drawn as SVG for phones, every point with its words", narrow),
    ):
        print(f"  {what:<54} {seconds:6.2f} s")
    print(f"  {'one PNG, 1,600 pixels wide':<54} {pictures / PICTURES * 1000:6.0f} ms")
    print(f"  {'size of one SVG':<54} {np.mean([len(svg) for svg in drawn]) / 1024:6.1f} KB")


if __name__ == "__main__":
    main()
