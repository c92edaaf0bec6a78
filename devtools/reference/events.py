"""What the audit trail tells: the fixed phrases of the calls in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import alongside
from devtools.reference.markdown import table

ROOMS = Path(alongside.__file__).parent
KINDS = {"record": "done", "looked": "looked at", "refused": "refused"}


def events_page() -> str:
    """docs/reference/audit-events.md"""
    return (
        "# Events of the audit trail\n\n"
        "Made from the calls in the code by `./dev docs`. A row holds the phrase, ids, the hat and a keyed pseudonym of who it "
        "was; no name, no value, nothing that anybody typed.\n\n"
        + table(
            ["event", "kind", "written in"],
            [[phrase, kind, f"`{where}`"] for phrase, kind, where in sorted(set(events()))],
        )
    )


def events() -> Iterator[tuple[str, str, str]]:
    """Phrase, kind and file of each call of the trail."""
    for path in sorted(ROOMS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (called := _called(node)) and isinstance(called.args[0], ast.Constant):
                yield called.args[0].value, KINDS[called.func.attr], path.relative_to(ROOMS).as_posix()


def _called(node: ast.AST) -> ast.Call | None:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return None
    is_trail = isinstance(node.func.value, ast.Name) and node.func.value.id == "audit"
    return node if is_trail and node.func.attr in KINDS else None
