"""What is said about each problem and note: one sentence a code, in English templates for translation."""

from __future__ import annotations

from alongside.stats.words import N_, Say, in_english
from alongside.tabular.problems import Problem

FILE_PROBLEMS = {
    "not_found": N_("There is no file “%(file)s”. Check the name and the folder."),
    "cannot_open": N_(
        "The file “%(file)s” cannot be opened. Check that it is a file and that you may read it."
    ),
    "empty": N_(
        "The file has nothing in it. Choose a file with a header row and rows of figures beneath it."
    ),
    "too_big": N_(
        "The file is larger than %(limit)s MB. Keep only the columns and rows that you need, and save it "
        "again."
    ),
    "too_many_rows": N_(
        "The file has more than %(limit)s rows. Split it by year, or count the rows into periods first."
    ),
    "too_many_columns": N_(
        "Row %(line)s has more than %(limit)s columns. Keep only the columns that you need, and save the "
        "file again."
    ),
    "too_many_cells": N_(
        "The file has more than %(limit)s cells. Keep only the columns that you need, and save it again."
    ),
    "cell_too_long": N_(
        "Row %(line)s has a cell longer than %(limit)s characters. Shorten it, "
        "or look for a quotation mark that is never closed."
    ),
    "line_too_long": N_(
        "Line %(line)s is longer than %(limit)s characters. This does not look like a table: check the file."
    ),
    "nul": N_(
        "Line %(line)s has a NUL character in it, so this is not a plain text file. "
        "Open it in Excel and save it again as CSV or XLSX."
    ),
    "not_text": N_(
        "Line %(line)s has bytes that are not text in UTF-8, UTF-16 or Windows-1252. "
        "Open the file in Excel and save it again as “CSV UTF-8”."
    ),
    "mixed_encodings": N_(
        "Line %(line)s has letters saved in another encoding than the rest of the file. "
        "Open it in Excel, correct that line and save it again as “CSV UTF-8”."
    ),
    "quote_left_open": N_(
        "A quotation mark in row %(line)s is never closed. Close it, or remove it, and try again."
    ),
    "stray_quote": N_(
        "Row %(line)s has a quotation mark in the wrong place. "
        "A cell in quotation marks must end with one, and one inside it is written twice."
    ),
    "no_rows_under_header": N_(
        "There is a header but no row of figures beneath it. Add the rows and try again."
    ),
    "web_page": N_("This is a web page, not a table. Open it in Excel and save it as XLSX or CSV."),
    "other_kind": N_(
        "This is a %(kind)s file, not a table. Save the table as XLSX or CSV and choose that file."
    ),
    "old_excel": N_(
        "This is an Excel file of the old kind (.xls). Open it in Excel and save it as XLSX or CSV."
    ),
    "binary_excel": N_("This is a binary Excel file (.xlsb). Open it in Excel and save it as XLSX or CSV."),
    "password": N_(
        "This Excel file is protected with a password. Remove the password in Excel, save it and try again."
    ),
    "not_a_workbook": N_(
        "This is an archive, but not an Excel workbook. Save the table as XLSX or CSV and choose that file."
    ),
    "broken_workbook": N_(
        "This Excel file is damaged and cannot be read. Open it in Excel, save it again as XLSX, and try "
        "that file."
    ),
    "archive_entries": N_(
        "This Excel file has more than %(limit)s parts inside. Copy the table into a new workbook and save "
        "that."
    ),
    "archive_unpacked": N_(
        "This Excel file would unpack to more than %(limit)s MB. Copy the table into a new workbook, or "
        "save it as CSV."
    ),
    "archive_ratio": N_(
        "This Excel file is packed far more tightly than a real one (over %(limit)s to 1) and was not "
        "opened. "
        "Copy the table into a new workbook, or save it as CSV."
    ),
    "archive_twice": N_(
        "This Excel file has two parts of the same name and was not opened. Save it again from Excel."
    ),
    "markup_entities": N_(
        "This Excel file contains document definitions that no real one needs, and was not opened. "
        "Copy the table into a new workbook and save that."
    ),
    "markup_tags": N_(
        "This Excel file has too many cells to be read here. Keep only the columns and rows that you need, "
        "or save it as CSV."
    ),
    "markup_token": N_(
        "This Excel file contains a piece of markup of enormous size, and was not opened. Save it again "
        "from Excel."
    ),
    "no_such_sheet": N_("There is no sheet “%(sheet)s”. The sheets are: %(sheets)s."),
    "no_sheets": N_("This Excel file has no worksheet with anything in it."),
    "sheet_is_empty": N_("The sheet “%(sheet)s” has nothing in it. Choose another sheet."),
}

