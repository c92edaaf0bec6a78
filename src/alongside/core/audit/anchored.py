"""Checking the chain of seals against what was written down outside the database."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from itertools import islice

from alongside.core.audit import anchors
from alongside.core.audit.report import Report
from alongside.core.logbook import Line
from alongside.core.models import AuditSeal

BATCH = 500


def length() -> int:
    """How many lines of anchors there are now."""
    return sum(1 for _ in anchors.book().lines())


def check(report: Report, *, lines: int, head: tuple[int, str] | None) -> None:
    """Check the first `lines` anchors, and the head that somebody kept, against the seals in the database."""
    restores = [
        (line.number, int(line.said["seal"]))
        for line in _good(islice(anchors.book().lines(), lines), Report())
        if line.said["what"] == anchors.RESTORED
    ]
    report.restores = len(restores)
    good = _good(islice(anchors.book().lines(), lines), report)
    cut: int | None = None
    while batch := list(islice(good, BATCH)):
        numbers = {int(line.said["seal"]) for line in batch}
        there = dict(AuditSeal.objects.filter(number__in=numbers).values_list("number", "head"))
        for line in batch:
            number = int(line.said["seal"])
            if number == 0 or any(line.number < at and number > kept for at, kept in restores):
                continue  # given up on purpose when an older state was put back
            report.anchored = max(report.anchored or 0, number)
            if number not in there:
                cut = number if cut is None else min(cut, number)
            elif not _same(there[number], line.said["head"]):
                report.add("anchor_differs", seal=number, line=line.number)
    if cut is not None:
        report.add("anchor_cut", seal=cut)
    if head is not None:
        _check_given(report, *head)


def _check_given(report: Report, number: int, start: str) -> None:
    seal = AuditSeal.objects.filter(number=number).first()
    if seal is None:
        report.add("head_cut", seal=number)
    elif not _same(seal.head[: len(start)], start):
        report.add("head_differs", seal=number)


def _good(lines: Iterator[Line], report: Report) -> Iterator[Line]:
    """Lines that are as they were written; the others go into the report."""
    for line in lines:
        if line.wrong:
            report.add("anchor_line", line=line.number, why=line.wrong)
        if line.genuine:
            yield line


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
