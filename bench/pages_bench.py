"""How long the main pages take and how many queries each makes, with far more in the demo than it usually has.

Run it with `python bench/pages_bench.py`, or with all the others by `./dev bench`, which also gives it a PostgreSQL (as does
ALONGSIDE_BENCH_POSTGRES with the address of a superuser). Pages are asked for in this process, through the whole of Django but
the server; times are the median and the shortest of 30, the queries are counted once.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES, MEMBERS, MEASURES, MONTHS, ASKED = 50, 500, 200, 36, 30


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where there is one; each in a process of its own."""
    code = subprocess.call([sys.executable, __file__, "--on", "sqlite"])
    if os.environ.get("ALONGSIDE_BENCH_POSTGRES"):
        code = subprocess.call([sys.executable, __file__, "--on", "postgresql"]) or code
    else:
        print("PostgreSQL: not measured, ALONGSIDE_BENCH_POSTGRES names none")
    return code


def measure(database: str) -> None:
    """Fill a database, then ask for every page."""
    start(database)
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    begun = time.perf_counter()
    filled = fill()
    print(
        f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} processors: {filled}; "
        f"filled in {time.perf_counter() - begun:.0f} s through the actions"
    )
    print(f"{'page':<44}{'as':<10}{'queries':>8}{'median':>10}{'fastest':>10}")
    for name, username, address in pages():
        browser = Client()
        browser.force_login(account(username))
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        made = len(queries)
        reset_queries()
        times = sorted(timed(browser, address) for _ in range(ASKED))
        print(
            f"{name:<44}{username:<10}{made:>8}{statistics.median(times) * 1000:>7.0f} ms{times[0] * 1000:>7.0f} ms"
        )


def timed(browser: object, address: str) -> float:
    """The seconds that one answer takes."""
    begun = time.perf_counter()
    browser.get(address)  # type: ignore[attr-defined]
    return time.perf_counter() - begun


def start(database: str) -> None:
    """A fresh installation for this process, as the tests make theirs."""
    sys.path.insert(0, str(ROOT))
    os.environ["ALONGSIDE_TEST_DATABASE"] = database
    os.environ["ALONGSIDE_TEST_POSTGRES_URL"] = os.environ.get("ALONGSIDE_BENCH_POSTGRES", "")
    os.environ["PYTEST_XDIST_WORKER"] = "bench"
    from tests import databases

    databases.prepare()
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"
    import django

    django.setup()
    from django.db import connections

    from alongside.cli.migrate import migrate

    migrate(quiet=True)
    if database == "postgresql":
        connections["owner"].close()


def fill() -> str:
    """The demo, and beside its own as much again until it is a large project."""
    from alongside.core import rowsecurity
    from alongside.demo import building
    from alongside.demo.people import LARCH_WARD, NORTHMERE, OPEN_DOOR
    from alongside.improvement.actions import figures, measures
    from alongside.programmes import viewers
    from alongside.programmes.actions import accounts, members, services
    from alongside.programmes.models import Membership, Organisation, Project, Service
    from alongside.programmes.permissions import Permission

    building.build()
    harbour = Project.objects.get(slug="harbour")
    set_up = viewers.job("set up", project=None, granted=frozenset({Permission.SET_UP}))
    adaeze, imran = (viewers.staff(account(name), project=harbour) for name in ("adaeze", "imran"))
    host, employer = (Organisation.objects.get(name=name) for name in (NORTHMERE, OPEN_DOOR))
    with rowsecurity.opened(harbour.pk):
        larch = Service.objects.get(name=LARCH_WARD)
        there = Service.objects.filter(project=harbour).count()
        people = Membership.objects.filter(project=harbour).count()
    for n in range(SERVICES - there):
        services.add(
            project=harbour, name=f"Team {n:03}", host=host, employer=employer, about="A team.", by=adaeze
        )
    for n in range(MEMBERS - people):
        somebody = accounts.create(
            username=f"nurse{n}", name=f"Nurse Number {n:03}", password=None, by=set_up
        )
        members.add(
            project=harbour,
            account=somebody,
            role="clinician",
            organisation=host,
            services=[larch],
            by=adaeze,
        )
    kept = 0
    for n in range(MEASURES):
        measure = measures.define(
            project=harbour, name=f"Measure {n:03}", definition="So many out of so many.", kind="process", better="up",
            source="A file", chart="p", by=imran,
        )  # fmt: skip
        drawn = [
            figures.Figure("", f"{2023 + m // 12}-{m % 12 + 1:02}-01", m, (n + m) % 20 + 10, 40)
            for m in range(MONTHS)
        ]
        figures.take(
            measure=measure,
            figures=drawn,
            rows=MONTHS,
            columns={"x": "month", "y": "met", "n": "seen"},
            by=imran,
        )
        kept += len(drawn)
    return f"{SERVICES} services, {MEMBERS} members, {MEASURES} measures more with {kept:,} points"


def account(username: str) -> object:
    """Somebody's account."""
    from alongside.programmes.models import Account

    return Account.objects.get(username=username)


def pages() -> Iterator[tuple[str, str, str]]:
    """What is asked for: what it is, by whom, and its address."""
    from alongside.core import rowsecurity
    from alongside.improvement.models import Measure
    from alongside.programmes.models import Membership, Project, ReadinessItem, RoleProfileVersion, Service

    harbour = Project.objects.get(slug="harbour")
    at = "/projects/harbour"
    with rowsecurity.opened(harbour.pk):
        larch = Service.objects.get(name="Larch Ward")
        item = ReadinessItem.objects.get(service=larch, key="briefing")
        version = RoleProfileVersion.objects.get(profile__project=harbour, number=2)
        member = Membership.objects.filter(project=harbour, account__username="clare").get()
        chart = Measure.objects.get(project=harbour, name="Measure 100")
        parts = Measure.objects.get(project=harbour, name="Said no, or not now, to peer support")
    yield "home of a project", "imran", f"{at}/"
    yield "home of a peer worker", "pat", f"{at}/"
    yield "list of services", "imran", f"{at}/services/"
    yield "a service with its checklist and its team", "imran", f"{at}/services/{larch.pk}/"
    yield "what is open in the whole project", "imran", f"{at}/readiness/"
    yield "an item of a checklist", "imran", f"{at}/readiness/{item.pk}/"
    yield "role profile with who has read it", "sinead", f"{at}/role-profiles/versions/{version.pk}/"
    yield "list of members", "adaeze", f"{at}/members/"
    yield "list of members, last page", "adaeze", f"{at}/members/?page=9"
    yield "a member", "adaeze", f"{at}/members/{member.pk}/"
    yield "question: add a member", "adaeze", f"{at}/members/add/"
    yield "list of measures, each judged", "imran", f"{at}/measures/"
    yield "measures at a glance, all of them judged", "imran", f"{at}/measures/glance/"
    yield "a measure with its chart", "imran", f"{at}/measures/{chart.pk}/"
    yield "a measure with two charts", "imran", f"{at}/measures/{parts.pk}/"
    yield "question: bring in figures", "imran", f"{at}/measures/figures/"
    yield "what is kept", "priya", f"{at}/retention/"
    yield "home of a programme", "greta", "/programmes/beside-you/"
    yield "yourself", "pat", "/yourself/"
    yield "who may see what", "pat", "/roles/"


if __name__ == "__main__":
    if "--on" in sys.argv:
        measure(sys.argv[sys.argv.index("--on") + 1])
    else:
        sys.exit(main())
