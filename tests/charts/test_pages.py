"""Charts as web pages: whole in one file, read without a script, and everything typed stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest

from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from alongside.charts.pages import Entry, Order, chart_page, summary_page
from tests.charts.examples import a_series, months

TWO_YEARS = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2


class _Reader(HTMLParser):
    """Every element with its attributes, every id, and the text outside style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self.inside:
            self.text.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def said(page: str) -> str:
    return " ".join(" ".join(read(page).text).split())


def a_page(**more) -> str:
    signals = {i: [("shift", "high")] for i in range(16, 24)}
    series = a_series(
        TWO_YEARS, signals=signals, target=9, assurance="hit_or_miss", variation="improvement_high",
        notes=["season cannot be told from change"], phases=[1] * 8 + [2] * 16, excluded={3},
    )  # fmt: skip
    return chart_page(
        series, title="Waits", unit="days", annotations=[("2024-06-10", "Two visits", "cycle")],
        phase_reasons={2: "moved wards"}, exclusion_reasons={months(4)[3]: "strike"}, source=["the file waits.csv"],
        **more,
    )  # fmt: skip


def test_a_page_has_the_chart_its_words_its_figures_and_how_it_was_computed():
    text = said(a_page())
    for words in (
        "Eight months in a row above the average, since August 2024: something changed, for the better.",
        "Season cannot be told from change.",
        "Special cause of an improving nature",
        "Cycle of change at 10 June 2024: Two visits.",
        "The limits are the mean ± 2.66 × the mean moving range",
        "For Mar 2025: 10 ± 2.66 × 2.25564 = 4, 16.",
        "2: moved wards",
        "Trend: 7 or more points in a row",
        "Jul 2023: Left out: strike",
        "The file waits.csv.",
    ):
        assert words in text, words
    assert text.count("Usual variation") >= 15


def test_a_page_fetches_nothing_and_needs_no_script():
    for page in (a_page(), a_summary()):
        reader = read(page)
        tags = {tag for tag, _ in reader.elements}
        assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
        assert not [name for _, attributes in reader.elements for name in attributes if name.startswith("on")]
        assert "style" not in {name for _, attributes in reader.elements for name in attributes}
        outside = re.findall(r"""(?:https?:)?//[^"'\s<>]+""", page)
        assert [address for address in outside if not address.startswith("http://www.w3.org/")] == []
        assert "url(" not in page
        assert "@import" not in page
        policies = [
            a["content"]
            for t, a in reader.elements
            if t == "meta" and "content" in a and "src" in a["content"]
        ]
        assert policies[0].startswith("default-src 'none'")


def test_the_ids_of_a_page_differ_and_it_is_shown_wide_or_narrow():
    for page in (a_page(), a_summary()):
        ids = [attributes["id"] for _, attributes in read(page).elements if "id" in attributes]
        assert len(ids) == len(set(ids))
    page = a_page()
    assert page.count("<svg") >= 4
    assert {"wide-title", "narrow-title"} <= set(re.findall(r'id="([^"]+)"', page))
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(picture)


def test_a_page_leads_back_to_its_summary_if_it_has_one():
    assert "All charts" not in said(a_page())
    assert '<a href="../index.html">All charts</a>' in a_page(back="../index.html")


@pytest.mark.parametrize(
    "chart", ["run", "xmr", "mr", "p", "pp", "u", "up", "c", "g", "t", "ip", "xbar", "s"]
)
def test_every_type_of_chart_has_a_page(chart):
    none = {"lower": None, "upper": None} if chart == "run" else {}
    series = a_series([0.5 + i / 100 for i in range(24)], n=[100] * 24, chart=chart, centre=0.6, **none)
    text = said(chart_page(series, title="Waits"))
    assert "How it was computed" in text
    assert "The rules" in text


