"""Numbers as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum

_LONGEST = 60
_SPACES = " \u00a0\u2007\u2009\u202f'’"
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_MINUS = "−–-"  # the hyphen last, where a character class takes it for itself


def _grammar(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"[0-9]{{1,3}}(?P<by>[{group}{_SPACES}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    return re.compile(
        rf"(?P<open>\()?(?P<sign>[+{_MINUS}])?\s?"
        rf"(?P<whole>{grouped}|[0-9]+)?(?:{point}(?P<part>[0-9]*))?"
        rf"(?P<power>[eE][+-]?[0-9]{{1,3}})?(?P<percent>\s?%)?(?P<close>\))?"
    )


_POINT = _grammar(",", r"\.")
_COMMA = _grammar(".", ",")
_GROUPED_BY_COMMA = re.compile(rf"[(]?[+{_MINUS}]?[0-9]{{1,3}}(?:,[0-9]{{3}})+\)?")
_CURRENCY = re.compile(r"[£$€¥₹]|\b(?:GBP|EUR|USD|pounds?|euros?)\b|[0-9]\s?p$", re.IGNORECASE)


class Fault(Enum):
    """Why a text is not taken for a number. The values are codes of problems."""

    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "number_too_large"
    CURRENCY = "currency"


def read_number(text: str, *, decimal_comma: bool = False) -> float | Fault:
    """Return the number that a text stands for.

    Thousands may be grouped by commas, spaces or apostrophes, negatives written in brackets; `12%` is 0.12.

    >>> read_number("1,234.5"), read_number("(7)"), read_number("12%")
    (1234.5, -7.0, 0.12)
    >>> read_number("1.234,5", decimal_comma=True)
    1234.5
    """
    text = text.removeprefix("'")  # Excel's own sign for a number kept as text
    if _PLAIN.fullmatch(text) and not (decimal_comma and "." in text):
        return float(text) + 0.0  # which makes -0 a plain 0
    found = (_COMMA if decimal_comma else _POINT).fullmatch(text) if len(text) <= _LONGEST else None
    if not found or bool(found["open"]) != bool(found["close"]) or not (found["whole"] or found["part"]):
        return Fault.CURRENCY if _is_money(text) else Fault.NOT_A_NUMBER
    whole = re.sub("[^0-9]", "", found["whole"] or "0")
    number = Decimal(f"{whole}.{found['part'] or '0'}{found['power'] or ''}")
    if found["percent"]:
        number = number.scaleb(-2)
    value = float(number)
    if value in (float("inf"), float("-inf")):
        return Fault.TOO_LARGE
    if found["open"] and found["sign"]:
        return Fault.NOT_A_NUMBER
    negative = found["open"] or (found["sign"] or "+") in _MINUS
    return 0.0 - value if negative else value


def looks_like_number(text: str) -> bool:
    """Say whether a text is a number in any of the ways of writing one, or an amount of money."""
    return any(read_number(text, decimal_comma=comma) is not Fault.NOT_A_NUMBER for comma in (False, True))


def is_percentage(text: str) -> bool:
    """Say whether a number is written with a % sign."""
    return "%" in text


def is_grouped_by_comma(text: str) -> bool:
    """Say whether a whole number's commas could be thousands separators or decimal commas: 1,234."""
    return bool(_GROUPED_BY_COMMA.fullmatch(text))


def _is_money(text: str) -> bool:
    """Money has a currency and a figure; words about pounds do not count."""
    if not _CURRENCY.search(text[:_LONGEST]):
        return False
    return (
        len(text) <= _LONGEST and bool(re.search("[0-9]", text)) and len(re.findall("[^\\W\\d_]+", text)) <= 2
    )
