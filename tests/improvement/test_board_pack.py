"""Board packs: from releases alone, as a PDF that everybody can read and as slides."""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from datetime import date, timedelta

import pytest
from django.urls import reverse

from alongside.core import clock
from alongside.improvement.actions import releases as releasing
from alongside.improvement.board_pack import MOST_SHEETS, made_of, pdf, slides
from alongside.improvement.queries import releases
from tests.improvement.conftest import shares
from tests.improvement.releasing import cleared, sent

from .test_pages import at, text

TODAY = date(2026, 11, 23)
MONTHS_24 = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
STEADY = [(90 + place % 7, 150) for place in range(24)]
RISEN = [(60 + place % 5, 150) for place in range(12)] + [(110 + place % 5, 150) for place in range(12)]
CANARY = "Zebedee Quackenbush"


@pytest.fixture
def released(cast, define, take):
    """Release measures of two years; by name, with what is said of each."""

    def released(**named):
        measures = []
        for name, (pairs, said) in named.items():
            measure = define(name=name.replace("_", " "), **said)
            take(measure, shares(pairs, labels=MONTHS_24))
            measures.append(measure)
        return cleared(cast, *measures)

    return released


@pytest.fixture
def three(released):
    return released(
        Felt_understood=(RISEN, {"target": 0.99}),
        Asked_first=(STEADY, {}),
        Left_early=(RISEN, {"better": "down"}),
    )


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def packed(cast):
    return made_of(cast.harbour, releases.newest(cast.improvement_lead), TODAY)


def words_of(made: bytes) -> list[str]:
    """Every text of a deck, slide by slide, with its tables, notes and text alternatives."""
    import pptx

    found = []
    for slide in pptx.Presentation(io.BytesIO(made)).slides:
        said = []
        for shape in slide.shapes:
            said.append(
                shape._element.xpath(".//p:cNvPr/@descr")[0]
                if shape._element.xpath(".//p:cNvPr/@descr")
                else ""
            )
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        said.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
        found.append("\n".join(said))
    return found