@pytest.mark.parametrize("values", [[], [None, None], [5], [5] * 24, [0.0] * 24, list(range(120))], ids=len)
def test_few_points_none_and_many_have_pages_too(values):
    lines = {} if len(values) > 5 else {"centre": None, "lower": None, "upper": None, "variation": None}
    text = said(chart_page(a_series(values, **lines), title="Waits"))
    assert ("Nothing to draw yet" in text) == (not any(value is not None for value in values))


HOSTILE = '</style><script>alert("1")</script><img src=x onerror=alert(1)> & \x00\u202e{{ 7*7 }}'
RIGHT_TO_LEFT = "خدمة دعم الأقران في المجتمع"


@pytest.mark.parametrize("name", [HOSTILE, RIGHT_TO_LEFT, "W" * 60])
def test_what_people_typed_stays_text(name):
    series = a_series(TWO_YEARS, x=[f"{name}{i}" for i in range(24)], key=name, excluded={2}, notes=[name])
    page = chart_page(
        series, unit=name, annotations=[(f"{name}4", name)], phase_reasons={2: name}, source=[name],
        exclusion_reasons={f"{name}2": name},
    )  # fmt: skip
    several = summary_page(
        [Entry(name, "series/x.html", series)], title=name, by=name, says=[name], notes=[name]
    )
    for made in (page, several):
        tags = [tag for tag, _ in read(made).elements]
        assert "script" not in tags
        assert "img" not in tags
        assert tags.count("style") == 1
        assert not {"\x00", "\u202e"} & set(made)
        assert "49" not in re.findall(r"<h1>.*?</h1>", made)[0]


def a_summary(count: int = 3) -> str:
    entries = [
        Entry(f"Ward {i}", f"series/ward-{i}.html", a_series(
            TWO_YEARS, n=[40] * 24, chart="u", target=9, assurance="fail", variation="concern_high", better="down",
            signals={23: [("outside", "high")]} if i else {23: [("shift", "high")]}, key=f"Ward {i}",
        ))
        for i in range(count)
    ]  # fmt: skip
    return summary_page(
        entries,
        title="Falls, by ward",
        by="ward",
        unit="per 1,000 bed days",
        says=["3 of 3 latest points say that something changed"],
        orders=[Order("concerns first"), Order("by name", "by-name.html")],
    )


def test_a_summary_has_icons_the_latest_value_and_a_link_for_each_series():
    page = a_summary()
    text = said(page)
    assert "3 series · per 1,000 bed days" in text
    assert "3 of 3 latest points say that something changed." in text
    assert "Concern: above the upper limit" in text
    for i in range(3):
        assert f'<a href="series/ward-{i}.html"><bdi>Ward {i}</bdi></a>' in page
    assert text.count("Mar 2025") == 3
    icons = [a for tag, a in read(page).elements if tag == "svg" and a.get("role") == "img"]
    assert len(icons) == 6
    assert {icon["aria-label"] for icon in icons} == {
        VARIATION_WORDS["concern_high"], ASSURANCE_WORDS["fail"],
    }  # fmt: skip


def test_every_icon_that_a_summary_uses_is_drawn_in_it():
    page = a_summary()
    used = set(re.findall(r'<use href="#([^"]+)"', page))
    drawn = dict(re.findall(r'<symbol id="([^"]+)" viewBox="0 0 48 48">(.*?)</symbol>', page))
    assert used <= set(drawn)
    assert all(ElementTree.fromstring(f"<g>{picture}</g>") is not None for picture in drawn.values())
    assert len(set(drawn.values())) >= len(VARIATION_WORDS) + len(ASSURANCE_WORDS)


def test_a_summary_says_which_order_this_is_and_leads_to_the_other():
    page = a_summary()
    assert '<strong aria-current="page">concerns first</strong>' in page
    assert '<a href="by-name.html">by name</a>' in page


def test_a_series_without_figures_stands_in_a_summary():
    empty = a_series([None], centre=None, lower=None, upper=None, variation=None, key="Ash")
    page = summary_page([Entry("Ash", "a.html", empty)], title="Waits", by="ward")
    assert "Too few points to say" in said(page)
    assert page.count('class="less"') < 4
