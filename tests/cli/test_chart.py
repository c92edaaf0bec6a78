"""`alongside chart` from a file to a table, JSON and pictures, and a sentence for what it can't do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pptx
import pytest

from alongside.__main__ import main
from alongside.cli.chart.pictures import file_names

MONTHS = [f"20{24 + i // 12}-{i % 12 + 1:02}-01" for i in range(24)]
PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
DAYS = ("--x", "month", "--y", "days")
WAITS = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2


@pytest.fixture
def file(tmp_path):
    """Write a table to a file and return its path."""

    def written(*rows: str, name: str = "waits.csv") -> str:
        path = tmp_path / name
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def waits(file):
    return file("month,days", *(f"{month},{days}" for month, days in zip(MONTHS, WAITS, strict=True)))


@pytest.fixture
def answers(file):
    """Thirteen months of answers 1 to 5 from two wards; 6 is no answer."""
    rows = []
    for month in range(13):
        day = f"20{24 + month // 12}-{month % 12 + 1:02}-14"
        rows += [f"{day},Cedar,{answer}" for answer in "1122345"] + [
            f"{day},Ash,{answer}" for answer in "1236"
        ]
    return file("date,ward,answer", *rows, name="answers.csv")


@pytest.fixture
def chart(capsys):
    """Run the command; return its exit code, what it said and what it complained of."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(["chart", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def series(chart):
    """Run the command with --json and return its series."""

    def ran(*arguments: str) -> list[dict]:
        code, out, err = chart(*arguments, "--json")
        assert (code, err) == (0, "")
        document = json.loads(out)
        assert document["format"] == "alongside.chart/1"
        return document["series"]

    return ran


def test_values_without_a_denominator_make_an_xmr_chart_and_it_says_why(series, waits):
    (one,) = series(waits, *DAYS, "--better", "down", "--target", "9")
    assert (one["key"], one["chart"], one["rules"], one["better"], one["target"]) == (
        None,
        "xmr",
        "nhs",
        "down",
        9,
    )
    assert [point["y"] for point in one["points"]] == WAITS
    assert [point["x"] for point in one["points"]] == MONTHS
    assert one["points"][0]["centre"] == pytest.approx(121 / 12)
    assert "XmR chart, because there is no denominator (--n)" in one["notes"]


def test_a_type_that_was_asked_for_needs_no_reason(series, waits):
    (one,) = series(waits, *DAYS, "--chart", "run")
    assert (one["chart"], one["rules"]) == ("run", "anhoej")
    assert not any("because" in note for note in one["notes"])


def test_counts_with_a_denominator_make_the_chart_that_suits_them(series, file):
    rows = [f"{month},{40 + i % 3},80" for i, month in enumerate(MONTHS)]
    (share,) = series(file("m,met,seen", *rows), "--x", "m", "--y", "met", "--n", "seen")
    assert share["chart"] == "p"
    assert share["points"][0]["y"] == 0.5
    assert share["points"][0]["n"] == 80
    rows = [f"{month},{90 + i % 3},80" for i, month in enumerate(MONTHS)]
    (rate,) = series(file("m,falls,days", *rows), "--x", "m", "--y", "falls", "--n", "days")
    assert rate["chart"] == "u"
    rows = [f"{month},{400 + 300 * (i % 2)},1000" for i, month in enumerate(MONTHS)]
    (wild,) = series(file("m,met,seen", *rows), "--x", "m", "--y", "met", "--n", "seen")
    assert wild["chart"] == "pp"
    assert any("more than chance allows" in note for note in wild["notes"])


def test_rows_are_counted_into_months(series, answers):
    (one,) = series(
        answers, "--x", "date", "--where", "answer=1|2", "--of", "answer=1|2|3|4|5", "--every", "month",
        "--chart", "p", "--as-of", "2026-01-01",
    )  # fmt: skip
    assert len(one["points"]) == 13
    assert one["points"][0]["x"] == "2024-01-01"
    assert {point["n"] for point in one["points"]} == {10}
    assert {point["y"] for point in one["points"]} == {0.6}


