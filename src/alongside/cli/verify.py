"""`alongside verify`: is the audit trail as it was written? Exit 0 when it is, 1 when it is not."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alongside.cli import BadInput, start

if TYPE_CHECKING:
    from alongside.core.audit.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.add_argument(
        "--head",
        metavar="NUMBER:HEAD",
        help="also check the head that a daily message gave (its first 16 characters are enough)",
    )


def run(options: argparse.Namespace) -> int:
    head = _head(options.head) if options.head is not None else None
    start.django()
    from django.db import DatabaseError

    from alongside.core.audit.verifying import verify

    _require_trail()
    try:
        report = verify(head=head)
    except DatabaseError as problem:
        raise BadInput(f"The database can't be read: {problem}. Check ALONGSIDE_DATABASE_URL.") from problem
    print(json.dumps(_document(report), indent=2) if options.json else _words(report))
    if not report.whole:
        print(f"The audit trail is not whole: {report.found} found.", file=sys.stderr)
    return 0 if report.whole else 1


def _head(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d{1,18}):([0-9a-f]{16,64})", text.strip())
    if not match:
        raise BadInput("--head must look like 1234:0123456789abcdef…, as it stands in the daily message.")
    return int(match[1]), match[2]


def _require_trail() -> None:
    from django.db import DatabaseError, connection

    from alongside.core.models import AuditRow, AuditSeal

    name = str(connection.settings_dict["NAME"])
    if (
        connection.vendor == "sqlite"
        and not name.startswith(("file:", ":memory:"))
        and not Path(name).exists()
    ):
        raise BadInput(
            f"There is no database at {name}. Check ALONGSIDE_DATABASE_URL and ALONGSIDE_DATA_DIR."
        )
    try:
        tables = set(connection.introspection.table_names())
    except DatabaseError as problem:
        raise BadInput(f"The database can't be opened: {problem}. Check ALONGSIDE_DATABASE_URL.") from problem
    if not {AuditRow._meta.db_table, AuditSeal._meta.db_table} <= tables:
        raise BadInput(
            "This database has no audit trail yet: run `alongside migrate`, or check ALONGSIDE_DATABASE_URL."
        )


def _age(report: Report) -> float | None:
    from alongside.core import clock

    return (clock.now() - report.oldest_unsealed).total_seconds() if report.oldest_unsealed else None


def _document(report: Report) -> dict[str, Any]:
    age = _age(report)
    return {
        "format": "alongside.verify/1",
        "whole": report.whole,
        "rows": report.rows,
        "seals": report.seals,
        "unsealed": {"rows": report.unsealed, "oldest_seconds": None if age is None else round(age, 1)},
        "anchored_seal": report.anchored,
        "restores": report.restores,
        "problems_found": report.found,
        "problems": [{"problem": p.code, **p.about, "sentence": p.sentence()} for p in report.problems],
    }


def _words(report: Report) -> str:
    lines = [problem.sentence() for problem in report.problems]
    if report.found > len(lines):
        lines.append(f"And {report.found - len(lines)} more.")
    lines.append(f"{report.rows} rows checked, under {report.seals} seals.")
    age = _age(report)
    if age is not None:
        lines.append(f"{report.unsealed} rows are not sealed yet, the oldest for {age:.0f} seconds.")
    if report.anchored is None:
        lines.append("No seal is anchored outside the database, so a cut-off end would not show.")
    elif report.anchored < report.seals:
        lines.append(f"Seal {report.anchored} is the last that is anchored outside the database.")
    if report.restores:
        lines.append(f"An older state was put back {report.restores} times; see the anchors.")
    if report.whole:
        lines.append("The audit trail is whole.")
    return "\n".join(lines)
