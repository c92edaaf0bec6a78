"""The vault: documents encrypted one by one, each with a key of its own that can be destroyed to erase it.

The encrypted file lies in the data folder and its wrapped key in the database: neither is of use without the
other, nor without `ALONGSIDE_VAULT_KEY`, which is in neither.
"""

from alongside.core.vault.contents import LARGEST, Gone, TooLarge, Unreadable, destroy, open, put
from alongside.core.vault.upkeep import Rotated, rotate, sweep

__all__ = [
    "LARGEST",
    "Gone",
    "Rotated",
    "TooLarge",
    "Unreadable",
    "destroy",
    "open",
    "put",
    "rotate",
    "sweep",
]
