"""A first look: the first rows, and good guesses at what the columns are."""

from alongside.tabular import preview
from tests.tabular.files import table


def test_the_first_rows_come_with_their_numbers() -> None:
    found = preview(table("month,falls\n\n2026-01,3\n2026-02,4\n2026-03,5\n"), rows=2)
    assert found.header == ("month", "falls")
    assert found.rows == ((3, ["2026-01", "3"]), (4, ["2026-02", "4"]))


def test_a_series_is_recognised() -> None:
    found = preview(table("month,falls,remark\nJan-26,3,moved\nFeb-26,n/a,\nMar-26,5,\n"))
    assert (found.x, found.y, found.n) == ("month", "falls", None)
    assert [
        (guess.name, guess.letter, guess.holds, guess.filled, guess.different) for guess in found.guesses
    ] == [
        ("month", "A", "dates", 3, 3),
        ("falls", "B", "numbers", 2, 2),
        ("remark", "C", "words", 1, 1),
    ]
    assert not found.repeated


def test_a_numerator_and_its_denominator_are_recognised() -> None:
    text = "period,attendances,breaches,org\n2026-01,100,7,A\n2026-02,120,9,A\n2026-03,90,0,B\n"
    found = preview(table(text))
    assert (found.x, found.y, found.n, found.kinds) == ("period", "breaches", "attendances", ("org",))


def test_two_measures_are_not_taken_for_a_share() -> None:
    found = preview(table("month,falls,waits\n2026-01,3,2.5\n2026-02,4,7.5\n"))
    assert (found.y, found.n) == ("falls", None)


def test_rows_to_be_counted_are_recognised_by_their_repeated_dates() -> None:
    found = preview(table("date,service,fft\n2026-01-01,Ash,1\n2026-01-01,Oak,2\n2026-01-02,Ash,5\n"))
    assert (found.x, found.repeated, found.kinds) == ("date", True, ("service",))


def test_faults_do_not_stop_a_first_look() -> None:
    rows = "".join(f"{day}/1/2026,{day}\n" for day in range(1, 10))
    found = preview(table("when,falls\n" + rows + "31/2/2026,abc\nTotal,45\n"))
    assert (found.x, found.y) == ("when", "falls")


def test_labels_will_do_where_there_are_no_dates() -> None:
    found = preview(table("round,score\nfirst,3\nsecond,4\n"))
    assert (found.x, found.y) == ("round", "score")


def test_the_column_called_date_is_preferred_to_another_with_dates() -> None:
    found = preview(table("born,contact date,minutes\n1990-01-01,2026-01-01,5\n1991-01-01,2026-01-02,6\n"))
    assert found.x == "contact date"


def test_an_empty_column_holds_nothing() -> None:
    guesses = preview(table("month,falls,later\n2026-01,3,\n2026-02,4,\n")).guesses
    assert guesses[2].holds == "nothing"


def test_a_long_table_is_counted_to_its_end_though_guesses_come_from_its_beginning() -> None:
    text = "when,number\n" + "".join(f"2026-01-{n % 28 + 1:02},{n}\n" for n in range(20_000))
    found = preview(table(text))
    assert [(guess.holds, guess.filled, guess.different) for guess in found.guesses] == [
        ("dates", 20_000, 28),
        ("numbers", 20_000, 20_000),
    ]
    assert found.repeated


def test_codes_of_answers_are_for_counting_and_not_for_plotting() -> None:
    rows = "".join(f"2026-01-{n % 9 + 1:02},{n % 5 + 1},{n}\n" for n in range(60))
    found = preview(table("date,fft,minutes\n" + rows))
    assert (found.y, found.kinds) == ("minutes", ("fft",))


def test_a_few_different_numbers_in_a_series_are_still_a_series() -> None:
    rows = "".join(f"2026-01-{n + 1:02},{n % 2}\n" for n in range(28))
    found = preview(table("date,falls\n" + rows))
    assert (found.y, found.kinds) == ("falls", ())


def test_many_organisations_again_and_again_are_kinds() -> None:
    rows = "".join(f"2026-0{n % 6 + 1}-01,R{n // 6},{n}\n" for n in range(600))
    assert preview(table("date,org,breaches\n" + rows)).kinds == ("org",)
