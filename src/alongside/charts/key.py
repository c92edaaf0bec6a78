"""The key below a chart: what the shapes mean, what was left out, and the numbered events."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.charts import palette
from alongside.charts.asked import Asked
from alongside.charts.events import CYCLE, RING, Entry, Placed
from alongside.charts.language import N_, Say
from alongside.charts.marks import SHAPES, circle
from alongside.charts.periods import short_when
from alongside.charts.picture import ON_LINE, Mark, Marks, Paths, Picture, Size, Texts
from alongside.charts.plot import PROVISIONAL, TWO_SIGMA, add_cycle_signs
from alongside.charts.point_words import VERDICT_WORDS, left_out_words
from alongside.charts.signals import Series, provisional_phases, was_judged
from alongside.charts.text import width, wrap

_MOST_LEFT_OUT = 4
_AS_LINES = {"provisional": PROVISIONAL, "two-sigma": TWO_SIGMA}


def key_below(out: Picture, asked: Asked, y: float, placed: Placed) -> float:
    """Add the key to the picture, beginning at height `y`; return the height where it ends."""
    series, size, say = asked.series, asked.size, asked.say
    y = _shapes(out, asked, y + size.text * 0.5)
    entries = [*placed.spelled_out, *_left_out(series, asked.step, asked.exclusion_reasons, say)]
    if not entries:
        return y
    numbers = Texts("key-number", bold=True)
    words = Texts("key", fill=palette.INK, typed=True)
    indent = max(width(entry.number, size.text, bold=True) for entry in entries) + size.text * 0.6
    y += size.text * 0.3
    signs = []
    for number, text, cycle in entries:
        left = size.padding + indent + (size.text * (2 * RING + 0.4) if cycle else 0.0)
        for i, line in enumerate(wrap(text, size.width - size.padding - left, size.text, lines=3)):
            y += size.text * 1.35
            if i == 0 and number:
                numbers.add(size.padding, y, number)
            if i == 0 and cycle:
                signs.append((size.padding + indent + size.text * RING, y - size.text * ON_LINE))
            words.add(left, y, line)
    if signs:
        add_cycle_signs(out, signs, size.text * RING, "key-cycle")
    out.texts += [group for group in (numbers, words) if group.texts]
    return y + size.text * 0.2


def _shapes(out: Picture, asked: Asked, y: float) -> float:
    """Name the shapes and lines that occur, in a row or as many rows as they need."""
    series, size, say = asked.series, asked.size, asked.say
    points = [point for point in series["points"] if point["y"] is not None]
    verdicts = {point["verdict"] for point in points}
    items = [(verdict, say(VERDICT_WORDS[verdict])) for verdict in VERDICT_WORDS if verdict in verdicts]
    if not was_judged(series):
        items = [("common", say(N_("Rounded; no rule applied")))]
    if any(point["excluded"] for point in points):
        items.append(("left-out", say(N_("Left out of the lines"))))
    if provisional_phases(series) and any(point["centre"] is not None for point in points):
        items.append(("provisional", say(N_("Provisional: few points yet"))))
    if asked.two_sigma:
        items.append(("two-sigma", say(N_("Two thirds of the way to the limits"))))
    if any(annotation.kind == CYCLE for annotation in asked.annotations):
        items.append((CYCLE, say(N_("Cycle of change (PDSA)"))))
    words = Texts("key", fill=palette.INK)
    x = size.padding
    text = size.text
    y += text
    for name, label in items:
        sign = text * (2.0 if name in _AS_LINES else 1.2)
        wide = sign + width(label, text)
        if x > size.padding and x + wide > size.width - size.padding:
            x, y = size.padding, y + text * 1.4
        _sign(out, name, x, y - text * 0.35, size)
        words.add(x + sign, y, label)
        x += wide + text * 1.2
    out.texts.append(words)
    return y


def _sign(out: Picture, name: str, x: float, y: float, size: Size) -> None:
    if name in _AS_LINES:
        stroke, width, dash = _AS_LINES[name]
        line = f"M{x:.1f},{y:.1f}h{size.text * 1.6:.1f}"
        out.paths.append(Paths(f"key-{name}", line, stroke, width, dash))
    elif name == CYCLE:
        add_cycle_signs(out, [(x + 5, y)], size.text * RING, "key-cycle")
    elif name == "left-out":
        mark = Mark(circle(x + 5, y, size.point))
        out.marks.append(Marks("key-mark", palette.PAPER, stroke=palette.QUIET, width=1.5, marks=[mark]))
    else:
        out.marks.append(
            Marks("key-mark", palette.VERDICTS[name], marks=[Mark(SHAPES[name](x + 5, y, size.point))])
        )


def _left_out(series: Series, step: str, reasons: Mapping[str, str], say: Say) -> list[Entry]:
    left_out = [point["x"] for point in series["points"] if point["excluded"]]
    entries = [
        Entry(
            "",
            say(N_("%(when)s: %(what)s"))
            % {"when": short_when(x, step, say), "what": left_out_words(reasons.get(x, ""), say)},
        )
        for x in left_out[:_MOST_LEFT_OUT]
    ]
    if len(left_out) > _MOST_LEFT_OUT:
        more = {"count": len(left_out) - _MOST_LEFT_OUT}
        entries.append(Entry("", say(N_("and %(count)s more left out")) % more))
    return entries