TABLE_PROBLEMS = {
    "too_many_in_row": N_(
        "Row %(line)s has %(cells)s cells but the header has %(header)s. If a number has a comma in it "
        "(1,234), "
        "put it in quotation marks or leave the comma out."
    ),
    "more": N_("And %(count)s more. Correct these first, and then try again."),
    "column_not_found": N_("There is no column “%(column)s”. The columns are: %(columns)s."),
    "column_not_found_close": N_(
        "There is no column “%(column)s”. Did you mean: %(close)s? The columns are: %(columns)s."
    ),
    "column_twice": N_(
        "“%(column)s” could be more than one column: %(columns)s. Write the name exactly as in the header."
    ),
}

CHOICE_PROBLEMS = {
    "nothing_to_plot": N_("Choose the column to plot (y), or say which rows to count (where)."),
    "value_and_count": N_("Choose either a column to plot (y) or rows to count (where), not both."),
    "count_and_denominator": N_(
        "Rows that are counted (where) take their denominator from rows too (of), not from the column "
        "“%(column)s”."
    ),
    "of_without_where": N_(
        "The denominator counts rows (of), so the numerator must too: say which rows to count (where)."
    ),
    "bad_selection": N_(
        "“%(text)s” does not say which rows to count. Write a column, an equals sign and values, like "
        "outcome=1|2."
    ),
    "nothing_selected": N_("No row has %(wanted)s in column “%(column)s”. It has: %(values)s."),
    "bad_every": N_("Rows cannot be gathered by “%(text)s”. Choose day, week, month or quarter."),
    "bad_agg": N_("Values cannot be gathered as “%(text)s”. Choose sum, mean or median."),
    "bad_missing_dates": N_("“%(text)s” is not a way to treat missing dates. Choose gap, zero or omit."),
    "agg_needed": N_(
        "Say how the values of one %(every)s make one point: sum, mean or median (agg), or give a "
        "denominator column (n)."
    ),
    "agg_with_denominator": N_(
        "With a denominator, numerators and denominators are added up, so “%(agg)s” cannot be used. Leave "
        "it out."
    ),
    "agg_with_counts": N_("Counted rows are added up, so “%(agg)s” cannot be used. Leave it out."),
    "agg_without_every": N_(
        "“%(agg)s” gathers values into periods. Say which: day, week, month or quarter (every)."
    ),
    "missing_dates_without_every": N_(
        "How to treat missing dates (%(text)s) only means something with periods. Say which: day, week, "
        "month or quarter (every)."
    ),
    "agg_with_samples": N_(
        "This chart needs each value of a sample, so values cannot be gathered as “%(agg)s”. Leave it out."
    ),
    "zero_with_samples": N_(
        "A period without values is not a sample of zeros. Choose gap or omit for missing dates."
    ),
    "spread_alone": N_(
        "Standard deviations (“%(column)s”) need the means (y) and sizes (n) of their samples beside them."
    ),
    "spread_with_every": N_(
        "Standard deviations (“%(column)s”) cannot be gathered by %(every)s. Give one row for each sample."
    ),
    "too_many_series": N_(
        "Column “%(column)s” has %(count)s different values, and each would be a series; the most is "
        "%(limit)s. "
        "Choose a column with fewer."
    ),
    "too_many_points": N_(
        "From %(first)s (row %(line)s) to %(last)s there would be more than %(limit)s points. "
        "Check the first and the last date, or choose longer periods."
    ),
    "no_rows": N_(
        "No row can be plotted: %(rows)s rows, none with what the chart needs. Check the columns you chose."
    ),
    "nothing_finished": N_(
        "No %(every)s had finished by %(as_of)s, so there is nothing to plot. Choose a shorter period or a "
        "later date."
    ),
}

