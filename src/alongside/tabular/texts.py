"""The texts of a column, kept small: each different text once, and a number for each cell."""

from __future__ import annotations

from array import array

from alongside.tabular.cells import cleaned

REMEMBERED = 1 << 12


class Texts:
    """A growing list of texts in one block of bytes. Text 0 is the empty one.

    Only the last few thousand different texts are looked up, so a column of nothing but different texts costs
    little more than its own bytes; in such a column a text may be kept more than once.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("I", [0])
        self._numbers: dict[str, int] = {"": 0}

    def number(self, raw: str) -> int:
        """Return the number of a cell's text, without the blanks at its ends."""
        found = self._numbers.get(raw)
        return self._new(raw) if found is None else found

    def _new(self, raw: str) -> int:
        if len(self._numbers) >= REMEMBERED:
            self._numbers = {"": 0}
        text = cleaned(raw)
        number = self._numbers.get(text)
        if number is None:
            self._bytes += text.encode()
            self._ends.append(len(self._bytes))
            number = self._numbers[text] = len(self._ends) - 1
        if text is not raw:
            self._numbers[raw] = number
        return number

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode()

    def forget(self) -> None:
        """Let go of what is only needed while texts are added."""
        self._numbers = {}
