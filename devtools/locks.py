"""`./dev lock`: the lock files made anew from pyproject.toml and package.json.

They hold names, versions and hashes, and no address: whoever installs from them chooses where from.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from devtools.addresses import lock_addresses
from devtools.assets import node_and_npm
from devtools.installing import DEVELOPMENT, RUNTIME, UV
from devtools.places import ROOT
from devtools.running import Stop, run, step

# Which groups of pyproject.toml go into which file.
PYTHON_LOCKS: dict[Path, tuple[str, ...]] = {
    RUNTIME: ("--no-dev",),
    DEVELOPMENT: ("--group", "dev"),
    ROOT / "devtools" / "installer.lock": ("--only-group", "installer"),
    ROOT / "devtools" / "node.lock": ("--only-group", "node"),
}
NODE_LOCK = ROOT / "package-lock.json"


def lock(*, upgrade: bool) -> None:
    """Resolve again. Versions that are locked stay unless `upgrade`."""
    with step("Locking the Python packages"), tempfile.TemporaryDirectory() as folder:
        lock_python(Path(folder), upgrade=upgrade)
    with step("Locking the packages of the style sheet"):
        lock_node(upgrade=upgrade)
    for file in [*PYTHON_LOCKS, NODE_LOCK]:
        found = lock_addresses(file.read_text())
        if found:
            raise Stop(f"{file.relative_to(ROOT)} holds an address ({found[0]}), so it can't be committed.")


def lock_python(folder: Path, *, upgrade: bool) -> None:
    """uv's own lock carries registry addresses, so it is made in a folder that is thrown away."""
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    (folder / "src" / "alongside").mkdir(parents=True)
    (folder / "src" / "alongside" / "__init__.py").touch()
    if not upgrade and DEVELOPMENT.exists():
        # Without uv.lock, what is locked now is told as constraints.
        keep_versions(folder)
    run(UV, "lock", "--quiet", cwd=folder, what="The versions could not be resolved")
    for target, groups in PYTHON_LOCKS.items():
        exported = run(
            UV, "export", "--quiet", "--frozen", "--format", "requirements.txt", "--no-emit-project",
            "--no-header", "--no-annotate", *groups, cwd=folder, what="The lock files could not be written",
        )  # fmt: skip
        target.write_text(exported)


def keep_versions(folder: Path) -> None:
    """Add today's versions to the throwaway pyproject.toml as constraints, where they still fit."""
    pins = []
    for file in PYTHON_LOCKS:
        pins += [line.removesuffix("\\").strip() for line in file.read_text().splitlines() if "==" in line]
    project = folder / "pyproject.toml"
    text = project.read_text()
    constrained = text.replace(
        "[tool.uv]\n", f"[tool.uv]\nconstraint-dependencies = {json.dumps(sorted(set(pins)))}\n"
    )
    project.write_text(constrained)
    try:
        run(UV, "lock", "--quiet", cwd=folder, what="Today's versions no longer fit")
    except Stop:
        # pyproject.toml now asks for others: resolve freely.
        project.write_text(text)


def lock_node(*, upgrade: bool) -> None:
    """package-lock.json, less the addresses that only ask for donations."""
    _, npm = node_and_npm()
    if upgrade:
        NODE_LOCK.unlink(missing_ok=True)
    run(
        *npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund",
        what="The style sheet's packages could not be resolved",
    )  # fmt: skip
    locked = json.loads(NODE_LOCK.read_text())
    for package in locked["packages"].values():
        package.pop("funding", None)
    NODE_LOCK.write_text(json.dumps(locked, indent=2, ensure_ascii=False) + "\n")
