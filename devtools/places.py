"""Where things are, and the environment that every tool runs in."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UI = ROOT / "src" / "alongside" / "ui"
BUILD = UI / "static" / "ui" / "build"


def environment(**more: str) -> dict[str, str]:
    """This process's environment, less what would make an installation depend on the machine."""
    kept = dict(os.environ)
    # Without compiled bytecode every start takes twice as long.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    # Another environment that happens to be active is not ours.
    for name in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"):
        kept.pop(name, None)
    # `pip install --target` refuses to run beside these.
    kept.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    # The Python that was asked for, never one from elsewhere.
    kept["UV_PYTHON_DOWNLOADS"] = "never"
    kept.update(more)
    return kept


FONTS = ROOT / "src" / "alongside" / "charts" / "fonts"
