"""A drawn chart: every point in its verdict's colour and shape, lines that end where the numbers end."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.charts import palette
from alongside.charts.events import Annotation
from alongside.charts.svg import draw
from tests.charts.examples import a_series, days, months
from tests.charts.reading import (
    boxes,
    by_class,
    marks,
    overlaps,
    parsed,
    pieces,
    texts,
    view_box,
)

YEAR = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11]
THREE_YEARS = YEAR * 3


def path_of(svg: str, name: str) -> str:
    return "".join(element.get("d") for element in by_class(svg, name))


def test_a_point_has_the_colour_and_the_shape_of_its_verdict():
    signals = {3: [("outside", "high")], 5: [("outside", "low")]}
    svg = draw(a_series(YEAR, signals=signals, better="up"))
    assert len(marks(svg, "common")) == 10
    assert len(marks(svg, "improvement")) == len(marks(svg, "concern")) == 1
    colours = {name: by_class(svg, name)[0].get("fill") for name in ("common", "improvement", "concern")}
    assert colours == {"common": "#768692", "improvement": "#005eb8", "concern": "#c75000"}
    shapes = {re.sub(r"[\d.,\s-]+", "", marks(svg, name)[0]) for name in colours}
    assert len(shapes) == 3
    neutral = draw(a_series(YEAR, signals=signals, better="neither"))
    assert len(marks(neutral, "neutral")) == 2
    assert by_class(neutral, "neutral")[0].get("fill") == "#490092"


def test_colours_of_verdicts_stand_out_from_paper_and_text_more_so():
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(colour: str) -> float:
        return 1.05 / (luminance(colour) + 0.05)

    assert min(contrast(colour) for colour in [*palette.VERDICTS.values(), palette.LINE]) >= 3
    assert min(contrast(colour) for colour in (palette.INK, palette.QUIET, palette.TARGET)) >= 4.5


def test_a_gap_is_never_bridged():
    values = [10, 11, None, 12, 13, None, 9]
    drawn = pieces(path_of(draw(a_series(values)), "values"))
    assert [len(piece) for piece in drawn] == [2, 2]
    assert len(marks(draw(a_series(values)), "common")) == 5


def test_the_line_through_points_and_the_limits_break_where_a_phase_begins_and_the_reason_stands_there():
    series = a_series(
        THREE_YEARS, phases=[1] * 18 + [2] * 18, centre=[10.0] * 18 + [14.0] * 18,
        lower=[4.0] * 18 + [8.0] * 18, upper=[16.0] * 18 + [20.0] * 18,
    )  # fmt: skip
    svg = draw(series, phase_reasons={2: "moved wards"})
    assert [len(piece) for piece in pieces(path_of(svg, "values"))] == [18, 18]
    first, second = pieces(path_of(svg, "centre"))
    assert first[-1] == pytest.approx(second[0], abs=0.11)
    assert "New phase: moved wards" in texts(svg)
    assert len(pieces(path_of(svg, "limits"))) == 4


def test_the_centre_of_an_earlier_phase_is_named_where_it_begins():
    series = a_series(
        THREE_YEARS, phases=[1] * 2 + [2] * 16 + [3] * 18, centre=[9.0] * 2 + [10.0] * 16 + [14.0] * 18,
        lower=[4.0] * 18 + [8.0] * 18, upper=[16.0] * 18 + [20.0] * 18,
    )  # fmt: skip
    named = list(by_class(draw(series), "earlier-centre"))
    assert ["".join(group.itertext()).split() for group in named] == [["9.0", "10.0"]]
    # There the first phase is too short for a label.
    assert [
        "".join(group.itertext()).split() for group in by_class(draw(series, size="narrow"), "earlier-centre")
    ] == [["10.0"]]
    assert not by_class(draw(a_series(THREE_YEARS)), "earlier-centre")


def test_reasons_come_from_the_document_unless_others_are_given():
    series = a_series(THREE_YEARS, phases=[1] * 18 + [2] * 18, excluded={3})
    series["phases"] = [{"phase": 1, "x": "", "reason": ""}, {"phase": 2, "x": "", "reason": "new form"}]
    series["exclusions"] = [{"x": months(36)[3], "reason": "strike"}]
    svg = draw(series)
    assert "New phase: new form" in texts(svg)
    assert "Jul 2023: Left out: strike" in texts(svg)
    assert "New phase: other" in texts(draw(series, phase_reasons={2: "other"}))


def test_a_phase_judged_on_older_lines_has_them_drawn_on_and_its_own_dashed():
    series = a_series(
        [*THREE_YEARS[:18], 15, 16, 14], phases=[1] * 18 + [2] * 3, judged_by=[1] * 21, own=(15.0, 12.0, 18.0)
    )
    svg = draw(series)
    assert len(pieces(path_of(svg, "centre"))) == 2
    assert len(pieces(path_of(svg, "centre provisional"))) == 1
    assert len(pieces(path_of(svg, "limits provisional"))) == 2
    assert {"Old average 10.0", "New average 15.0"} <= set(texts(svg))


def test_limits_with_fewer_than_thirteen_points_behind_them_are_dashed_and_the_key_says_so():
    few, enough = draw(a_series(YEAR)), draw(a_series([*YEAR, 10]))
    assert by_class(few, "limits provisional")[0].get("stroke-dasharray")
    assert not by_class(few, "limits")
    assert "Provisional: few points yet" in texts(few)
    assert not by_class(enough, "limits provisional")
    assert by_class(enough, "limits")[0].get("stroke-dasharray") is None
    assert "Provisional: few points yet" not in texts(enough)


def test_an_excluded_point_is_hollow_and_only_lightly_joined():
    svg = draw(a_series(THREE_YEARS, excluded={4}), exclusion_reasons={months(36)[4]: "strike"})
    hollow = by_class(svg, "left-out")[0]
    assert hollow.get("fill") == palette.PAPER
    assert len(marks(svg, "left-out")) == 1
    assert [len(piece) for piece in pieces(path_of(svg, "values"))] == [4, 31]
    assert len(pieces(path_of(svg, "values left-out"))) == 2
    assert "Aug 2023: Left out: strike" in texts(svg)


def test_lines_are_named_where_they_end_with_their_values():
    svg = draw(a_series(THREE_YEARS, target=13))
    assert {"Average 10.0", "Upper limit 16.0", "Lower limit 4.0", "Target 13"} <= set(texts(svg))
    assert by_class(svg, "target")


def test_a_run_chart_names_its_median_and_has_no_limits():
    svg = draw(a_series(THREE_YEARS, chart="run", lower=None, upper=None))
    assert "Median 10.0" in texts(svg)
    assert not by_class(svg, "limits")
    assert not by_class(svg, "band")


def test_limits_that_vary_follow_the_denominators():
    lower = [0.5 + 0.01 * (i % 3) for i in range(36)]
    series = a_series(
        [0.7 + 0.01 * (i % 5) for i in range(36)],
        n=[100] * 36,
        chart="p",
        centre=0.72,
        lower=lower,
        upper=0.9,
    )
    svg = draw(series)
    varying, level = pieces(path_of(svg, "limits"))
    assert len(varying) == 38  # every point, and half a step beyond either end
    assert len(level) == 2
    assert "Average 72%" in texts(svg)
    assert "80%" in texts(svg)


def test_two_sigma_lines_are_drawn_where_a_rule_that_looks_at_them_fired_or_when_asked_for():
    assert not by_class(draw(a_series(THREE_YEARS)), "two-sigma")
    assert len(pieces(path_of(draw(a_series(THREE_YEARS), two_sigma=True), "two-sigma"))) == 2
    near = a_series(THREE_YEARS, signals={3: [("two_in_three", "high")], 4: [("two_in_three", "high")]})
    assert by_class(draw(near), "two-sigma")
    assert "Two thirds of the way to the limits" in texts(draw(near))
    assert not by_class(draw(near, two_sigma=False), "two-sigma")
    for position in (3, 4):
        near["points"][position]["signals"][0]["counts"] = False
    assert not by_class(draw(near), "two-sigma")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_cycle_of_change_has_a_sign_of_its_own_and_the_key_names_it(size):
    noted = draw(a_series(THREE_YEARS), annotations=[("2024-09-15", "Strike")], size=size)
    assert not by_class(noted, "cycle")
    assert "Cycle of change (PDSA)" not in texts(noted)
    both = [("2023-09-15", "Strike"), ("2024-09-15", "Two visits", "cycle")]
    svg = draw(a_series(THREE_YEARS), annotations=both, size=size)
    assert {"Strike", "Two visits", "Cycle of change (PDSA)"} <= set(texts(svg))
    assert len(pieces(path_of(svg, "annotation"))) == len(pieces(path_of(svg, "cycle-start"))) == 1
    assert path_of(svg, "cycle")
    assert path_of(svg, "cycle quarters")
    dashes = {by_class(svg, name)[0].get("stroke-dasharray") for name in ("annotation", "cycle-start")}
    assert len(dashes) == 2


def test_numbered_cycles_stand_on_paper_and_their_sign_stands_beside_their_words():
    kinds = [(x, f"Event on {x}", "cycle" if i % 2 else "note") for i, x in enumerate(months(36)[::3])]
    svg = draw(a_series(THREE_YEARS), annotations=kinds)
    fills = {element.get("fill") for element in by_class(svg, "tag")}
    assert fills == {palette.INK, palette.PAPER}
    assert "1 Jul 2023: Event on 2023-07-01" in texts(svg)
    # Six beside their words, and one that says what the sign means.
    assert path_of(svg, "key-cycle").count("z") == 7
    assert "1 Apr 2023: Event on 2023-04-01" in texts(svg)
    assert overlaps(svg) == []


def test_there_is_no_other_kind_of_annotation():
    with pytest.raises(ValueError, match="no annotation of kind 'party'"):
        draw(a_series(YEAR), annotations=[("2023-09-15", "x", "party")])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(months(36)),
            st.sampled_from(["A", "New rota", "A second worker began on both wards"]),
            st.sampled_from(["note", "cycle"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["wide", "narrow"]),
)
def test_no_words_above_the_plot_touch_each_other_or_a_cycles_sign(annotations, size):
    svg = draw(a_series(THREE_YEARS), annotations=annotations, size=size)
    assert overlaps(svg) == []
    for x, y, across in re.findall(
        r"M(-?[\d.]+),(-?[\d.]+)a[\d.]+,[\d.]+ 0 1,0 ([\d.]+)", path_of(svg, "cycle")
    ):
        left, right, middle = float(x), float(x) + float(across), float(y)
        assert not any(
            box.left < right and left < box.right and box.top < middle < box.bottom for box in boxes(svg)
        )


def test_annotations_stand_beside_their_dates_if_there_is_room_and_in_a_numbered_key_if_not():
    two = [Annotation("2023-09-15", "New rota"), ("2025-06-01", "Second worker")]
    svg = draw(a_series(THREE_YEARS), annotations=two)
    assert {"New rota", "Second worker"} <= set(texts(svg))
    assert not by_class(svg, "tag")
    many = [(x, f"Event on {x}") for x in months(36)[::3]]
    svg = draw(a_series(THREE_YEARS), annotations=many)
    assert len([text for text in texts(svg) if ": Event on" in text]) == 12
    assert by_class(svg, "tag")
    outside = draw(a_series(THREE_YEARS), annotations=[("2021-01-01", "Long before"), ("soon", "Never")])
    assert not {"Long before", "Never"} & set(texts(outside))


def test_nothing_and_one_point_are_charts_too():
    empty = draw(a_series([]), title="Waits")
    assert "Nothing to draw yet. When the first value is there, it shows here" in " ".join(texts(empty))
    missing = draw(a_series([None, None], centre=None, lower=None, upper=None))
    assert "Nothing to draw yet" in " ".join(texts(missing))
    one = draw(a_series([5], centre=None, lower=None, upper=None))
    assert len(marks(one, "common")) == 1
    assert {"1 Apr", "2023"} <= set(texts(one))


def test_the_picture_is_named_and_described_and_scales():
    svg = draw(a_series(THREE_YEARS), title="Waits", name="c7")
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c7-title c7-desc"
    ids = {element.get("id"): element.text for element in root if element.get("id")}
    assert ids["c7-title"] == "Waits"
    assert ids["c7-desc"].startswith("XmR chart of Waits: 36 months")
    assert root.get("width") is None
    assert root.get("direction") == "ltr"  # a page in Arabic must not turn the axes round


def test_points_answer_to_the_keyboard_only_when_asked():
    series = a_series(THREE_YEARS, signals={7: [("outside", "high")]}, excluded={3})
    assert "tabindex" not in draw(series)
    svg = draw(series, interactive=True, exclusion_reasons={months(36)[3]: "strike"})
    spoken = [element for element in parsed(svg).iter() if element.get("tabindex") == "0"]
    assert len(spoken) == 36
    words = [element.get("aria-label") for element in spoken]
    assert "November 2023: 9. Improvement. Above the upper limit." in words
    assert "July 2023: 12. Left out: strike." in words
    assert all(element[0].text == element.get("aria-label") for element in spoken)
    assert parsed(svg).get("role") == "group"


def test_there_is_no_other_size():
    with pytest.raises(ValueError, match="no size 'huge'"):
        draw(a_series(YEAR), size="huge")


NASTY = '<script>alert("1")</script> & \'q\' "q" \u202eevil\u202c \x00\x0b\ufffe line\nbreak ]]>'


@pytest.mark.parametrize("interactive", [True, False])
def test_what_people_typed_is_never_markup(interactive):
    label = "<b>&\"'\u202e\x07"
    series = a_series(
        YEAR, x=[f"{label}{i}" for i in range(12)], key=NASTY, phases=[1] * 6 + [2] * 6, excluded={2}
    )
    svg = draw(
        series, title=NASTY, unit=NASTY, annotations=[(f"{label}4", NASTY)], phase_reasons={2: NASTY},
        exclusion_reasons={f"{label}2": NASTY}, interactive=interactive,
    )  # fmt: skip
    elements = {element.tag.rpartition("}")[2] for element in parsed(svg).iter()}
    assert elements <= {"svg", "title", "desc", "rect", "path", "g", "text"}
    assert "<script" not in svg
    assert not {"\u202e", "\x00", "\x07", "\ufffe"} & set(svg)
    assert "<script>alert(" in "".join(texts(svg))


def test_a_strict_content_policy_has_nothing_to_block():
    svg = draw(
        a_series(THREE_YEARS, target=13, excluded={2}), interactive=True, annotations=[("2024-01-01", "x")]
    )
    names = {name for element in parsed(svg).iter() for name in element.attrib}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on") or name.endswith("href")}
    assert "<style" not in svg
    assert "url(" not in svg
    assert svg.count("http") == 1  # the namespace


def test_every_list_of_fonts_ends_in_a_generic_family():
    fonts = [
        element.get("font-family")
        for element in parsed(draw(a_series(YEAR))).iter()
        if element.get("font-family")
    ]
    assert fonts
    assert all(family.endswith("sans-serif") for family in fonts)


LONG = "Specialist Perinatal Community Mental Health Team, East Wing"
RIGHT_TO_LEFT = "خدمة دعم الأقران في المجتمع للأشخاص الذين يعيشون مع الفصام"


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("name", [LONG, RIGHT_TO_LEFT, "W" * 300, "a b " * 100])
def test_long_names_stay_inside_the_picture_and_apart(size, name):
    assert len(LONG) == 60
    svg = draw(
        a_series(THREE_YEARS, target=13, phases=[1] * 18 + [2] * 18, excluded={3}),
        title=name, unit=name, size=size,
        annotations=[("2024-02-03", name), ("2024-03-03", name)], phase_reasons={2: name},
        exclusion_reasons={months(36)[3]: name},
    )  # fmt: skip
    wide, high = view_box(svg)
    for box in boxes(svg):
        assert box.left >= 0, box
        assert box.right <= wide, box
        assert box.top >= 0, box
        assert box.bottom <= high, box
    assert overlaps(svg) == []


@st.composite
def label_lists(draw_from):
    count = draw_from(st.integers(1, 500))
    kind = draw_from(st.sampled_from(["months", "days", "weeks", "quarters", "words", "scattered"]))
    start = draw_from(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1)))
    if kind == "months":
        return months(count, start.isoformat())
    if kind == "quarters":
        return months(count * 3, start.isoformat())[::3]
    if kind == "words":
        word = draw_from(st.sampled_from(["Ward", "A very long name of a place", "W"]))
        return [f"{word} {i}" for i in range(count)]
    if kind == "scattered":
        gaps = draw_from(st.lists(st.integers(1, 90), min_size=count, max_size=count))
        return [(start + timedelta(days=gap)).isoformat() for gap in accumulate(gaps)]
    return days(count, start.isoformat(), 7 if kind == "weeks" else 1)


@given(label_lists(), st.sampled_from(["wide", "narrow"]))
def test_no_two_labels_overlap_however_many_points_there_are(labels, size):
    values = [10 + (i * 7 % 5) for i in range(len(labels))]
    svg = draw(a_series(values, x=labels, target=12), size=size)
    assert overlaps(svg) == []
    wide, _ = view_box(svg)
    assert all(box.left >= 0 and box.right <= wide for box in boxes(svg))
    assert len(marks(svg, "common")) == len(labels)


@given(
    st.lists(
        st.none() | st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: round(v, 3)), min_size=1, max_size=40
    ),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.floats(0, 1e9, allow_nan=False),
)
def test_every_value_is_drawn_inside_the_plot(values, centre, half):
    svg = draw(a_series(values, centre=centre, lower=centre - half, upper=centre + half, target=centre))
    wide, high = view_box(svg)
    for d in marks(svg, "common"):
        x, y = (float(number) for number in re.match(r"M(-?[\d.]+),(-?[\d.]+)", d).groups())
        assert 0 <= x <= wide
        assert 0 <= y <= high
    assert overlaps(svg) == []