def content_of(made: bytes) -> bytes:
    """A PDF with its compressed parts unpacked."""
    parts = [made]
    for start in re.finditer(rb"stream\r?\n", made):
        try:
            parts.append(zlib.decompressobj().decompress(made[start.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


# What is in it


def test_what_needs_attention_stands_first_and_each_chart_has_its_footing(cast, three):
    pack = packed(cast)
    assert [sheet.title for sheet in pack.sheets] == ["Left early", "Felt understood", "Asked first"]
    assert [sheet.needs_attention for sheet in pack.sheets] == [True, True, False]
    assert "2 need your attention" in pack.attention_words
    assert pack.lede.startswith("3 charts: 1 with concern, 1 with improvement and 1 with usual variation")
    assert "2 of 3 icons say that something changed" in pack.by_chance
    first = pack.sheets[0]
    assert first.period == "December 2025"
    assert first.n == "n about 150"
    assert "something changed, for the worse" in " ".join(first.says)
    assert "24 months" in first.footing
    assert (
        "How it is counted: Answers 'yes, definitely', out of all answers. Source: Paper cards."
        in first.counted
    )
    assert "Released 23 November 2026 under" in first.released


def test_hidden_figures_are_said_and_never_shown(cast, released):
    released(Supervision=([(3, 150)] * 23 + [(2, 150)], {}), Asked_first=(STEADY, {}))
    sheet = next(sheet for sheet in packed(cast).sheets if sheet.title == "Supervision")
    assert sheet.value == "too few to show"
    assert sheet.svg == ""
    assert "24 too few to show" in sheet.footing
    said = "".join(page for page in words_of(slides(packed(cast))) if page.startswith("\nSupervision"))
    assert "too few to show" in said
    assert not re.search(r"\b[23] of 150\b|\b[12](\.\d)?%", said)


def test_an_icon_that_would_tell_of_hidden_figures_is_not_told(cast, released):
    risen = [(75 + place % 3, 150) for place in range(12)] + [(147 + place % 3, 150) for place in range(12)]
    released(Falls=(risen, {}))
    pack = packed(cast)
    assert pack.sheets[0].icons[0].svg == ""
    assert not pack.sheets[0].needs_attention
    assert "1 whose icon is not told" in pack.lede
    assert any("is not told." in sentence for sentence in pack.sheets[0].says)


def test_what_was_not_released_is_in_no_pack(cast, three, define, take):
    take(define(name="Never released"), shares(STEADY, labels=MONTHS_24))
    waiting = define(name="Waits to be cleared")
    take(waiting, shares(STEADY, labels=MONTHS_24))
    sent(cast, waiting)
    written = " ".join(words_of(slides(packed(cast))))
    assert "Never released" not in written
    assert "Waits to be cleared" not in written


def test_a_withdrawn_release_is_in_no_pack(cast, three):
    releasing.withdraw(release=three, why="A wrong denominator.", by=cast.privacy_lead)
    assert packed(cast).sheets == ()


def test_the_newest_release_of_a_measure_counts(cast, define, take):
    measure = define(name="Felt understood")
    take(measure, shares(STEADY, labels=MONTHS_24))
    cleared(cast, measure, until="2025-06-01")
    with clock.set_to(clock.now() + timedelta(days=1)):
        cleared(cast, measure)
    assert [sheet.period for sheet in packed(cast).sheets] == ["December 2025"]


def test_nobody_is_named(cast, define, take):
    somebody = cast.member(cast.improvement_lead.role, name=CANARY)
    measure = define(name="Felt understood", by=somebody)
    take(measure, shares(STEADY, labels=MONTHS_24), by=somebody)
    cleared(cast, measure)
    assert CANARY not in "".join(words_of(slides(packed(cast))))
    assert CANARY.encode() not in content_of(pdf(packed(cast)))
    assert "Imran" not in "".join(words_of(slides(packed(cast))))


# The slides


def test_slides_are_a_cover_a_table_of_icons_the_charts_and_how_to_read_them(cast, three):
    import pptx

    made = slides(packed(cast))
    deck = pptx.Presentation(io.BytesIO(made))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [
        "Board pack: is it an improvement?", "In short", "Left early", "Felt understood", "Asked first",
        "How to read these charts", "What was done so that nobody can be recognised",
    ]  # fmt: skip
    assert deck.core_properties.title == "Board pack: is it an improvement?"
    assert deck.core_properties.author == ""
    table = next(shape.table for shape in deck.slides[1].shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Icons", "Chart", "What it shows", "Latest figure"]
    assert rows[1][1] == "Left early"
    assert rows[1][2].startswith("Needs your attention. Concern")
    assert "n about 150" in rows[1][3]
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.shape_type == 13:  # a picture
                assert shape._element.nvPicPr.cNvPr.get("descr"), "a picture without a text alternative"
    chart = words_of(made)[2]
    assert "p chart of Left early" in chart
    assert "n about 150" in chart
    assert "How it is counted" in chart


def test_a_table_of_many_goes_on_over_slides(cast, three):
    found = releases.newest(cast.improvement_lead) * 7
    said = words_of(slides(made_of(cast.harbour, found, TODAY)))
    assert [page.count("In short") for page in said[:4]] == [0, 1, 1, 1]
    assert len(said) == 1 + 3 + 21 + 2


# The PDF


def test_the_pdf_is_tagged_and_has_a_title_a_language_and_its_letters(cast, three):
    made = pdf(packed(cast))
    assert made.startswith(b"%PDF-1.7")
    whole = content_of(made)
    assert b"/MarkInfo" in whole
    assert re.search(rb"/Marked true", whole)
    assert b"/StructTreeRoot" in whole
    assert re.search(rb"/Lang ?\(en", whole)
    assert b"pdfuaid:part" in whole
    assert re.search(rb"/DisplayDocTitle true", whole)
    assert b"DejaVuSans" in whole
    assert b"/FontFile2" in whole
    assert whole.count(b"/Alt") >= 3 + 3 + 2


def test_the_words_of_the_pdf(cast, three, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pdf(packed(cast)))
    try:
        said = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
        ).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not on this machine")
    assert "Page 1 of 5" in said
    assert "Left early" in said
    assert "How to read these charts" in said
    assert "Small numbers as in NHS hospital statistics" in said


@pytest.mark.parametrize(
    "name",
    [
        "ليلى حداد: نسبة الأشخاص الذين فهموا",
        "漢字 🙂 and \u202eturned round",
        "#set page(width: 1pt) $x$ @ref <label> \\ `raw` [content]",
        "<script>alert(1)</script> & \"quotes\"",
        "A name of nearly a hundred and sixty letters that has to be wrapped more than once wherever it stands, in a table as on a slide",
    ],
)  # fmt: skip
def test_any_name_is_only_a_name(cast, define, take, name):
    measure = define(name=name)
    take(measure, shares(STEADY, labels=MONTHS_24))
    cleared(cast, measure)
    assert pdf(packed(cast)).startswith(b"%PDF")
    assert words_of(slides(packed(cast)))


def test_a_pack_in_another_language_is_made_as_well(cast, three):
    from django.utils import translation

    with translation.override("cy"):
        assert b"/Lang" in content_of(pdf(packed(cast)))


# The pages


def test_with_nothing_released_the_page_says_what_to_do(cast, lead):
    said = text(lead.get(at(cast, "board_pack")))
    assert "Nothing has been released yet." in said
    assert "Prepare a release" in said
    assert "Prepare a release" not in text(cast.client(cast.privacy_lead).get(at(cast, "board_pack")))
    assert lead.get(at(cast, "board_pack_pdf")).url.endswith("?problem=none")


def test_the_page_offers_every_released_chart(cast, lead, three):
    page = lead.get(at(cast, "board_pack"))
    assert page.content.decode().count("checked") == 3
    assert "Left early" in text(page)
    assert "Released 23 November 2026" in text(page)
    assert at(cast, "board_pack_pptx") in page.content.decode()


def test_a_pack_holds_the_charts_that_were_chosen(cast, lead, three):
    key = re.search(r'value="([^"]+/)" checked', lead.get(at(cast, "board_pack")).content.decode())[1]
    answer = lead.get(at(cast, "board_pack_pptx"), {"chosen": "1", "chart": key})
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert answer["Content-Disposition"] == 'attachment; filename="harbour-board-pack-2026-11-23.pptx"'
    said = "".join(words_of(answer.content))
    assert "Left early" in said
    assert "Asked first" not in said
    assert lead.get(at(cast, "board_pack_pdf")).content.startswith(b"%PDF")


def test_none_and_too_many_are_said(cast, lead, three, monkeypatch):
    nothing = lead.get(at(cast, "board_pack_pdf"), {"chosen": "1"}, follow=True)
    assert "Choose at least one chart." in text(nothing)
    monkeypatch.setattr("alongside.improvement.views.board_pack.MOST_SHEETS", 2)
    page = lead.get(at(cast, "board_pack"))
    assert page.content.decode().count("checked") == 2
    many = lead.get(at(cast, "board_pack_pdf"), follow=True)
    assert "A board pack holds at most 2 charts. Choose fewer." in text(many)
    assert MOST_SHEETS == 30


@pytest.mark.parametrize("name", ["board_pack", "board_pack_pdf", "board_pack_pptx"])
def test_who_may_take_it(cast, three, name):
    url = reverse(name, kwargs={"project": cast.harbour.slug})
    for allowed in (cast.improvement_lead, cast.privacy_lead, cast.project_evaluator):
        assert cast.client(allowed).get(url).status_code == 200
    assert cast.client(cast.clinician).get(url).status_code == 403
    for outside in (cast.stranger, cast.ended_member, cast.lantern_improvement_lead):
        assert cast.client(outside).get(url).status_code == 404
    assert cast.client().get(url).status_code == 302
