"""Backups: one encrypted file with the database and the vault, put back somewhere else before it counts as one.

    made = take(folder)          # writes it, reads it again, restores it into a scratch database, compares
    put_back(path, replace=True) # checks it whole, then restores it, erases again what the ledger says

The ledger of erasures, the anchors of the audit trail and the keys are left out on purpose: an old backup must not bring
back what was erased since, nor hide that rows were cut off, nor be opened by whoever finds it.
"""

from .container import Damaged
from .putting_back import PutBack, Refusal, check, put_back
from .taking import Made, take

__all__ = ["Damaged", "Made", "PutBack", "Refusal", "check", "put_back", "take"]
