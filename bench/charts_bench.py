"""How long charts take: 1,000 and 100,000 series of 36 months judged as each type of chart, 1,000 written as
documents and drawn as SVG, a few as PNG, and the whole command on a file of 274 services and on a small one.

Run it with `python bench/charts_bench.py`, or with all the others by `./dev bench`. Times are of the
processor, the best of three, so that a busy machine does not count.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from alongside.charts.documents import series_document
from alongside.charts.png import png
from alongside.charts.svg import draw
from alongside.stats.spc import CHART_TYPES, Settings, judge

SERIES, MANY, MONTHS, PICTURES = 1_000, 100_000, 36, 20
SERVICES = 274


def figures_for(chart: str, series: int) -> tuple[Any, Any, Any]:
    """Return values, sizes and standard deviations that the chart can be made of, the last two if it needs
    them.
    """
    random = np.random.default_rng(36)
    shape = (series, MONTHS)
    values = np.round(random.normal(100, 8, shape), 1)
    seen = random.integers(40, 400, shape)
    spreads = random.uniform(1, 3, shape)
    if chart in {"p", "pp"}:
        return random.binomial(seen, 0.9), seen, None
    if chart in {"u", "up"}:
        return random.poisson(seen / 10), seen, None
    if chart in {"xbar", "s"}:
        sizes = random.integers(3, 9, shape)
        return (values, sizes, spreads) if chart == "xbar" else (spreads, sizes, None)
    if chart == "ip":
        return values * seen, seen, None
    counted = {"c": random.poisson(12, shape), "g": random.geometric(0.1, shape)}
    return counted.get(chart, random.exponential(10, shape) if chart == "t" else values), None, None


def judged_as_every_type(series: int) -> None:
    """Measure judging alone, for each type of chart."""
    for chart in CHART_TYPES:
        y, n, sd = figures_for(chart, series)
        settings = Settings(chart=chart, better="up", target=95, per_year=12)

        def judged(y: Any = y, n: Any = n, sd: Any = sd, settings: Any = settings) -> Any:
            judge(y, n, sd=sd, settings=settings)

        seconds, _ = best_of_three(judged)
        print(f"  {f'{series:,} judged, {chart}':<54} {seconds * 1000:6.0f} ms")
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  {'memory at most by now':<54} {kilobytes / 1024:6.0f} MB")


def whole_command() -> None:
    """Measure the command in a process of its own, from its start to its end: wall clock and processor."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        y, n, _ = figures_for("p", SERVICES)
        months = [f"{2023 + month // 12}-{month % 12 + 1:02}-01" for month in range(MONTHS)]
        small.write_text("month,days\n" + "".join(f"{m},{v}\n" for m, v in zip(months, y[0], strict=True)))
        rows = (
            f"{months[month]},S{service},{y[service, month] // 2},{n[service, month] // 2 + 1}\n" * 2
            for service in range(SERVICES)
            for month in range(MONTHS)
        )
        large.write_text("month,service,met,seen\n" + "".join(rows))
        by = ["--x", "month", "--y", "met", "--n", "seen", "--by", "service", "--every", "month"]
        for what, arguments in (
            ("a small file, as a table", [str(small), "--x", "month", "--y", "days"]),
            (f"{2 * SERVICES * MONTHS:,} rows, {SERVICES} services, as a table", [str(large), *by]),
            (f"{2 * SERVICES * MONTHS:,} rows, {SERVICES} services, as JSON", [str(large), *by, "--json"]),
        ):
            times = []
            for _ in range(3):
                before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
                asked = [sys.executable, "-m", "alongside", "chart", *arguments]
                subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
                wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
                used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                times.append((wall, used))
            wall, used = min(times)
            print(f"  {f'command: {what}':<54} {wall:6.2f} s, of the processor {used:.2f} s")


def best_of_three(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the shortest time in seconds, and what was made."""
    times, made = [], None
    for _ in range(3):
        start = time.process_time()
        made = work()
        times.append(time.process_time() - start)
    return min(times), made


def written_and_drawn() -> None:
    """Measure what comes after judging."""
    random = np.random.default_rng(36)
    values = np.round(random.normal(100, 8, (SERIES, MONTHS)), 1)
    values[:, 20:28] += 8
    seen = random.integers(40, 400, (SERIES, MONTHS))
    met = random.binomial(seen, 0.9)
    labels = [f"{2023 + month // 12}-{month % 12 + 1:02}-01" for month in range(MONTHS)]
    xmr = Settings(chart="xmr", better="up", target=105, per_year=12)
    share = Settings(chart="p", better="up", target=0.95, per_year=12)

    judged, judged_p = judge(values, settings=xmr), judge(met, seen, settings=share)

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
        ("written as documents", writing),
        ("drawn as SVG, XmR", drawing),
        ("drawn as SVG, p with varying limits", drawing_p),
        ("drawn as SVG for phones, every point with its words", narrow),
    ):
        print(f"  {what:<54} {seconds:6.2f} s")
    print(f"  {'one PNG, 1,600 pixels wide':<54} {pictures / PICTURES * 1000:6.0f} ms")
    print(f"  {'size of one SVG':<54} {np.mean([len(svg) for svg in drawn]) / 1024:6.1f} KB")


def main() -> None:
    """Measure and print a table."""
    written_and_drawn()
    judged_as_every_type(SERIES)
    judged_as_every_type(MANY)
    whole_command()


if __name__ == "__main__":
    main()
