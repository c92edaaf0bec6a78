"""What this room does again and again: sealing the trail, and clearing away what is past its time."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from alongside.core import clocks, drafts, jobs, ledger, limits, outgoing, retries, vault
from alongside.core.audit.sealing import seal_once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

clocks.every(timedelta(seconds=2), name="seal the audit trail")(seal_once)
clocks.every(DAY, name="sweep the vault")(vault.sweep)
clocks.every(DAY, name="wrap the vault's keys anew")(vault.rotate)
clocks.every(DAY, name="catch up with the erasure ledger")(ledger.catch_up)
clocks.every(HOUR, name="clear drafts")(drafts.purge)
clocks.every(HOUR, name="clear counters of tries")(limits.purge)
clocks.every(DAY, name="clear retry keys")(retries.purge)
clocks.every(DAY, name="clear jobs that ended")(jobs.purge)
clocks.every(DAY, name="clear old messages")(outgoing.purge)


@clocks.every(DAY, name="clear sessions that ran out")
def clear_sessions() -> None:
    """Sessions that ended are of no use to anybody."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
