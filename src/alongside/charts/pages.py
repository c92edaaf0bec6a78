"""Charts as web pages that are whole in one file: no outside address, no script.

`chart_page` is one series with its words, its figures and how it was computed; `summary_page` is many, an icon
and a link for each. Everything people typed passes through an escaping template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from alongside.charts.events import Annotation
from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.language import N_, Say, capital, in_english
from alongside.charts.method import Lines, how_lines_were_made, left_out, lines_used, rules_used
from alongside.charts.periods import series_step, short_when, when
from alongside.charts.point_words import VERDICT_WORDS
from alongside.charts.rule_words import point_reasons, rule_sentences
from alongside.charts.signals import Series, latest
from alongside.charts.svg import draw
from alongside.charts.table import Table, chart_table
from alongside.charts.text import clean
from alongside.charts.words import NOTHING_YET, chart_name, describe, series_numbers

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class _Icon:
    svg: Markup
    words: str


@dataclass(frozen=True)
class _Page:
    """What the template of one chart writes."""

    title: str
    kind: str
    back: str
    icons: list[_Icon]
    wide: Markup
    narrow: Markup
    says: list[str]
    notes: list[str]
    words: str
    table: Table
    method: list[str]
    lines: list[Lines]
    rules: list[str]
    left_out: list[str]
    source: list[str]
    latest: str = ""
    latest_when: str = ""
    latest_n: str = ""


@dataclass(frozen=True)
class Entry:
    """One series of a summary: its name, the address of its page, and its document."""

    name: str
    href: str
    series: Series


@dataclass(frozen=True)
class Order:
    """One order a summary can be read in; without an address it is the one of this page."""

    words: str
    href: str = ""

    @property
    def here(self) -> bool:
        return not self.href


@dataclass(frozen=True)
class _Row:
    name: str
    href: str
    variation: str
    variation_words: str
    assurance: str
    assurance_words: str
    latest: str
    when: str
    n: str
    centre: str
    says: str


@dataclass(frozen=True)
class _Summary:
    """What the template of a summary writes."""

    title: str
    subtitle: str
    kind: str
    by: str
    says: Sequence[str]
    notes: Sequence[str]
    orders: Sequence[Order]
    rows: list[_Row]
    with_n: bool
    symbols: Markup
    back: str = field(default="")


def chart_page(
    series: Series,
    *,
    title: str = "",
    unit: str = "",
    percent: bool | None = None,
    annotations: Sequence[Annotation | tuple[str, str] | tuple[str, str, str]] = (),
    phase_reasons: Mapping[int, str] | None = None,
    exclusion_reasons: Mapping[str, str] | None = None,
    source: Sequence[str] = (),
    back: str = "",
    lang: str = "en",
    dir: str = "ltr",
    say: Say = in_english,
) -> str:
    """Return the page of one series of an `alongside.chart/1` document.

    `source` are sentences about where its figures come from; `back` the address of the summary it belongs to.
    """
    name = clean(title or series["key"] or "") or chart_name(series["chart"], say)
    told: dict[str, Any] = {"unit": unit, "percent": percent, "say": say}
    reasons: dict[str, Any] = {"phase_reasons": phase_reasons, "exclusion_reasons": exclusion_reasons}

    def drawn(size: str) -> Markup:
        # The page has the title, so that the picture needs none.
        picture = draw(
            {**series, "key": None},
            annotations=annotations,
            size=size,
            interactive=True,
            name=size,
            **told,
            **reasons,
        )
        return Markup(picture)  # noqa: S704 - made by an escaping template

    words = describe(
        series,
        title=name,
        annotations=[Annotation(*each) for each in annotations],
        phase_reasons=phase_reasons,
        **told,
    )
    page = _Page(
        title=name,
        kind=chart_name(series["chart"], say),
        back=back,
        icons=_icons(series, say),
        wide=drawn("wide"),
        narrow=drawn("narrow"),
        says=_says(series, say),
        notes=_sentences(series["notes"]),
        words=words,
        table=chart_table(series, **told, **reasons),
        method=how_lines_were_made(series, say),
        lines=lines_used(series, phase_reasons, say),
        rules=rules_used(series, say),
        left_out=left_out(series, exclusion_reasons, say),
        source=_sentences(source),
        **_latest(series, unit, percent, say),
    )
    return _template("page.html.jinja").render(page=page, css=_css(), lang=lang, dir=dir, _=_sentence(say))


def summary_page(
    entries: Sequence[Entry],
    *,
    title: str,
    by: str,
    unit: str = "",
    percent: bool | None = None,
    says: Sequence[str] = (),
    notes: Sequence[str] = (),
    orders: Sequence[Order] = (),
    lang: str = "en",
    dir: str = "ltr",
    say: Say = in_english,
) -> str:
    """Return the page of many series, a row for each in the order given.

    `by` heads the column of names; `says` are sentences at the top, such as how many icons chance alone would
    colour; `orders` the pages that hold the same rows in another order.
    """
    rows = [_row(entry, unit, percent, say) for entry in entries]
    page = _Summary(
        title=clean(title),
        subtitle=say(N_("%(count)s series")) % {"count": f"{len(entries):,}"}
        + (f" · {clean(unit)}" if unit else ""),
        kind=say(N_("All charts")),
        by=clean(by),
        says=_sentences(says),
        notes=_sentences(notes),
        orders=orders,
        rows=rows,
        with_n=any(row.n for row in rows),
        symbols=_symbols(say),
    )
    return _template("summary.html.jinja").render(page=page, css=_css(), lang=lang, dir=dir, _=_sentence(say))


def _sentences(given: Sequence[str]) -> list[str]:
    return [f"{capital(clean(sentence)).removesuffix('.')}." for sentence in given]


def _says(series: Series, say: Say) -> list[str]:
    if latest(series) is None:
        return [f"{say(NOTHING_YET)}."]
    sentences = [f"{sentence}." for sentence in rule_sentences(series, say)]
    if sentences:
        return sentences[::-1]  # what happened last matters most
    if series["variation"] is None:
        return [say(N_("Nothing stands out so far. There are too few points to be sure."))]
    return [say(N_("No rule fired: this is the usual variation."))]


def _icons(series: Series, say: Say) -> list[_Icon]:
    variation = series["variation"]
    found = [_icon(variation_icon(variation, say=say), say(VARIATION_WORDS[variation]))]
    if series["target"] is not None:
        drawn = assurance_icon(series["assurance"], better=series["better"], say=say)
        found.append(_icon(drawn, say(ASSURANCE_WORDS[series["assurance"]])))
    return found


def _icon(svg: str, words: str) -> _Icon:
    return _Icon(Markup(svg), words)  # noqa: S704 - made by an escaping function


def _latest(series: Series, unit: str, percent: bool | None, say: Say) -> dict[str, str]:
    last = latest(series)
    if last is None:
        return {}
    numbers = series_numbers(series, percent=percent, unit=unit)
    return {
        "latest": numbers.value(last["y"]),
        "latest_when": capital(when(last["x"], series_step(series), say)),
        "latest_n": "" if last["n"] is None else f"{last['n']:,g}",
    }


def _row(entry: Entry, unit: str, percent: bool | None, say: Say) -> _Row:
    series = entry.series
    last, variation, assurance = latest(series), series["variation"], series["assurance"]
    numbers = series_numbers(series, percent=percent, unit=unit)
    targeted = series["target"] is not None
    centre = None if last is None else last["centre"]
    return _Row(
        name=clean(entry.name) or "–",
        href=entry.href,
        variation=f"variation-{variation}",
        variation_words=say(VARIATION_WORDS[variation]),
        assurance=_assurance_id(assurance, series["better"]) if targeted else "",
        assurance_words=say(ASSURANCE_WORDS[assurance]) if targeted else "",
        latest="" if last is None else numbers.value(last["y"]),
        when="" if last is None else short_when(last["x"], series_step(series), say),
        n="" if last is None or last["n"] is None else f"{last['n']:,g}",
        centre="" if centre is None else numbers.line(centre),
        says=_in_short(series, say),
    )


def _in_short(series: Series, say: Say) -> str:
    """Say what the latest point says, and by which rule: "Concern: one of eight in a row above the average"."""
    variation = series["variation"]
    if variation is None:
        return say(VARIATION_WORDS[None])
    said = say(VERDICT_WORDS[variation.partition("_")[0]])
    last = latest(series)
    position = next((i for i, point in enumerate(series["points"]) if point is last), -1)
    why = point_reasons(series, say).get(position)
    return say(N_("%(what)s: %(why)s")) % {"what": said, "why": why[0]} if why else said


def _assurance_id(assurance: str | None, better: str) -> str:
    return f"assurance-{assurance}-{'down' if better == 'down' else 'up'}"


def _symbols(say: Say) -> Markup:
    """Every icon once; the rows use them by name."""
    made = {f"variation-{name}": variation_icon(name, say=say) for name in VARIATION_WORDS}
    for name in ASSURANCE_WORDS:
        for better in ("up", "down"):
            made[_assurance_id(name, better)] = assurance_icon(name, better=better, say=say)
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 48 48">{svg.partition("</title>")[2].removesuffix("</svg>")}</symbol>'
        for name, svg in made.items()
    )
    return Markup(symbols)  # noqa: S704 - our own drawings


def _sentence(say: Say) -> Callable[[str], str]:
    """The template's own words, translated; what it writes around them it escapes."""
    return lambda sentence: say(sentence)


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
    )
    return environment.get_template(name)


@lru_cache(maxsize=1)
def _css() -> Markup:
    return Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