def test_each_value_of_a_column_is_a_series(series, answers):
    found = series(
        answers, "--x", "date", "--where", "answer=1|2", "--of", "answer=1|2|3|4|5", "--every", "month",
        "--by", "ward", "--as-of", "2026-01-01",
    )  # fmt: skip
    assert [one["key"] for one in found] == ["Cedar", "Ash"]
    assert [one["points"][0]["n"] for one in found] == [7, 3]


def test_a_period_that_has_not_finished_is_not_plotted_and_that_is_noted(series, answers):
    (one,) = series(
        answers, "--x", "date", "--where", "answer=1", "--every", "month", "--as-of", "2025-01-20",
    )  # fmt: skip
    assert one["points"][-1]["x"] == "2024-12-01"
    assert any("had not finished by" in note for note in one["notes"])


def test_values_are_summed_over_a_period(series, file):
    path = file("day,kind,falls", *(f"2024-0{1 + i % 3}-0{1 + i},ward {i % 2},{i}" for i in range(9)))
    (one,) = series(path, "--x", "day", "--y", "falls", "--every", "month", "--agg", "sum")
    assert [point["y"] for point in one["points"]] == [0 + 3 + 6, 1 + 4 + 7, 2 + 5 + 8]


def test_settings_reach_the_judge(series, waits):
    (one,) = series(
        waits, *DAYS, "--no-screen", "--trend", "6", "--two-in-three", "within",
        "--baseline", "12", "--multiply", "10", "--rules", "anhoej", "--centre", "100",
    )  # fmt: skip
    asked = {
        "screen": False,
        "trend": 6,
        "two_in_three": "within",
        "baseline": 12,
        "multiply": 10,
        "centre": 100,
    }
    assert asked.items() <= one["settings"].items()
    assert one["rules"] == "anhoej"
    assert one["points"][0]["y"] == 100
    assert [point["in_baseline"] for point in one["points"]] == [True] * 12 + [False] * 12


def test_phases_and_left_out_points_carry_their_reasons(series, waits):
    (one,) = series(
        waits, *DAYS, "--phase", "2025-01-01=new rota", "--exclude", "1/3/2024=strike = no one",
    )  # fmt: skip
    assert [point["phase"] for point in one["points"]] == [1] * 12 + [2] * 12
    assert {point["judged_by"] for point in one["points"]} == {1}
    assert one["phases"][1] == {"phase": 2, "x": "2025-01-01", "reason": "new rota"}
    assert one["exclusions"] == [{"x": "2024-03-01", "reason": "strike = no one"}]
    assert one["points"][2]["excluded"]


def test_labels_may_have_equals_signs(series, file):
    path = file("x,y", "a=1,3", "a=2,4", "a=3,5")
    (one,) = series(path, "--x", "x", "--y", "y", "--phase", "a=2=moved")
    assert [point["phase"] for point in one["points"]] == [1, 2, 2]


def test_a_series_without_the_date_of_a_phase_begins_it_at_its_next_point(series, file):
    rows = [f"{month},{i},Cedar" for i, month in enumerate(MONTHS)]
    rows += [f"{month},{i},Ash" for i, month in enumerate(MONTHS) if month != "2025-01-01"]
    path = file("m,y,ward", *rows)
    cedar, ash = series(path, "--x", "m", "--y", "y", "--by", "ward", "--phase", "2025-01-01=moved")
    assert next(point["x"] for point in cedar["points"] if point["phase"] == 2) == "2025-01-01"
    assert next(point["x"] for point in ash["points"] if point["phase"] == 2) == "2025-02-01"
    assert "there is no point at 2025-01-01, so the phase begins at 2025-02-01" in ash["notes"]


def test_a_target_of_a_share_may_be_a_percentage(series, file):
    path = file("m,met,seen", *(f"{month},40,80" for month in MONTHS))
    (one,) = series(path, "--x", "m", "--y", "met", "--n", "seen", "--target", "95%")
    assert one["target"] == 0.95
    (hundreds,) = series(
        path, "--x", "m", "--y", "met", "--n", "seen", "--target", "95%", "--multiply", "100"
    )
    assert hundreds["target"] == 95


