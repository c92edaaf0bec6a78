"""Whether this installation can work: asked by whatever watches it, and by `alongside serve` before it starts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from alongside.core import clock, jobs, triggers
from alongside.core.models import ClockRun
from alongside.core.rowsecurity import references, roles
from alongside.programmes.pages import open_page

LEAST_FREE = 100_000_000
# A worker does something every few seconds; silent for longer, there is probably none.
SEEN_LATELY = timedelta(minutes=2)

_migrated = False


def database() -> str:
    """Empty when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    """Empty when every migration is applied. A yes is remembered: the files of a running process don't change."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"{len(waiting)} not applied; run `alongside migrate`"
        _migrated = True
    return ""


def protection() -> str:
    """Empty when every trigger is there and, on PostgreSQL, row security is on every project's table and binds this account."""
    if missing := triggers.missing():
        return f"{len(missing)} triggers missing; run `alongside migrate`"
    if connection.vendor != "postgresql":
        return ""
    tables = [model._meta.db_table for model in references.tenant_models()]
    if without := roles.unprotected(connection, tables, references.read_by_programme()):
        return f"{len(without)} tables without their row security"
    return roles.why_it_bypasses(connection)


def disk() -> str:
    """Empty when the data folder can be written to and isn't full."""
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".health-") as file:
            file.write(b"ok")
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        return f"the data folder can't be written to ({type(problem).__name__})"
    return "" if free >= LEAST_FREE else "the data folder's disk is nearly full"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database, "migrations": migrations, "protection": protection, "disk": disk,
}  # fmt: skip


def problems() -> dict[str, str]:
    """What keeps this installation from working, by the name of the check; what needs a database isn't asked without one."""
    found: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            said = check()
        except DatabaseError:
            said = "the database doesn't answer"
        if said:
            found[name] = said
            if name == "database":
                break
    return found


def background() -> dict[str, object]:
    """How background work stands. It doesn't make a web process unready."""
    seen = ClockRun.objects.filter(started_at__gte=clock.now() - SEEN_LATELY).exists()
    return {"worker": "seen lately" if seen else "not seen lately", "jobs_given_up": jobs.given_up().count()}


@open_page("a machine asks whether the process runs; it says nothing else")
@transaction.non_atomic_requests
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@open_page("a machine asks whether the installation can work; it says which check failed and no more")
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """The installation can work: 200, or 503 with what is wrong."""
    wrong = problems()
    answer: dict[str, object] = {
        "ready": not wrong,
        "checks": {name: wrong.get(name, "ok") for name in CHECKS},
    }
    if not wrong:
        answer["background"] = background()
    elif "database" in wrong:
        answer["checks"] = {name: wrong.get(name, "not asked") for name in CHECKS}
    return JsonResponse(answer, status=503 if wrong else 200)
