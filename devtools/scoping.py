"""Reads the syntax trees of views: a record may be reached through the viewer's scope and in no other way.

An allow-list, not a list of what is forbidden. In a view module the name of a model may stand
- as a keyword of the door that declares the page (`@page(…, measure=Measure)`),
- at the root of `Model.objects.visible_to(…)`,
- before one of its own classes (`Service.State.LIVE`), or in an annotation;
and a query may be refined only behind `visible_to(…)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCOPE = "visible_to"
DOORS = {"page", "own_page", "programme_page", "open_page", "link_page"}
# What only a query set answers to: in a view each of these needs the scope before it in the chain.
REFINING = {
    "all", "filter", "exclude", "annotate", "aggregate", "values_list", "select_related", "prefetch_related", "raw",
    "select_for_update", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "in_bulk", "order_by", "exists",
}  # fmt: skip
# Names that reach the database past every scope.
BYPASSING = {
    "get_object_or_404",
    "get_list_or_404",
    "connection",
    "connections",
    "get_model",
    "get_models",
    "get_user_model",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


@dataclass(frozen=True)
class Offence:
    """One place where a view reaches a record past the scope."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def view_modules(package: Path) -> Iterator[Path]:
    """Every module that answers requests: `views.py`, what is in `views/`, and later `api`."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if "views" in parts or "api" in parts:
            yield path


def offences(source: str, path: str) -> list[Offence]:
    """What in this source reaches a record past the scope."""
    tree = ast.parse(source, path)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    models = _imported_models(tree)
    found = [*_modules_of_models(tree, path)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in models and not _allowed(node):
            found.append(
                Offence(
                    path,
                    node.lineno,
                    f"{node.id} is used past its scope; fetch it through {SCOPE}(request.viewer)",
                )
            )
        elif isinstance(node, ast.Attribute) and node.attr in MANAGERS and not _scoped_next(node):
            found.append(Offence(path, node.lineno, f".{node.attr} may be followed by .{SCOPE}(…) alone"))
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in REFINING
        ):
            if not _scoped_before(node.func.value):
                found.append(
                    Offence(path, node.lineno, f".{node.func.attr}(…) without .{SCOPE}(…) before it")
                )
        elif isinstance(node, ast.Name | ast.alias | ast.Attribute) and _name(node) in BYPASSING:
            line = getattr(node, "lineno", 0)
            found.append(Offence(path, line, f"{_name(node)} goes past every scope"))
    return sorted(set(found), key=lambda offence: (offence.line, offence.what))


def _name(node: ast.Name | ast.alias | ast.Attribute) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else node.name


def _imported_models(tree: ast.AST) -> set[str]:
    """Names that come from a `models` module and are classes."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and "models" in node.module.split("."):
            names |= {alias.asname or alias.name for alias in node.names if alias.name[:1].isupper()}
    return names


def _modules_of_models(tree: ast.AST, path: str) -> Iterator[Offence]:
    """Importing the module itself would hide its classes from this reading."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "models" for alias in node.names):
            yield Offence(path, node.lineno, "import the models by name, so that their use can be read")
        if isinstance(node, ast.Import) and any("models" in alias.name.split(".") for alias in node.names):
            yield Offence(path, node.lineno, "import the models by name, so that their use can be read")


def _allowed(node: ast.Name) -> bool:
    parent = node.parent  # type: ignore[attr-defined]
    if isinstance(parent, ast.keyword):
        call = parent.parent  # type: ignore[attr-defined]
        return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in DOORS
    if isinstance(parent, ast.Attribute):
        return parent.attr in MANAGERS or parent.attr[:1].isupper()
    return _in_annotation(node)


def _in_annotation(node: ast.AST) -> bool:
    while (parent := getattr(node, "parent", None)) is not None:
        if isinstance(parent, ast.arg | ast.AnnAssign) and parent.annotation is node:
            return True
        if isinstance(parent, ast.FunctionDef) and parent.returns is node:
            return True
        if isinstance(parent, ast.stmt):
            return False
        node = parent
    return False


def _scoped_next(node: ast.Attribute) -> bool:
    after = node.parent  # type: ignore[attr-defined]
    return isinstance(after, ast.Attribute) and after.attr == SCOPE and isinstance(after.parent, ast.Call)  # type: ignore[attr-defined]


def _scoped_before(node: ast.AST) -> bool:
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == SCOPE:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def check(package: Path) -> list[str]:
    """Every offence in the package, as lines."""
    return [
        str(found) for path in view_modules(package) for found in offences(path.read_text("utf-8"), str(path))
    ]