CELL_PROBLEMS = {
    "not_a_number": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is not a number. Correct the cell, or leave it "
        "empty for a gap."
    ),
    "number_too_large": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is too large to be plotted. Correct the cell."
    ),
    "currency": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is an amount of money. Take out the currency sign, "
        "so that only the number is left."
    ),
    "decimal_comma": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” can only have a decimal comma, but other rows have "
        "a decimal point. "
        "Write them all the same way."
    ),
    "percent_mixed": N_(
        "Row %(line)s, column “%(column)s”: some values have a %% sign and some have none, and “%(value)s” "
        "is one of the fewer. "
        "Write them all the same way."
    ),
    "excel_error": N_(
        "Row %(line)s, column “%(column)s”: the cell shows Excel's error “%(value)s”. Correct its formula, "
        "or leave the cell empty for a gap."
    ),
    "formula": N_(
        "Row %(line)s, column “%(column)s”: cell %(cell)s is a formula without a worked-out value. "
        "Open the file in Excel, save it and try again, or put the number itself there."
    ),
    "negative_denominator": N_(
        "Row %(line)s, column “%(column)s”: the denominator is “%(value)s”. It cannot be negative: correct "
        "the cell."
    ),
    "no_x": N_(
        "Row %(line)s, column “%(column)s” is empty, but the row has figures. Write its date or label "
        "there, or delete the row."
    ),
    "not_a_date": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is not a date, but other rows have dates. Correct "
        "it, like 27/3/2026, "
        "or delete the row if it is a total or a remark."
    ),
    "not_a_label": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is a date, but most rows have labels. Write them "
        "all the same way."
    ),
    "date_needed": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is not a date, and rows are gathered by %(every)s. "
        "Write a date, like 27/3/2026."
    ),
    "month_first": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” has its day where the month should be. "
        "Dates are read day first: write %(suggestion)s."
    ),
    "no_such_date": N_(
        "Row %(line)s, column “%(column)s”: there is no such date as “%(value)s”. Correct the cell."
    ),
    "date_out_of_range": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is before %(earliest)s or after %(latest)s. Check "
        "the year."
    ),
    "twice": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is already in row %(first)s. "
        "Keep one of the two rows, or gather the rows into periods (every)."
    ),
    "twice_in_series": N_(
        "Row %(line)s, column “%(column)s”: “%(value)s” is already in row %(first)s for “%(series)s”. "
        "Keep one of the two rows, or gather the rows into periods (every)."
    ),
    "above_denominator": N_(
        "Row %(line)s (%(value)s): the numerator (%(y)s) is larger than the denominator (%(n)s), so it is "
        "not a share. "
        "Correct the row, or choose a chart of rates."
    ),
}