def test_people_get_a_table(chart, waits):
    code, out, _ = chart(waits, *DAYS, "--better", "down", "--target", "20", "--unit", "days")
    lines = out.splitlines()
    assert code == 0
    assert lines[1] == "days · 24 months, Jan 2024 to Dec 2025 · XmR chart"
    assert lines[3].split() == [
        "When", "Value", "Average", "Lower", "limit", "Upper", "limit", "What", "it", "says",
    ]  # fmt: skip
    assert lines[4].startswith("Jan 2024")
    assert "Variation: Usual variation." in lines
    assert "Target 20: If nothing changes, the target will be met." in lines
    assert "- XmR chart, because there is no denominator (--n)." in lines


def test_several_series_get_a_line_each_what_concerns_first_and_what_chance_would_do(chart, file):
    rows = [f"{month},{days},Calm" for month, days in zip(MONTHS, WAITS, strict=True)]
    rows += [
        f"{month},{days + 30 * (i == 23)},Odd"
        for i, (month, days) in enumerate(zip(MONTHS, WAITS, strict=True))
    ]
    code, out, _ = chart(
        file("m,days,ward", *rows), "--x", "m", "--y", "days", "--by", "ward", "--better", "down"
    )
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "days, by ward: 2 series"
    assert lines[3].startswith("Odd")
    assert lines[3].endswith("concern, high")
    assert lines[4].startswith("Calm")
    assert "1 of 2 latest points say that something changed; chance alone would make about 0 say so." in out


