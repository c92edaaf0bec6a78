"""What the audit trail calls an event is a phrase of the code: no call makes one out of data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import alongside
from alongside.core.audit.recording import EVENT

ROOMS = Path(alongside.__file__).parent
CALLS = {"record", "looked", "refused"}
# The only keywords that aren't names of ids.
OWN = {"by", "about", "place"}


def wrong(source: str, called: str) -> Iterator[str]:
    """Where a call to the trail has anything but a fixed phrase first, or hands over what is plainly a value."""
    for node in ast.walk(ast.parse(source)):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Attribute)
            or node.func.attr not in CALLS
        ):
            continue
        if not isinstance(node.func.value, ast.Name) or node.func.value.id != "audit":
            continue
        where = f"{called}:{node.lineno}"
        phrase = node.args[0] if len(node.args) == 1 else None
        if not isinstance(phrase, ast.Constant) or not EVENT.fullmatch(str(phrase.value)):
            yield f"{where}: the event must be a fixed phrase in lower case"
        for keyword in node.keywords:
            if keyword.arg not in OWN and isinstance(keyword.value, ast.Constant | ast.JoinedStr | ast.BinOp):
                yield f"{where}: {keyword.arg} is a value, and the trail keeps ids"


def test_every_event_is_a_fixed_phrase():
    sources = sorted(ROOMS.rglob("*.py"))
    assert sum("audit.record(" in path.read_text("utf-8") for path in sources) >= 2
    assert [
        problem
        for path in sources
        for problem in wrong(path.read_text("utf-8"), path.relative_to(ROOMS).as_posix())
    ] == []


@pytest.mark.parametrize(
    "planted",
    [
        "audit.record(f'{name} came', by=by)",
        "audit.record('came: ' + name, by=by)",
        "audit.record('%s came' % name, by=by)",
        "audit.looked(event, by=by, about=person)",
        "audit.refused('Came', by=by)",
        "audit.record('came in', name, by=by)",
        "audit.record(event='came in', by=by)",
        "audit.record('came in', by=by, name='Ada')",
        "audit.record('came in', by=by, name=f'{name}')",
    ],
)
def test_a_planted_one_is_found(planted):
    assert list(wrong(planted, "planted"))
