"""What a constraint can't hold: a release is of its project's programme and stays as it was cleared; what is kept of
improvement work, predictions that nobody rewrites afterwards, and analyses that stay as they came out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alongside.core.triggers import Trigger, source
from alongside.improvement.models import (
    AimVersion,
    Amendment,
    AnalysisRun,
    Annotation,
    Asked,
    Cycle,
    IdeaChange,
    Import,
    Point,
    Protocol,
    ProtocolMeasure,
    Rehearsal,
    Rejudging,
    Release,
)

# What stays from the day it was sent: whoever clears it lets go what they looked at, and who prepared it is no longer a question.
SENT = ("name", "choices", "rule_set", "rule_set_version", "rules_hash", "prepared_by_id", "sent_at")
# What stays from the day it was cleared, and after it was withdrawn.
KEPT = (*SENT, "document_hash", "decided_by_id", "decided_at")


@source
def triggers() -> Iterator[Trigger]:
    """The triggers of releases."""
    table = Release._meta.db_table
    elsewhere = (
        "NOT EXISTS (SELECT 1 FROM programmes_project parent "
        "WHERE parent.id = NEW.project_id AND parent.programme_id = NEW.programme_id)"
    )
    for event, suffix in (("INSERT", "insert"), ("UPDATE", "update")):
        yield _refusing(
            table, f"{table}_programme_{suffix}", event, elsewhere, "a release is of its project's programme"
        )
    yield _refusing(
        table,
        f"{table}_decided",
        "UPDATE",
        "OLD.state IN ('held', 'withdrawn', 'left')",
        "a release that is over is never changed",
    )
    yield _refusing(
        table,
        f"{table}_prepared",
        "UPDATE",
        "OLD.state = 'draft' AND (NEW.state NOT IN ('draft', 'waiting', 'left') OR NEW.prepared_by_id <> OLD.prepared_by_id)",
        "a draft is sent by who prepared it before anybody decides about it",
    )
    # Clearing writes the day into the document, and nothing else does.
    sent = _changed(SENT)
    document = _changed(("document", "document_hash"))
    yield _refusing(
        table,
        f"{table}_sent",
        "UPDATE",
        f"OLD.state = 'waiting' AND (NEW.state NOT IN ('waiting', 'cleared', 'held') OR {sent} "
        f"OR (NEW.state <> 'cleared' AND NEW.document_hash <> '' AND ({document})))",
        "a release that was sent stays as it is until somebody decides",
    )
    changed = _changed(KEPT)
    yield _refusing(
        table,
        f"{table}_cleared",
        "UPDATE",
        f"OLD.state = 'cleared' AND (NEW.state <> 'withdrawn' OR {changed})",
        "a cleared release is never changed, only withdrawn",
    )
    yield _refusing(
        table,
        f"{table}_kept_delete",
        "DELETE",
        "OLD.state <> 'draft'",
        "a release that was sent is never taken away",
    )


@source
def triggers_of_work() -> Iterator[Trigger]:
    """The triggers of improvement work."""
    for model in (AimVersion, IdeaChange, Rejudging, Rehearsal):
        table = model._meta.db_table
        yield _refusing(table, f"{table}_kept", "UPDATE", "true", "this row is never changed")
    table = Cycle._meta.db_table
    yield _refusing(
        table,
        f"{table}_prediction_locked",
        "UPDATE",
        "OLD.state <> 'planned' AND (NEW.prediction <> OLD.prediction OR NEW.predicted_at <> OLD.predicted_at)",
        "a prediction is not rewritten once the cycle has begun",
    )


@source
def triggers_of_the_monthly_question() -> Iterator[Trigger]:
    """Members are asked about whole months."""
    table = Asked._meta.db_table
    not_the_first = "substr(CAST(NEW.month AS text), 9, 2) <> '01'"
    for event in ("INSERT", "UPDATE"):
        name = f"{table}_month_{event.lower()}"
        yield _refusing(table, name, event, not_the_first, "members are asked about a whole month")


@source
def triggers_of_protocols() -> Iterator[Trigger]:
    """The triggers of protocols: what is locked stays, and so does every amendment."""
    table, chosen, amended = (model._meta.db_table for model in (Protocol, ProtocolMeasure, Amendment))
    over, said = "OLD.state <> 'draft'", "a protocol that is locked or left is never changed"
    yield _refusing(table, f"{table}_locked", "UPDATE", over, said)
    yield _refusing(table, f"{table}_kept", "DELETE", over, "a protocol that was locked is never taken away")
    yield _refusing(chosen, f"{chosen}_kept", "UPDATE", "true", "this row is never changed")
    its_protocol = f"FROM {table} parent WHERE parent.id = OLD.protocol_id"
    locked = f"EXISTS (SELECT 1 {its_protocol} AND parent.state <> 'draft')"
    yield _refusing(chosen, f"{chosen}_locked", "DELETE", locked, "a measure of a locked protocol stays")
    for event in ("UPDATE", "DELETE"):
        name = f"{amended}_kept_{event.lower()}"
        yield _refusing(amended, name, event, "true", "an amendment is never changed")


@source
def of_analyses() -> Iterator[Trigger]:
    """An analysis is added to the ledger of its measure, and neither changed nor taken away."""
    table = AnalysisRun._meta.db_table
    yield _refusing(table, f"{table}_kept", "UPDATE", "TRUE", "an analysis is never changed, only run again")
    yield _refusing(table, f"{table}_kept_delete", "DELETE", "TRUE", "an analysis is never taken away")


@source
def triggers_of_figures() -> Iterator[Trigger]:
    """The triggers of figures and notes: what stood on a day can be had again, and when something came in is not rewritten."""
    for model, columns, said in (
        (Point, ("measure_id", "brought_by_id", "part", "label", "place", "created_at"), "a figure is never edited, only replaced"),
        (Annotation, ("measure_id", "label", "words", "created_at"), "a note is never edited, only withdrawn"),
        (Import, ("created_at",), "when a table came in is never rewritten"),
    ):  # fmt: skip
        edited = _changed(columns)
        if model is Point:
            edited += "".join(f" OR {_differs(column)}" for column in ("y", "n"))
        table = model._meta.db_table
        yield _refusing(table, f"{table}_as_it_came", "UPDATE", edited, said)


def _differs(column: str) -> str:
    """Whether a column that may be null says something else than before."""
    return f"(NEW.{column} <> OLD.{column} OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL))"


def _changed(columns: Iterable[str]) -> str:
    """Whether one of these columns, none of which is ever null by then, says something else than before."""
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _refusing(table: str, name: str, event: str, when: str, said: str) -> Trigger:
    returned = "OLD" if event == "DELETE" else "NEW"
    quoted = said.replace("'", "''")
    return Trigger(
        name=name,
        table=table,
        sqlite={
            name: f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {when} BEGIN SELECT RAISE(ABORT, \'{quoted}\'); END'
        },
        postgresql=[
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF {when} THEN RAISE EXCEPTION '{quoted}' USING ERRCODE = 'check_violation'; END IF; RETURN {returned}; END $$",
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ],
    )
