"""Charts as SVG: one series, judged, with its lines named beside them and its events dated above it.

The picture holds no style attribute, no script and no outside address, so it stands under the strictest
content policy; everything people typed passes through an escaping template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from alongside.charts.asked import Asked
from alongside.charts.drawing import picture
from alongside.charts.events import CYCLE, NOTE, Annotation
from alongside.charts.language import Say, in_english
from alongside.charts.picture import SIZES, Picture
from alongside.charts.signals import Series, asks_for_two_sigma
from alongside.charts.text import clean, isolate
from alongside.charts.words import exclusion_reasons_of, phase_reasons_of, shows_shares

__all__ = ["Annotation", "draw"]


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    return environment.get_template("chart.svg.jinja")


def draw(
    series: Series,
    *,
    title: str = "",
    unit: str = "",
    percent: bool | None = None,
    annotations: Sequence[Annotation | tuple[str, str] | tuple[str, str, str]] = (),
    phase_reasons: Mapping[int, str] | None = None,
    exclusion_reasons: Mapping[str, str] | None = None,
    two_sigma: bool | None = None,
    size: str = "wide",
    interactive: bool = False,
    name: str = "chart",
    say: Say = in_english,
) -> str:
    """Return the SVG of one series of an `alongside.chart/1` document.

    `percent` says whether values are shares of one, to be shown as percentages; without it, p charts are.
    Annotations are (date or label, words) for a note, (date or label, words, "cycle") for a cycle of change
    (PDSA), which has a sign of its own. Reasons are those of phases by their number and of left-out
    points by their x; without them, those in the document. `two_sigma` draws the lines two thirds of the
    way to the limits; without it, they are drawn where a rule that looks at them fired. `size` is "wide" or "narrow" (for 360 px);
    `interactive` lets a keyboard reach each point and hear its words. `name` begins the ids, and must
    differ between the charts of one page.
    """
    if size not in SIZES:
        raise ValueError(f"there is no size {size!r}, only {', '.join(SIZES)}")
    asked = Asked(
        series,
        title=isolate(clean(title or series["key"] or "")),
        unit=clean(unit),
        percent=shows_shares(series) if percent is None else percent,
        annotations=[_annotation(*annotation) for annotation in annotations],
        phase_reasons=phase_reasons_of(series) if phase_reasons is None else phase_reasons,
        exclusion_reasons=exclusion_reasons_of(series) if exclusion_reasons is None else exclusion_reasons,
        two_sigma=asks_for_two_sigma(series) if two_sigma is None else two_sigma,
        size=SIZES[size],
        interactive=interactive,
        name=name,
        say=say,
    )
    return written(picture(asked))


def written(laid_out: Picture) -> str:
    """Write a picture as SVG, everything that people typed escaped."""
    return _template().render(p=laid_out)


def _annotation(x: str, text: str, kind: str = NOTE) -> Annotation:
    if kind not in {NOTE, CYCLE}:
        raise ValueError(f"there is no annotation of kind {kind!r}, only {NOTE} and {CYCLE}")
    return Annotation(x, text, kind)
