"""What the manual generates from this room: the policy, the states and the checklists, each from the table that the code goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import retention
from alongside.programmes import checklists
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters.retention import listed
from alongside.programmes.roles import EVERY_MEMBER, ROLES, Boundary, Role


@dataclass(frozen=True)
class Bounded:
    """A boundary with the roles inside it."""

    boundary: Boundary
    roles: list[tuple[Role, list[Permission]]]


def every_member() -> list[Permission]:
    """What every member of a project may do, in the order of the permissions."""
    return [permission for permission in Permission if permission in EVERY_MEMBER]


def boundaries() -> list[Bounded]:
    """Every boundary with its roles, and what each role may do beyond what every member may."""
    return [
        Bounded(
            boundary,
            [
                (
                    role,
                    [
                        permission
                        for permission in Permission
                        if permission in role.permissions - EVERY_MEMBER
                    ],
                )
                for role in ROLES.values()
                if role.boundary is boundary
            ],
        )
        for boundary in Boundary
        if any(role.boundary is boundary for role in ROLES.values())
    ]


def roles_page() -> str:
    """docs/reference/roles.md"""
    return "\n".join(_roles()) + "\n"


def _roles() -> Iterator[str]:
    yield "# Who may see and do what\n"
    yield "Made from `programmes/roles.py` by `./dev docs`; change it there.\n"
    yield _(
        "A role gives what is listed here and nothing else. Roles add up only inside one boundary, no role crosses a boundary by rank, "
        "and nobody's role reaches their own record: that is for the hat “Yourself”."
    )
    yield _("\nWhatever their role, every member of a project may, within their share:\n")
    yield from (f"- {permission.in_words}" for permission in every_member())
    for bounded in boundaries():
        yield f"\n## {bounded.boundary.in_words}"
        for role, permissions in bounded.roles:
            yield f"\n### {role.name}\n\n{role.description}\n"
            yield from (f"- {permission.in_words}" for permission in permissions)


def diagram(model: Any) -> str:
    """The states of a model and what may follow what, as a Mermaid diagram."""
    table = model.NEXT
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(table)).value}"]
    for state, following in table.items():
        lines.append(f"    {state.value}: {state.label}")
        lines += [f"    {state.value} --> {after.value}" for after in sorted(following)]
        if not following:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join([*lines, "```"])


def readiness_page() -> str:
    """docs/reference/readiness.md"""
    return "\n".join(_readiness()) + "\n"


def _readiness() -> Iterator[str]:
    yield "# Checklists of readiness\n"
    yield "Made from `definitions/readiness/` by `./dev docs`; change them there."
    for called in (checklists.OF_A_SERVICE, checklists.OF_A_REAL_PROJECT):
        checklist = checklists.newest(called)
        yield f"\n## {checklist.title}\n"
        yield f"Version {checklist.version}, by {checklist.author}. {checklist.licence}. To be reviewed by {checklist.review_date}."
        yield f"\n{checklist.source}"
        for group in checklist.groups:
            yield f"\n### {group.title}"
            for item in (item for item in checklist.items if item.group == group.key):
                yield f"\n**{item.title}.** {item.question} {item.why} {' '.join(_rules(item))}".rstrip()


def _rules(item: checklists.Question) -> Iterator[str]:
    if item.counted:
        yield "*Counted by Alongside.*"
    if item.second_person:
        yield "*Two people decide.*"
    if item.override == "never":
        yield "*Never overridden.*"


def retention_page() -> str:
    """docs/assurance/records-retention.md"""
    return "\n".join(_retention()) + "\n"


def _retention() -> Iterator[str]:
    table = retention.table()
    yield "# How long records are kept\n"
    yield "Made from `definitions/retention.yaml` by `./dev docs`; change it there.\n"
    yield f"**{table.status}** Version {table.version}, drafted on 23 November 2026, to be looked at again by {table.review_date}."
    yield f"{table.source}\n"
    yield (
        "Only what passes (drafts, retry keys, counters of attempts, sent messages, done work, ended sessions) "
        "is removed by itself; for the rest somebody must see to it. Where a length is marked *to be checked*, "
        "copies of the code differ or it is common practice and no more. What is personal in each table is "
        "classified beside its fields in the code.\n"
    )
    yield "| class | what is in it | how long | what happens then | why |"
    yield "|---|---|---|---|---|"
    for each in table.classes:
        row = listed(each)
        why = row["because"] if each.sure else f"{row['because']} *To be checked.*"
        yield f"| {row['name']} (`{each.key}`) | {row['covers']} | {row['how_long']} | {row['then']} | {why} |"
