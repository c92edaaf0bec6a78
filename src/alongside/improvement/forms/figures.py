"""What is asked about a table: where it is, what its columns are, which rows count, what becomes of figures that are there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement import reading
from alongside.improvement.actions.figures import Clash
from alongside.improvement.queries import tables
from alongside.improvement.reading import ROWS, SHARES, VALUES, Chosen
from alongside.tabular import LIMITS, Table, Unreadable, preview, sentence
from alongside.tabular.problems import shown
from alongside.ui import words
from alongside.ui.forms import Checkboxes, File, Form, If, Radios, Select, Textarea

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
AS_THEY_ARE, NO_SERIES = "as-they-are", "one"
OUT_OF, JUST_COUNT = "share", "count"


@dataclass(frozen=True)
class Came:
    """A table as it came: its bytes, what the file was called (nothing for pasted text), and how many rows it has."""

    content: bytes
    filename: str
    rows: int


class EitherText(Textarea):
    """One of two ways to answer: neither is optional, and the form says when both are missing."""

    def validate(self, value: Any) -> None:
        """An empty answer is for the form to judge."""
        if value:
            super().validate(value)


class EitherFile(File):
    """The other way."""

    def validate(self, value: Any) -> None:
        """An empty answer is for the form to judge."""
        if value:
            super().validate(value)


class BringForm(Form):
    """A file, or text pasted from a spreadsheet. It is read here, so that what can't be read is said at once."""

    pasted = EitherText(
        _("Paste from Excel"),
        hint=_("Copy the cells with their headings, click in the box and paste"),
        error=_("Paste the figures, or choose a file"),
        rows=8,
        strip=False,
    )
    file = EitherFile(
        _("Or choose a file"),
        error=_("Choose a file, or paste the figures"),
        endings=ENDINGS,
        megabytes=LIMITS.bytes / 1_000_000,
    )

    def __init__(self, *args: Any, cut_off: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cut_off = cut_off
        said = gettext("CSV or Excel (.xlsx), up to %(most)s MB")
        self.fields["file"].help_text = said % {"most": LIMITS.bytes // 1_000_000}
        self.came: Came | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.cut_off:
            said = gettext(
                "The file is larger than %(limit)s MB. Keep only the columns and rows that you need, and save it again."
            )
            self.add_error("file", said % {"limit": LIMITS.bytes // 1_000_000})
        if self.errors:
            return cleaned
        file, pasted = cleaned.get("file"), cleaned.get("pasted") or ""
        if file is not None and pasted.strip():
            self.add_error("pasted", gettext("Paste the figures or choose a file, not both"))
        elif file is not None:
            self._read("file", file.read(), file.name)
        elif pasted.strip():
            self._read("pasted", pasted.encode("utf-8", "surrogatepass"), "")
        else:
            self.add_error("pasted", gettext("Paste the figures, or choose a file"))
        return cleaned

    def _read(self, field: str, content: bytes, filename: str) -> None:
        try:
            table = reading.table_of(content, filename)
        except Unreadable as unreadable:
            self.add_error(field, sentence(unreadable.problem, gettext))
        except UnicodeDecodeError:
            self.add_error(
                field, gettext("This text has characters in it that are no text. Copy the cells again.")
            )
        else:
            self.came = Came(content, filename, len(table))


class ColumnsForm(Form):
    """Which column says when, what each row is, and what becomes one point."""

    x = Select(
        _("Which column says when?"),
        hint=_("A date, or another name for the period"),
        error=_("Choose the column that says when"),
    )
    each_row = Radios(
        _("What is each row?"),
        choices=[
            (VALUES, _("A value"), _("For example: mean days of waiting")),
            (SHARES, _("So many out of so many"), _("For example: 18 of 28 people were asked")),
            (ROWS, _("One answer, person or event"), _("We count the rows for you")),
        ],
        error=_("Choose what each row is"),
    )
    y = Select(
        _("Which column has the value?"),
        error=_("Choose the column with the value"),
        only_if=If("each_row", VALUES),
    )
    count = Select(
        _("So many: which column?"),
        error=_("Choose the column that says how many"),
        only_if=If("each_row", SHARES),
    )
    n = Select(
        _("Out of so many: which column?"),
        error=_("Choose the column that says out of how many"),
        only_if=If("each_row", SHARES),
    )
    count_in = Select(
        _("Which column says whether a row counts?"),
        hint=_("On the next page you choose which of its values count"),
        error=_("Choose the column that says whether a row counts"),
        only_if=If("each_row", ROWS),
    )
    every = Radios(
        _("One point on the chart for each…"),
        choices=[
            ("month", _("month")),
            ("week", _("week")),
            ("quarter", _("quarter")),
            ("day", _("day")),
            (AS_THEY_ARE, _("row, as they are"), _("Each date or label stands in one row")),
        ],
        error=_("Choose what becomes one point"),
    )
    agg = Radios(
        _("Where a period has several values"),
        choices=[
            ("sum", _("Add them up")),
            ("mean", _("Take their mean")),
            ("median", _("Take their median")),
        ],
        error=_("Choose what becomes of several values in one period"),
        only_if=If("each_row", VALUES),
    )
    by = Select(
        _("A chart of its own for each…"),
        hint=_("For example each team"),
        error=_("Choose a column, or one chart for all"),
    )

    def __init__(self, *args: Any, table: Table, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        columns = [(name, name) for name in table.header]
        for name in ("x", "y", "count", "n"):
            self._offer(name, columns)
        countable = set(tables.countable(table))
        self._offer("count_in", [(name, name) for name in table.header if name in countable])
        self._offer(
            "by",
            [
                (NO_SERIES, _("Nothing: one chart for all rows")),
                *((f"by:{name}", name) for name in table.header),
            ],
        )

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].offer(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        gathers = cleaned.get("every") not in (None, "", AS_THEY_ARE)
        if not gathers and "agg" in self.errors:  # not needed where each row is a point
            del self.errors["agg"]
            cleaned["agg"] = ""
        return cleaned

    def chosen(self, before: Chosen) -> Chosen:
        """What was chosen; the rows to count stay if their column does."""
        said = self.cleaned_data
        counting = said["each_row"] == ROWS and said["count_in"] == before.count_in
        return Chosen(
            each_row=said["each_row"],
            x=said["x"],
            y=(said["count"] if said["each_row"] == SHARES else said["y"]) or "",
            n=said["n"] or "",
            by="" if said["by"] == NO_SERIES else said["by"].removeprefix("by:"),
            every="" if said["every"] == AS_THEY_ARE else said["every"],
            agg=said.get("agg") or "",
            count_in=said["count_in"] or "",
            counted=before.counted if counting else (),
            among=before.among if counting else (),
        )


def guessed(table: Table) -> dict[str, Any]:
    """What the columns seem to be."""
    seen = preview(table)
    countable = [name for name in tables.countable(table) if name != seen.x]
    numbers = [guess.name for guess in seen.guesses if guess.holds == "numbers" and guess.name != seen.x]
    dated = {guess.name for guess in seen.guesses if guess.holds == "dates"}
    others = [name for name in table.header if name != seen.x]
    rows = seen.repeated and not seen.n and (not seen.y or seen.y in countable)
    return {
        "x": seen.x,
        "each_row": ROWS if rows else SHARES if seen.n else VALUES,
        "y": seen.y or next(iter([*numbers, *others[-1:]]), None),
        "count": seen.y,
        "n": seen.n,
        "count_in": seen.y if rows and seen.y in countable else _likeliest(countable, numbers),
        "every": "month" if seen.repeated and seen.x in dated else AS_THEY_ARE,
        "agg": "mean",
        "by": NO_SERIES,
    }


def _likeliest(countable: list[str], numbers: list[str]) -> str | None:
    """Answers are mostly written as a few numbers; else take the last column, for what is asked comes last."""
    return next((name for name in countable if name in numbers), countable[-1] if countable else None)


def as_chosen(chosen: Chosen) -> dict[str, Any]:
    """What was chosen before, as the form shows it."""
    return {
        "x": chosen.x,
        "each_row": chosen.each_row,
        "y": chosen.y if chosen.each_row == VALUES else None,
        "count": chosen.y if chosen.each_row == SHARES else None,
        "n": chosen.n,
        "count_in": chosen.count_in,
        "every": chosen.every or AS_THEY_ARE,
        "agg": chosen.agg or "mean",
        "by": f"by:{chosen.by}" if chosen.by else NO_SERIES,
    }


class RowsForm(Form):
    """Which rows count, and out of which."""

    counted = Checkboxes(_("Which rows count?"), error=_("Choose at least one"))
    denominator = Radios(
        _("Out of which rows?"),
        choices=[
            (OUT_OF, _("Out of the rows ticked below"), _("The chart shows a share")),
            (JUST_COUNT, _("Just count them"), _("The chart shows how many there are")),
        ],
        error=_("Choose out of which rows, or just to count"),
        initial=OUT_OF,
    )
    among = Checkboxes(
        _("These rows are the whole"),
        hint=_("Leave out those that say nothing, such as “don't know”"),
        error=_("Choose the rows that are the whole"),
        only_if=If("denominator", OUT_OF),
    )

    def __init__(self, *args: Any, table: Table, column: str, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(value, _with_count(value, count)) for value, count in tables.values_of(table, column)]
        for name in ("counted", "among"):
            self.fields[name].offer(listed)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        counted, among = cleaned["counted"], cleaned["among"]
        outside = [value for value in counted if value not in among]
        if cleaned["denominator"] == OUT_OF and outside:
            said = gettext("%(values)s counts, so it must be ticked here too")
            self.add_error(
                "among", said % {"values": words.listed([f"“{shown(value)}”" for value in outside])}
            )
        if any("|" in value for value in (*counted, *among)):
            self.add_error(
                "counted",
                gettext(
                    "A value with “|” in it can't be chosen. Change it in the table and bring it in again."
                ),
            )
        return cleaned


def _with_count(value: str, count: int) -> str:
    return ngettext("%(value)s (%(n)s row)", "%(value)s (%(n)s rows)", count) % {
        "value": shown(value),
        "n": words.number(count),
    }


class TakeForm(Form):
    """What becomes of figures that are there already."""

    clash = Radios(
        _("What should become of them?"),
        choices=[
            (
                Clash.REPLACE,
                _("Put the new figures in their place"),
                _("The old ones are kept, and come back if you undo this"),
            ),
            (
                Clash.LEAVE,
                _("Leave the old figures as they are"),
                _("Only periods that have no figure yet are taken"),
            ),
        ],
        error=_("Choose whether the new figures replace those that are there"),
    )

    def __init__(self, *args: Any, clashes: bool, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not clashes:
            del self.fields["clash"]
        elif not new:  # leaving them would take nothing
            field: Any = self.fields["clash"]
            field.offer([option for option in field.options if option.value == Clash.REPLACE])
