"""Which Pythons Alongside runs on. Written so that a Python too old for the rest can still read it."""

OLDEST = (3, 11)
NEWEST = (3, 13)


def complaint(version):
    """One sentence if this Python is the wrong one, else an empty string."""
    version = tuple(version[:2])
    if OLDEST <= version <= NEWEST:
        return ""
    return (
        "Alongside needs Python 3.11, 3.12 or 3.13, and this is Python {}.{}: "
        "name another one, like `python3.11 dev setup`."
    ).format(*version)
