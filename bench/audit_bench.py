"""What the audit trail costs: appending, sealing 10,000 rows, checking 100,000, and the memory of that.

Run it with `python bench/audit_bench.py`, or with all the others by `./dev bench`. It works in a folder of
its own, on SQLite with every commit on the disk.
"""

from __future__ import annotations

import os
import platform
import resource
import tempfile
import time
import uuid

APPENDED_ALONE, TO_SEAL, TO_CHECK = 500, 10_000, 100_000


def start(folder: str) -> None:
    """A fresh installation in the folder."""
    for name in [name for name in os.environ if name.startswith("ALONGSIDE_")]:
        del os.environ[name]
    os.environ.update(
        ALONGSIDE_TESTING="1", ALONGSIDE_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="alongside.config.settings"
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        measure()


def measure() -> None:
    """The figures themselves, once Django is there."""
    from django.db import transaction

    from alongside.core import audit
    from alongside.core.actors import Actor
    from alongside.core.audit.verifying import verify
    from alongside.core.models import AuditSeal

    by = Actor(account_id=uuid.uuid4(), project_id=uuid.uuid4(), hat="staff:peer_worker")

    def alone() -> None:
        for _ in range(APPENDED_ALONE):
            with transaction.atomic():
                audit.record("something happened", by=by)

    def together(several: int) -> None:
        with transaction.atomic():
            for _ in range(several):
                audit.record("something happened", by=by)

    def timed(work: object, *arguments: int) -> float:
        begun = time.perf_counter()
        work(*arguments)  # type: ignore[operator]
        return time.perf_counter() - begun

    one_by_one = timed(alone)
    in_one = timed(together, TO_SEAL - APPENDED_ALONE)
    sealing = timed(audit.seal_once)
    together(TO_CHECK - TO_SEAL)
    audit.seal_once()
    memory_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    report = verify()
    checking = time.perf_counter() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory_before) / 1024
    if not report.whole or report.rows != TO_CHECK:
        raise SystemExit(f"The trail is not what was written: {report}")

    print(
        f"Python {platform.python_version()}, SQLite, {os.cpu_count()} processors; seconds of the wall clock"
    )
    print(f"append, a transaction each   {APPENDED_ALONE / one_by_one:10,.0f} rows a second")
    print(f"append, within a transaction {(TO_SEAL - APPENDED_ALONE) / in_one:10,.0f} rows a second")
    print(f"seal {TO_SEAL:,} rows             {sealing:10.2f} s")
    print(f"check {TO_CHECK:,} rows           {checking:10.2f} s, {AuditSeal.objects.count()} seals")
    print(f"memory the check adds        {memory:10.0f} MB")


if __name__ == "__main__":
    main()
