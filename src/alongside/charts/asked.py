"""What is asked of one picture, and the frame its points are put into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from alongside.charts.events import Annotation
from alongside.charts.language import Say
from alongside.charts.line_labels import LineLabel, line_labels
from alongside.charts.numbers import Numbers
from alongside.charts.periods import series_step
from alongside.charts.picture import Size
from alongside.charts.signals import Series
from alongside.charts.text import width
from alongside.charts.time_axis import TimeAxis, time_axis
from alongside.charts.value_axis import ValueAxis, value_axis
from alongside.charts.words import series_numbers


@dataclass(frozen=True)
class Asked:
    """One series and how it is to be drawn. Title and unit are clean."""

    series: Series
    title: str
    unit: str
    percent: bool
    annotations: Sequence[Annotation]
    phase_reasons: Mapping[int, str]
    exclusion_reasons: Mapping[str, str]
    two_sigma: bool
    size: Size
    interactive: bool
    name: str
    say: Say

    @cached_property
    def labels(self) -> list[str]:
        return [point["x"] for point in self.series["points"]]

    @cached_property
    def step(self) -> str:
        return series_step(self.series)

    @cached_property
    def numbers(self) -> Numbers:
        return series_numbers(self.series, percent=self.percent, unit=self.unit)


@dataclass
class Frame:
    """The plot's edges and axes, in the units of the picture; `top` is known once what is above is placed."""

    values: ValueAxis
    time: TimeAxis
    lines: list[LineLabel]
    left: float
    right: float
    height: float
    top: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def room(self) -> float:
        return self.right - self.left

    @cached_property
    def xs(self) -> list[float]:
        return [self.across(place) for place in self.time.places]

    def across(self, place: float) -> float:
        """Return where a place from 0 to 1 lies."""
        return self.left + place * self.room

    def down(self, value: float) -> float:
        """Return where a value lies."""
        return self.values.place(value, self.top, self.bottom)


def framed(asked: Asked) -> Frame:
    """Return the frame that leaves room for the labels on either side."""
    size, points, numbers = asked.size, asked.series["points"], asked.numbers
    names = ["y", "centre", "lower", "upper", "own_centre", "own_lower", "own_upper"]
    names += ["lower_2s", "upper_2s"] if asked.two_sigma else []
    held = [value for point in points for name in names if (value := point.get(name)) is not None]
    if asked.series["target"] is not None:
        held.append(asked.series["target"])
    axis = value_axis(held, percent=asked.percent)
    lines = line_labels(asked.series, numbers, long_words=size.long_words, say=asked.say)
    ticks = max(width(tick_words(asked, axis, tick), size.text) for tick in axis.ticks)
    words = max((width(line.text, size.text, line.name == "centre") for line in lines), default=0.0)
    left = round(size.padding + ticks + 8)
    right = round(size.width - size.padding - words - (12 if lines else 0))
    # However long the labels, the points keep a third of the width.
    right = max(right, left + round(size.width / 3))
    since = sorted({one.x for one in asked.annotations})
    time = time_axis(asked.labels, right - left, size.text, step=asked.step, since=since, say=asked.say)
    return Frame(axis, time, lines, left, right, size.plot_height)


def tick_words(asked: Asked, axis: ValueAxis, tick: float) -> str:
    """Write a mark of the y axis."""
    return asked.numbers.tick(tick, axis.decimals, axis.magnitude)