NOTES = {
    "windows_1252": N_(
        "The file is not UTF-8, so its letters were read as Windows-1252. Check that names with accents "
        "look right."
    ),
    "sheet": N_("The sheet “%(sheet)s” was read. Not read: %(others)s."),
    "header_row": N_("Row %(line)s was taken for the header. The rows above it were left out."),
    "header_rows": N_(
        "Rows %(first)s and %(line)s were taken together for the header: for instance “%(example)s”."
    ),
    "no_header": N_("There is no header row, so the columns are called by their letters: %(columns)s."),
    "unnamed_column": N_("Column %(letter)s has no name in the header. Here it is called “%(column)s”."),
    "header_twice": N_(
        "Two columns are called “%(name)s”. The one in column %(letter)s is called “%(column)s” here."
    ),
    "blank_rows": N_("Empty rows that were skipped: %(count)s."),
    "missing": N_(
        "Column “%(column)s” has no value in %(count)s of %(rows)s rows (%(which)s)%(tokens)s. Each is a "
        "gap, not a zero."
    ),
    "tokens": N_("; written there: %(tokens)s"),
    "missing_in_period": N_(
        "Column “%(column)s” has no value in %(count)s of %(rows)s rows (%(which)s)%(tokens)s. These rows "
        "are left out of their periods."
    ),
    "decimal_commas": N_("Column “%(column)s” has decimal commas: “%(value)s” was read as %(meaning)s."),
    "thousands_commas": N_(
        "Column “%(column)s”: a comma was read as a thousands separator, so “%(value)s” is %(meaning)s."
    ),
    "percentages": N_(
        "Column “%(column)s” has percentages. They are read as shares, as Excel stores them: “%(value)s” "
        "is %(meaning)s."
    ),
    "day_first": N_(
        "Dates are read day first: “%(value)s” in row %(line)s is %(meaning)s. If that is wrong, write the "
        "dates like 2026-03-27."
    ),
    "excel_serials": N_(
        "Numbers in column “%(column)s” were read as Excel's dates: “%(value)s” in row %(line)s is "
        "%(meaning)s."
    ),
    "times_of_day": N_("Column “%(column)s” has times of day. Only the dates are used."),
    "no_series": N_(
        "Rows without a value in column “%(column)s” are in no series: %(count)s of %(rows)s (%(which)s)."
    ),
    "not_counted": N_(
        "Rows that were not counted, because column “%(column)s” is empty: %(count)s of %(rows)s (%(which)s)."
    ),
    "value_not_found": N_("No row has “%(value)s” in column “%(column)s”. It has: %(values)s."),
    "spellings": N_("In column “%(column)s” these were counted as the same: %(spellings)s."),
    "outside_denominator": N_(
        "This is a rate and not a share, because some rows of the numerator are not in the denominator: "
        "%(count)s."
    ),
    "zero_denominator": N_(
        "Rows with a denominator of 0, which are gaps because there is nothing to divide by: %(which)s."
    ),
    "zero_denominator_period": N_(
        "Periods whose denominators add up to 0, which are gaps because there is nothing to divide by: "
        "%(which)s."
    ),
    "unfinished": N_(
        "The %(every)s from %(label)s had not finished by %(as_of)s, so it and anything later is not "
        "plotted. Rows in it: %(count)s."
    ),
    "nothing_yet": N_("“%(series)s” has no finished %(every)s yet and is not plotted."),
    "gaps": N_("There are no rows for %(which)s: a gap."),
    "zeros": N_("There are no rows for %(which)s: counted as 0."),
    "omitted": N_("There are no rows for %(which)s: left out."),
    "ends_early": N_("This series ends with %(label)s; others in the file go on to %(last)s."),
    "future": N_("Rows dated after %(as_of)s: %(count)s (the first is row %(line)s). Check their dates."),
}

PROBLEMS = {**FILE_PROBLEMS, **TABLE_PROBLEMS, **CHOICE_PROBLEMS, **CELL_PROBLEMS}
SENTENCES = {**PROBLEMS, **NOTES}


WORDS = {"day": N_("day"), "week": N_("week"), "month": N_("month"), "quarter": N_("quarter")}


def sentence(problem: Problem, say: Say = in_english) -> str:
    """What is wrong, where, and what to do; or, of a note, what was done. In the language of `say`."""
    particulars: dict[str, object] = {"line": problem.line, "column": problem.column, **problem.params}
    tokens = particulars.get("tokens")
    if "tokens" in particulars:
        particulars["tokens"] = say(NOTES["tokens"]) % {"tokens": tokens} if tokens else ""
    if (every := str(particulars.get("every"))) in WORDS:
        particulars["every"] = say(WORDS[every])
    return say(SENTENCES[problem.code]) % {name: _shown(name, value) for name, value in particulars.items()}


def _shown(name: str, value: object) -> object:
    """Write whole numbers as people do, with commas; but row numbers as a spreadsheet shows them."""
    return f"{value:,}" if isinstance(value, int) and name not in ("line", "first") else value
