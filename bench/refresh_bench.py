"""How long a measure that feeds itself takes to be counted in a project of a million facts: whole, and one new month.

Run it with `python bench/refresh_bench.py`, or with all the others by `./dev bench`, which also gives it a PostgreSQL (as does
ALONGSIDE_BENCH_POSTGRES with the address of a superuser). The facts are rows of a table as an operational room will have one: a day, a
service, yes or no, minutes, when it was recorded, with an index for each of the two ways in which it is asked. Times are of the whole
action: counting in the database, comparing with what stands, writing what changed.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACTS, SERVICES, MONTHS, AT_ONCE = 1_000_000, 20, 48, 20_000
FIRST = date(2022, 11, 1)
LAST = date(2026, 10, 31)


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where there is one; each in a process of its own."""
    code = subprocess.call([sys.executable, __file__, "--on", "sqlite"])
    if os.environ.get("ALONGSIDE_BENCH_POSTGRES"):
        code = subprocess.call([sys.executable, __file__, "--on", "postgresql"]) or code
    else:
        print("PostgreSQL: not measured, ALONGSIDE_BENCH_POSTGRES names none")
    return code


def measure(database: str) -> None:
    """Fill a table, then count: from the beginning, with nothing new, with one new month, with late rows in five months."""
    from pages_bench import start

    start(database)
    from django.db import connection

    from alongside.core import clock, registries
    from alongside.improvement.actions import feeding

    model, fact = contacts()
    registries.facts.enter(fact.key, fact)
    with clock.set_to(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        project, lead, services = a_project()
        begun = time.perf_counter()
        fill(model, project, services)
        print(
            f"{connection.vendor}, Python {platform.python_version()}: {FACTS:,} facts, {SERVICES} services, {MONTHS} months; "
            f"filled in {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
        feeds = {
            "a share, by service": timed(
                "whole, a share by service", lambda: on(project, lead, "bench-share", by_service=True)
            ),
            "a share": timed("whole, a share", lambda: on(project, lead, "bench-share")),
            "a mean": timed("whole, a mean", lambda: on(project, lead, "bench-mean")),
        }
        for called, feed in feeds.items():
            timed(f"whole again, {called}", lambda feed=feed: feeding.refresh(feed=feed, whole=True, by=lead))
    with clock.set_to(datetime(2026, 11, 3, 9, tzinfo=UTC)):
        for called, feed in feeds.items():
            timed(f"nothing new, {called}", lambda feed=feed: feeding.refresh(feed=feed, by=lead))
    with clock.set_to(datetime(2026, 11, 30, 9, tzinfo=UTC)):
        add(model, project, services, date(2026, 11, 1), 30, FACTS // MONTHS)
    with clock.set_to(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        for called, feed in feeds.items():
            timed(f"one new month, {called}", lambda feed=feed: feeding.refresh(feed=feed, by=lead))
    with clock.set_to(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        for month in (2, 5, 7, 8, 9):
            add(model, project, services, date(2026, month, 1), 28, 40)
    with clock.set_to(datetime(2026, 12, 2, 9, 5, tzinfo=UTC)):
        for called, feed in feeds.items():
            timed(
                f"late rows in five months, {called}", lambda feed=feed: feeding.refresh(feed=feed, by=lead)
            )


def timed(what: str, do):  # type: ignore[no-untyped-def]
    """Do it, and print how long it took."""
    begun, worked = time.perf_counter(), time.process_time()
    made = do()
    print(
        f"{what:<50}{time.perf_counter() - begun:>8.2f} s, {time.process_time() - worked:>6.2f} s of this process",
        flush=True,
    )
    return made


def contacts():  # type: ignore[no-untyped-def]
    """A table as an operational room has one, made for this run, and the fact over it."""
    from django.db import connections, models
    from django.db.models import F

    from alongside.core.facts import Column, Fact, Kind

    class BenchContact(models.Model):
        project = models.ForeignKey("programmes.Project", on_delete=models.PROTECT, related_name="+")
        service = models.ForeignKey("programmes.Service", on_delete=models.PROTECT, related_name="+")
        day = models.DateField()
        met = models.BooleanField()
        minutes = models.PositiveSmallIntegerField()
        recorded_at = models.DateTimeField()

        class Meta:
            app_label = "improvement"
            indexes = (
                models.Index(fields=["project", "day", "service"], name="bench_by_day"),
                models.Index(fields=["project", "recorded_at"], name="bench_by_recorded"),
            )

        def __str__(self) -> str:
            return f"a contact on {self.day}"

    # On PostgreSQL the owner makes tables, and the application may use them.
    maker = connections["owner"] if "owner" in connections else connections["default"]
    with maker.schema_editor() as editor:
        editor.create_model(BenchContact)
    if maker.vendor == "postgresql":
        with maker.cursor() as cursor:
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO alongside_app")
            cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO alongside_app")
    fact = Fact(
        key="bench-contact",
        one_row="One contact",
        dated_by="the day it was",
        rows=lambda project: BenchContact.objects.filter(project=project).annotate(of=F("service_id")),
        service="of",
        columns={"met": Column("met"), "minutes": Column("minutes", Kind.NUMBER)},
        changed_since=lambda project, since: (
            BenchContact.objects.filter(project=project, recorded_at__gte=since)
            .values_list("day", flat=True)
            .distinct()
        ),
    )
    return BenchContact, fact


def a_project():  # type: ignore[no-untyped-def]
    """The cast of the tests, and more services."""
    from alongside.programmes.actions import services
    from tests.cast import Cast

    cast = Cast()
    found = [cast.ward_one, cast.ward_two]
    for n in range(SERVICES - len(found)):
        found.append(
            services.add(
                project=cast.harbour,
                name=f"Team {n:02}",
                host=cast.northmere,
                employer=cast.open_door,
                by=cast.administrator,
            )
        )
    return cast.harbour, cast.improvement_lead, found


def fill(model, project, services) -> None:  # type: ignore[no-untyped-def]
    """A million rows over four years."""
    add(model, project, services, FIRST, (LAST - FIRST).days + 1, FACTS)


def add(model, project, services, first: date, days: int, rows: int) -> None:  # type: ignore[no-untyped-def]
    """Rows on days drawn by chance, recorded the day after."""
    from django.db import connection, transaction

    from alongside.core import clock, rowsecurity

    drawn = random.Random(rows)
    now = clock.now()
    plain = connection.vendor == "sqlite"  # where a key is written as text
    key = (lambda pk: pk.hex) if plain else (lambda pk: pk)
    keys = [key(service.pk) for service in services]
    of_project, table = key(project.pk), model._meta.db_table
    into = f"INSERT INTO {table} (project_id, service_id, day, met, minutes, recorded_at) VALUES (%s, %s, %s, %s, %s, %s)"

    def row() -> tuple[object, ...]:
        day = first + timedelta(days=drawn.randrange(days))
        recorded = (
            datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(days=1)
            if rows == FACTS
            else now
        )
        return (
            of_project,
            keys[drawn.randrange(len(keys))],
            day,
            drawn.random() < 0.8,
            drawn.randrange(5, 90),
            recorded,
        )

    with transaction.atomic(), rowsecurity.inside(project.pk), connection.cursor() as cursor:
        for begin in range(0, rows, AT_ONCE):
            batch = [row() for _row in range(min(AT_ONCE, rows - begin))]
            if plain:
                batch = [
                    (*one[:2], one[2].isoformat(), *one[3:5], one[5].strftime("%Y-%m-%d %H:%M:%S"))
                    for one in batch
                ]  # type: ignore[attr-defined]
            cursor.executemany(into, batch)
    if not plain:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")


def on(project, lead, called: str, **said):  # type: ignore[no-untyped-def]
    """Switch a measure over the contacts on: it is counted from the beginning."""
    from alongside.improvement.actions import feeding
    from alongside.improvement.counted import MeasureDefinition

    rows = {"fact": "bench-contact", "words": "contacts in the month"}
    share = {
        "chart": "p", "unit": "", "denominator": rows,
        "numerator": {**rows, "where": [{"column": "met", "is": True}]},
    }  # fmt: skip
    mean = {"chart": "xmr", "unit": "minutes", "denominator": rows, "numerator": {**rows, "add": "minutes"}}
    definition = MeasureDefinition.model_validate(
        {
            "id": called, "version": "1", "title": f"{called} of a million", "author": "A benchmark", "source": "None", "licence": "None",
            "review_date": "2027-01-01", "operational_definition": "Contacts at which somebody met, out of all contacts.",
            "kind": "process", "better": "up", "step": "month", "by_service": True, **(mean if called == "bench-mean" else share),
        }
    )  # fmt: skip
    return feeding.switch_on(project=project, definition=definition, by=lead, **said)


if __name__ == "__main__":
    if "--on" in sys.argv:
        measure(sys.argv[sys.argv.index("--on") + 1])
    else:
        sys.exit(main())
