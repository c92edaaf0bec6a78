"""The product's settings, on the databases that this run of the tests is for.

Loaded before any conftest, so the environment is put in order here: what a developer has set for a server of
theirs must not reach a test.
"""

import os

from tests import databases

for _name in [
    name for name in os.environ if name.startswith("ALONGSIDE_") and not name.startswith("ALONGSIDE_TEST_")
]:
    del os.environ[_name]

databases.prepare()

from alongside.config.settings import *  # noqa: E402, F403

if not databases.on_postgresql():
    # A file and not Django's shared memory, which several threads can't write to: what waits for a lock there fails at once.
    DATABASES["default"]["TEST"] = {"NAME": databases.sqlite_file()}  # noqa: F405
