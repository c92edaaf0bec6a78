"""Dates, times and numbers as people read them, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.ui import pseudo

HOME_ZONE = "Europe/London"
# Fewer than this many digits before the point and a decimal place still says something.
FINE = 10


def locale() -> Locale:
    """Babel's knowledge of the active language; the pseudo-languages count and date as English does."""
    code = translation.get_language() or "en-gb"
    if pseudo.is_pseudo(code):
        code = "en-gb"
    try:
        return Locale.parse(translation.to_locale(code))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def day(value: date) -> str:
    """27 March 2026"""
    return pseudo.said(format_date(value, "d MMMM y", locale=locale()))


def day_and_weekday(value: date) -> str:
    """Friday 27 March 2026"""
    return pseudo.said(format_date(value, "EEEE d MMMM y", locale=locale()))


def short_day(value: date) -> str:
    """27 Mar 2026, for tables"""
    return pseudo.said(format_date(value, "d MMM y", locale=locale()))


def month(value: date) -> str:
    """March 2026"""
    return pseudo.said(format_date(value, "LLLL y", locale=locale()))


def month_alone(value: date) -> str:
    """March, where the year is said beside it"""
    return pseudo.said(format_date(value, "LLLL", locale=locale()))


def period(start: date, end: date) -> str:
    """1 to 31 March 2026, with no more said twice than needed"""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        first = format_date(start, "d", locale=locale())
    elif start.year == end.year:
        first = format_skeleton("MMMMd", start, locale=locale())
    else:
        first = format_date(start, "d MMMM y", locale=locale())
    return _("%(first_day)s to %(last_day)s") % {"first_day": pseudo.said(first), "last_day": day(end)}


def time_of_day(value: datetime, zone: str = HOME_ZONE) -> str:
    """2:05 pm, midday or midnight"""
    local = value.astimezone(ZoneInfo(zone))
    if local.minute == 0 and local.hour in (0, 12):
        return _("midday") if local.hour else _("midnight")
    pattern = "h:mm a" if locale().language == "en" else None
    said = format_time(local, pattern or "short", locale=locale())
    return pseudo.said(said.replace("AM", "am").replace("PM", "pm") if pattern else said)


def moment(value: datetime, zone: str = HOME_ZONE) -> str:
    """27 March 2026 at 2:05 pm, where the project is"""
    local = value.astimezone(ZoneInfo(zone))
    return _("%(day)s at %(time)s") % {"day": day(local.date()), "time": time_of_day(local, zone)}


def since(value: date, today: date | None = None) -> str:
    """today, yesterday, 7 days ago; further back, the day itself"""
    days = ((today or clock.today()) - value).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    if 1 < days <= 14:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if -14 <= days < -1:
        return ngettext("in %(n)d day", "in %(n)d days", -days) % {"n": -days}
    return day(value)


def late_by(due: date, today: date | None = None) -> str:
    """due today, due in 3 days, 3 days late"""
    days = ((today or clock.today()) - due).days
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    return ngettext("due in %(n)d day", "due in %(n)d days", -days) % {"n": -days}


def number(value: float | Decimal, places: int | None = None) -> str:
    """1,234 or 12.5: with `places` decimals, else none that say nothing"""
    if places is not None:
        return _formatted(value, places, "0" * places)
    places = 2 if -FINE < value < FINE else 1
    return _formatted(value, places, "#" * places)


def percentage(share: float | Decimal, places: int = 0) -> str:
    """64%, from a share between 0 and 1"""
    rounded = _rounded(share, places + 2)
    return format_percent(rounded, format=f"0.{'0' * places}%" if places else "0%", locale=locale())


def share_of(count: int, out_of: int) -> str:
    """18 of 28 (64%); "none yet" when there is nothing to count"""
    if out_of == 0:
        return _("none yet")
    return _("%(count)s of %(all)s (%(percentage)s)") % {
        "count": number(count),
        "all": number(out_of),
        "percentage": percentage(count / out_of),
    }


def too_few() -> str:
    """How a suppressed number reads: never 0, never blank"""
    return _("too few to show")


def listed(items: Sequence[str]) -> str:
    """Leeds, York and Hull. Plain text: isolate names before joining where they stand on a page."""
    return format_list([str(item) for item in items], locale=locale())


def _formatted(value: float | Decimal, places: int, decimals: str) -> str:
    pattern = f"#,##0.{decimals}" if decimals else "#,##0"
    return format_decimal(_rounded(value, places), format=pattern, locale=locale())


def _rounded(value: float | Decimal, places: int) -> Decimal:
    # Half away from nought, as people round; by the digits that are read, not the binary value behind them.
    exact = Decimal(value) if isinstance(value, int | Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=Context(prec=400))
