"""The product's settings, on the database that this run of the tests is for.

Loaded before any conftest, so the environment is put in order here: what a developer has set for a server of theirs
must not reach a test.
"""

import os
import tempfile

for _name in [name for name in os.environ if name.startswith("ALONGSIDE_") and not name.startswith("ALONGSIDE_TEST_")]:
    del os.environ[_name]

os.environ["ALONGSIDE_TESTING"] = "1"
os.environ["ALONGSIDE_DATA_DIR"] = tempfile.mkdtemp(prefix="alongside-tests-")
if os.environ.get("ALONGSIDE_TEST_DATABASE", "sqlite") == "postgresql":
    os.environ["ALONGSIDE_DATABASE_URL"] = os.environ["ALONGSIDE_TEST_POSTGRES_URL"]

from alongside.config.settings import *  # noqa: E402, F403