def test_pictures_are_written_and_said(chart, waits, tmp_path):
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    code, out, _ = chart(
        waits,
        "--x",
        "month",
        "--y",
        "days",
        "--svg",
        str(svg),
        "--png",
        str(png),
        "--title",
        "Waits & <more>",
    )
    assert code == 0
    assert f"The chart is in {svg}." in out
    assert '<title id="chart-title">Waits &amp; &lt;more&gt;</title>' in svg.read_text("utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_with_json_only_json_goes_to_the_output(chart, waits, tmp_path):
    code, out, err = chart(waits, *DAYS, "--json", "--svg", str(tmp_path / "a.svg"))
    assert code == 0
    json.loads(out)
    assert "a.svg" in err


def test_several_series_become_a_folder_of_pictures_and_it_says_so(chart, file, tmp_path):
    path = file(
        "m,y,ward",
        *(f"{month},{i},{ward}" for ward in ("Cedar/1", "Cedar 1") for i, month in enumerate(MONTHS)),
    )
    code, out, _ = chart(path, "--x", "m", "--y", "y", "--by", "ward", "--svg", str(tmp_path / "wards.svg"))
    assert code == 0
    assert sorted(made.name for made in (tmp_path / "wards").iterdir()) == ["cedar-1-2.svg", "cedar-1.svg"]
    assert f"2 SVG files, one for each value of ward, are in the folder {tmp_path / 'wards'}" in out


def test_file_names_are_plain_and_different():
    assert file_names(["Ward 1", "ward/1", "../../etc", "שלום", "!"], "svg") == [
        "ward-1.svg", "ward-1-2.svg", "etc.svg", "שלום.svg", "series.svg",
    ]  # fmt: skip
    # One name written two ways, what Windows takes for a device, and the longest of names.
    assert file_names(["Zo\u00eb", "Zoe\u0308", "CON", "W" * 300], "html") == [
        "zoë.html", "zoë-2.html", "con-series.html", f"{'w' * 60}.html",
    ]  # fmt: skip


# Web pages and slides


def test_one_series_becomes_one_page_that_is_whole(chart, waits, tmp_path):
    page = tmp_path / "waits.html"
    code, out, _ = chart(waits, *DAYS, "--html", str(page), "--title", "Waits & <more>", "--target", "9")
    assert code == 0
    assert out == f"The page is {page}. Open it in a browser.\n"
    html = page.read_text("utf-8")
    assert "<title>Waits &amp; &lt;more&gt;</title>" in html
    assert "The file waits.csv" in html
    assert html.count("XmR chart, because there is no denominator") == 1
    assert "<script" not in html
    assert "All charts" not in html


@pytest.fixture
def wards(file):
    """Three wards of 24 months: Ash usual, Birch rising, Cedar usual."""
    rows = [
        f"{month},{days + (6 if ward == 'Birch' and i > 15 else 0)},{ward}"
        for ward in ("Cedar", "Ash", "Birch")
        for i, (month, days) in enumerate(zip(MONTHS, WAITS, strict=True))
    ]
    return file("month,days,ward", *rows, name="wards.csv")


BY_WARD = (*DAYS, "--by", "ward", "--better", "down")


def links(page: str) -> list[str]:
    return re.findall(r'<a href="(series/[^"]+)">', page)


def test_several_series_become_a_folder_with_a_page_of_icons_concerns_first(chart, wards, tmp_path):
    folder = tmp_path / "wards"
    code, out, _ = chart(wards, *BY_WARD, "--target", "12", "--html", str(folder))
    assert code == 0
    assert f"3 pages, one for each value of ward, are in the folder {folder}." in out
    assert re.search(
        r"1 of 3 latest points say that something changed; chance alone would make about \d say so\.", out
    )

    index = (folder / "index.html").read_text("utf-8")
    assert links(index) == ["series/birch.html", "series/cedar.html", "series/ash.html"]
    assert "1 of concern, 2 as usual." in index
    assert "chance alone would make about" in index
    assert '<a href="by-name.html">by name</a>' in index
    by_name = (folder / "by-name.html").read_text("utf-8")
    assert links(by_name) == ["series/ash.html", "series/birch.html", "series/cedar.html"]
    for link in links(index):
        assert '<a href="../index.html">All charts</a>' in (folder / link).read_text("utf-8")


def test_hostile_names_of_series_stay_inside_the_folder_and_text(chart, file, tmp_path):
    names = ["../../out", "index", "a?b#c%2e", "<script>alert(1)</script>", "con", "شفاء"]
    rows = [f'{month},1,"{name}"' for name in names for month in MONTHS[:2]]
    path = file("month,days,ward", *rows)
    folder = tmp_path / "made" / "pages.html"
    code, _, err = chart(path, *BY_WARD, "--html", str(folder))
    assert (code, err) == (0, "")
    made = {str(each.relative_to(tmp_path / "made")) for each in (tmp_path / "made").rglob("*.html")}
    assert made == {
        "pages/index.html", "pages/by-name.html", "pages/series/out.html", "pages/series/index.html",
        "pages/series/a-b-c-2e.html", "pages/series/script-alert-1-script.html", "pages/series/con-series.html",
        "pages/series/شفاء.html",
    }  # fmt: skip
    index = (tmp_path / "made" / "pages" / "index.html").read_text("utf-8")
    assert "<script" not in index
    assert {unquote(link) for link in links(index)} == {
        name.removeprefix("pages/") for name in made if "/series/" in name
    }


def test_slides_are_one_file_with_a_slide_for_each_series_concerns_first(chart, waits, wards, tmp_path):
    one, many = tmp_path / "one.pptx", tmp_path / "many.pptx"
    assert chart(waits, *DAYS, "--pptx", str(one), "--title", "Waits")[1] == f"The slide is in {one}.\n"
    assert [slide.shapes.title.text_frame.text for slide in pptx.Presentation(one).slides] == ["Waits"]
    code, out, _ = chart(wards, *BY_WARD, "--pptx", str(many))
    assert code == 0
    assert f"3 slides are in {many}." in out
    titles = [slide.shapes.title.text_frame.text for slide in pptx.Presentation(many).slides]
    assert titles == ["days, by ward", "Birch", "Cedar", "Ash"]


def test_with_json_what_is_said_about_pages_and_slides_goes_elsewhere(chart, waits, tmp_path):
    code, out, err = chart(
        waits, *DAYS, "--json", "--html", str(tmp_path / "a.html"), "--pptx", str(tmp_path / "a.pptx")
    )
    assert code == 0
    json.loads(out)
    assert "a.html" in err
    assert "a.pptx" in err


@pytest.mark.parametrize("kind", ["html", "pptx"])
def test_a_page_or_slide_that_cannot_be_written_is_a_failure_in_a_sentence(chart, waits, tmp_path, kind):
    (tmp_path / "taken").write_text("")
    code, _, err = chart(waits, *DAYS, f"--{kind}", str(tmp_path / "taken" / f"a.{kind}"))
    assert code == 1
    assert "could not be written" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--x", "moth", "--y", "days"], "There is no column “moth”. Did you mean: month?"),
        (["--x", "month"], "Choose the column to plot (y), or say which rows to count (where)."),
        (["--y", "days"], "The following arguments are required: --x."),
        ([*DAYS, "--chart", "pie"], "There is no chart type “pie”. Choose one of: run, xmr"),
        ([*DAYS, "--chart", "p"], "The p chart needs a denominator for each point."),
        ([*DAYS, "--better", "sideways"], "“sideways” is not a choice for better."),
        ([*DAYS, "--target", "soon"], "--target soon: this is not a number."),
        ([*DAYS, "--target", "nan"], "--target nan: this is not a number."),
        ([*DAYS, "--trend", "5"], "“5” is not a choice for trend."),
        ([*DAYS, "--baseline", "1"], "A baseline needs at least 2 rows; 1 is too few."),
        ([*DAYS, "--every", "month"], "sum, mean or median (agg)"),
        ([*DAYS, "--every", "year", "--agg", "sum"], "Choose day, week, month or quarter."),
        ([*DAYS, "--as-of", "soon"], "--as-of soon: this is not a date."),
        (
            [*DAYS, "--phase", "2024-02-15=new"],
            "no point of the data is at “2024-02-15”. Points are at 2024-02-01, 2024-03-01 and others.",
        ),
        ([*DAYS, "--phase", "2024-02-01"], "a reason is needed. Write --phase 'X=REASON'."),
        ([*DAYS, "--exclude", "2024-02-01= "], "a reason is needed. Write --exclude"),
        (
            [*DAYS, "--phase", "2024-01-01=start"],
            "“2024-01-01” is the first point, so no phase can begin there.",
        ),
        (
            [*DAYS, "--exclude", "2024-02-01=a", "--exclude", "1/2/2024=b"],
            "there is already a reason for “2024-02-01”.",
        ),
        ([*DAYS, "--pdf", "x.pdf"], "Unrecognized arguments: --pdf x.pdf."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence_with_exit_code_2(chart, waits, arguments, sentence):
    code, out, err = chart(waits, *arguments)
    assert code == 2
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("rows", "arguments", "sentence"),
    [
        (["x,y", "1,a", "2,4", "3,5"], [], "Row 2, column “y”: “a” is not a number."),
        (
            ["x,y,n", "a,5,4", "b,2,4"],
            ["--n", "n", "--chart", "p"],
            "Row 2 (a): the numerator (5) is larger than",
        ),
        (["x,y", "a,5", "b,-3"], ["--chart", "c"], "row 3 (b): the numerator is negative"),
        (["x,y", "a,5", "a,3"], [], "Row 3, column “x”: “a” is already in row 2."),
    ],
)
def test_bad_figures_are_named_by_file_and_row(chart, file, rows, arguments, sentence):
    path = file(*rows)
    code, _, err = chart(path, "--x", "x", "--y", "y", *arguments)
    assert code == 2
    assert err.startswith(path)
    assert sentence in err


def test_a_target_that_no_share_can_reach_is_refused_with_what_to_write(chart, file):
    path = file("m,met,seen", *(f"{month},40,80" for month in MONTHS))
    code, _, err = chart(path, "--x", "m", "--y", "met", "--n", "seen", "--target", "95")
    assert code == 2
    assert "Did you mean 0.95? Write --target 0.95, or --target 95%." in err


def test_a_missing_file_is_bad_input_and_an_unwritable_one_a_failure(chart, waits, tmp_path):
    code, _, err = chart(str(tmp_path / "none.csv"), "--x", "a", "--y", "b")
    assert code == 2
    assert "There is no file" in err
    (tmp_path / "taken").write_text("")
    code, _, err = chart(waits, *DAYS, "--svg", str(tmp_path / "taken" / "a.svg"))
    assert code == 1
    assert "could not be written" in err


def test_a_folder_for_several_series_is_not_put_over_a_file(chart, file, tmp_path):
    path = file("m,y,ward", "2024-01-01,1,Ash", "2024-01-01,2,Cedar")
    taken = tmp_path / "taken"
    taken.write_text("precious")
    code, _, err = chart(path, "--x", "m", "--y", "y", "--by", "ward", "--svg", str(taken))
    assert code == 2
    assert "several series need a folder" in err
    assert taken.read_text() == "precious"


def test_the_command_starts_neither_django_nor_heavy_statistics(waits, tmp_path):
    script = (
        "import sys; from alongside.__main__ import main; "
        f"main(['chart', {waits!r}, '--x', 'month', '--y', 'days', '--svg', {str(tmp_path / 'a.svg')!r}]); "
        "heavy = {'django', 'scipy', 'statsmodels', 'openpyxl', 'resvg_py', 'pptx'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_has_had_enough_is_no_failure(answers):
    script = (
        "import sys; from alongside.__main__ import main; "
        f"asked = ['chart', {answers!r}, '--x', 'date', '--where', 'answer=1', '--every', 'day', '--json']; "
        "sys.exit(main(asked))"
    )
    run = subprocess.Popen([sys.executable, "-c", script], **PIPES)
    assert run.stdout.readline() == "{\n"
    run.stdout.close()
    assert run.stderr.read() == ""
    run.stderr.close()
    assert run.wait() == 0


def test_names_with_accents_survive_a_bare_locale(file):
    path = file("x,y", "Zoë,1", "Ash,-2")
    done = subprocess.run(
        [sys.executable, "-m", "alongside", "chart", path, "--x", "x", "--y", "y"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path("src").resolve())},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Zoë" in done.stdout.decode("utf-8")


def test_an_excel_file_is_charted_too(series, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["month", "days"])
    for month, days in zip(MONTHS, WAITS, strict=True):
        sheet.append([month, days])
    book.save(tmp_path / "waits.xlsx")
    (one,) = series(str(tmp_path / "waits.xlsx"), *DAYS)
    assert [point["y"] for point in one["points"]] == WAITS


STAYS = ("--x", "day", "--y", "minutes")


@pytest.fixture
def stays(file):
    """Three values a month, unsorted, one of them missing."""
    rows = [
        f"{month[:8]}{day:02},{30 + (7 * i + day) % 11}"
        for i, month in enumerate(MONTHS)
        for day in (3, 9, 20)
    ]
    return file("day,minutes", *reversed(rows[:-1]), rows[-1].split(",")[0] + ",")


def test_values_of_a_month_are_a_sample_of_an_xbar_and_of_an_s_chart(series, stays):
    months = ("--every", "month", "--as-of", "2026-01-01")
    (xbar,) = series(stays, *STAYS, *months, "--chart", "xbar")
    (s,) = series(stays, *STAYS, *months, "--chart", "s", "--sigma", "sbar")
    assert [point["x"] for point in xbar["points"]] == MONTHS
    assert [point["n"] for point in xbar["points"]] == [3] * 23 + [2]
    assert xbar["points"][0]["y"] == pytest.approx((33 + 39 + 39) / 3)
    assert s["points"][0]["y"] == pytest.approx(12**0.5)
    assert (xbar["settings"]["sigma"], s["settings"]["sigma"]) == (None, "sbar")
    assert any("pooled" in note for note in xbar["notes"])


def test_the_rows_of_one_x_are_a_sample_in_the_order_in_which_they_come(series, file):
    path = file("round,score", "b,4", "a,1", "b,6", "a,2", "c,9")
    (one,) = series(path, "--x", "round", "--y", "score", "--chart", "xbar")
    assert [(point["x"], point["y"], point["n"]) for point in one["points"]] == [
        ("b", 5, 2), ("a", 1.5, 2), ("c", 9, 1),
    ]  # fmt: skip
    assert one["points"][2]["upper"] is None


def test_samples_may_be_given_by_their_mean_size_and_standard_deviation(series, file):
    path = file(
        "m,mean,size,sd", *(f"{month},{5 + i % 3},{4},{1.5 + i % 2}" for i, month in enumerate(MONTHS))
    )
    asked = ("--x", "m", "--y", "mean", "--n", "size", "--sd", "sd")
    (xbar,) = series(path, *asked, "--chart", "xbar")
    (s,) = series(path, *asked, "--chart", "s")
    assert xbar["points"][0]["centre"] == pytest.approx(6)
    assert xbar["points"][0]["upper"] == pytest.approx(6 + 3 * 2 / (0.921317731923561 * 2))
    assert [point["y"] for point in s["points"]] == [1.5, 2.5] * 12


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([*DAYS, "--chart", "xbar", "--n", "days"], "samples are either their values (--y alone"),
        ([*DAYS, "--sd", "days"], "only xbar and s charts have samples."),
        ([*DAYS, "--chart", "s", "--sd", "days"], "need the means (y) and sizes (n)"),
        ([*DAYS, "--chart", "xbar", "--every", "month", "--agg", "sum"], "This chart needs each value of a sample"),
        (["--x", "month", "--where", "days=10", "--chart", "s"], "this chart needs values, not counted rows."),
        ([*DAYS, "--chart", "ip"], "The ip chart needs a denominator for each point."),
        ([*DAYS, "--n", "days", "--chart", "g"], "The g chart takes no denominator."),
        ([*DAYS, "--sigma", "range"], "“range” is not a choice for sigma. Choose one of: sbar, pooled."),
    ],
)  # fmt: skip
def test_samples_and_rare_events_asked_for_wrongly_are_refused(chart, waits, arguments, sentence):
    code, out, err = chart(waits, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("kind", ["g", "t", "c"])
def test_negative_counts_and_times_are_named_by_file_and_row(chart, file, kind):
    code, _, err = chart(file("x,y", "a,5", "b,-3"), "--x", "x", "--y", "y", "--chart", kind)
    assert code == 2
    assert "row 3 (b): the" in err
    assert "is negative (-3)" in err


EVERY_CHART = ["run", "xmr", "mr", "p", "pp", "u", "up", "c", "g", "t", "ip", "xbar", "s"]


def asked_for(kind):
    sizes = ["--n", "of"] if kind in {"p", "pp", "u", "up", "ip"} else []
    return ["--x", "m", "--y", "y", *sizes, "--chart", kind, "--better", "up", "--target", "0.5"]


@pytest.mark.parametrize("kind", EVERY_CHART)
@pytest.mark.parametrize(
    "rows",
    [
        ["2026-01-01,4,9"],
        ["2026-01-01,,9", "2026-02-01,n/a,9", "2026-03-01,,9"],
        ["2026-01-01,4,0", "2026-02-01,5,"],
        ["2026-03-01,4,9", "2026-01-01,4,9", "2026-02-01,4,9"],
    ],
    ids=["one point", "all missing", "no denominators", "all equal and unsorted"],
)
def test_where_there_is_next_to_nothing_every_chart_answers_honestly(
    series, chart, file, tmp_path, kind, rows
):
    path = file("m,y,of", *rows)
    (one,) = series(path, *asked_for(kind))
    assert [point["x"] for point in one["points"]] == sorted(row.split(",")[0] for row in rows)
    assert (one["variation"], one["assurance"]) == (None, None)
    assert one["notes"]
    assert not any(point["signals"] for point in one["points"])
    code, out, err = chart(path, *asked_for(kind))
    assert (code, err) == (0, "")
    assert "nan" not in out.lower().split()
    assert chart(path, *asked_for(kind), "--svg", str(tmp_path / "a.svg"))[0] == 0


@pytest.mark.parametrize("kind", EVERY_CHART)
def test_every_chart_has_its_table_its_picture_and_all_of_its_document(series, chart, file, tmp_path, kind):
    rows = [f"{month},{20 + 7 * i % 9},{60 + i % 4}" for i, month in enumerate(MONTHS)]
    path = file("m,y,of", *rows)
    if kind in {"xbar", "s"}:
        path = file("m,y,of", *rows, *(row.replace(",2", ",3", 1) for row in rows))
    marks = (
        "--phase",
        "2025-01-01=moved",
        "--exclude",
        "2024-03-01=strike",
        "--baseline",
        "11",
        "--no-screen",
    )
    (one,) = series(path, *asked_for(kind), *marks, "--rules", "nhs")
    assert (one["chart"], one["rules"], len(one["points"])) == (kind, "nhs", 24)
    assert {"screen": False, "trend": 7, "two_in_three": "beyond", "baseline": 11, "sigma": None, "centre": None,
            "multiply": 1, "constants": "published", "firm_after": 13}.items() <= one["settings"].items()  # fmt: skip
    assert [run["phase"] for run in one["runs"]] == [1, 2]
    assert one["points"][2]["excluded"]
    assert one["points"][2]["verdict"] is None
    assert one["points"][23]["judged_by"] == 1
    assert "own_centre" in one["points"][23]
    assert chart(path, *asked_for(kind), *marks)[0] == 0
    picture = tmp_path / "a.svg"
    assert chart(path, *asked_for(kind), *marks, "--svg", str(picture))[0] == 0
    assert picture.read_text("utf-8").startswith("<svg")


def test_files_as_people_have_them_are_charted_and_what_was_done_is_noted(series, tmp_path):
    """A byte order mark, semicolons, a title, empty rows, three kinds of dates, thousands and gaps."""
    path = tmp_path / "return.csv"
    path.write_bytes(
        "\ufeffStays of the year;;\n;;\nMonth;Stays;Beds\n;;\n1/2/2026;1,234;20\nMar-26;#N/A;20\n"
        "2026-01-01;1,100;20\n;;\n".encode()
    )
    (one,) = series(str(path), "--x", "Month", "--y", "Stays")
    assert [(point["x"], point["y"]) for point in one["points"]] == [
        ("2026-01-01", 1100), ("2026-02-01", 1234), ("2026-03-01", None),
    ]  # fmt: skip
    assert any("Each is a gap" in note for note in one["notes"])
    (tmp_path / "old.csv").write_bytes("Zoë,Fälle\r\nJän,4\r\nFeb,5\r\n".encode("cp1252"))
    (old,) = series(str(tmp_path / "old.csv"), "--x", "Zoë", "--y", "Fälle")
    assert [point["x"] for point in old["points"]] == ["Jän", "Feb"]
    assert any("Windows-1252" in note for note in old["notes"])


def test_a_target_far_from_every_value_is_asked_about(series, file):
    path = file("m,share", *(f"{month},0.9{i % 5}" for i, month in enumerate(MONTHS)))
    (one,) = series(path, "--x", "m", "--y", "share", "--target", "95")
    assert "the target 95 is far from every value: did you mean 0.95?" in one["notes"]
    path = file("m,met,of", *(f"{month},{40 + i % 3},50" for i, month in enumerate(MONTHS)))
    (one,) = series(path, "--x", "m", "--y", "met", "--n", "of", "--multiply", "100", "--target", "0.95")
    assert "the target 0.95 is far from every value: did you mean 95?" in one["notes"]
