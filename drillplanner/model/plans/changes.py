"""The changes between two plans: drills added, moved, and dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.plans.drill import Drill
from drillplanner.model.vocabulary import DrillType


class ChangeKind(StrEnum):
    """The kind of change to a drill from one plan to the next."""

    ADDED = "added"
    MOVED = "moved"
    DROPPED = "dropped"


class PlanChange(Frozen):
    """A drill that differs between two plans in its time, scenario, or agencies."""

    kind: ChangeKind
    campus_id: str
    drill_id: str
    drill_type: DrillType
    was: str = Field(description="Day, hour, scenario and agencies before; empty for an added drill.")
    now: str = Field(description="The same now; empty for a dropped drill.")
    was_on: date | None = None
    now_on: date | None = None
    why: str = ""


def changes_between(
    before: Iterable[Drill], after: Iterable[Drill], why: dict[str, str] | None = None
) -> tuple[PlanChange, ...]:
    """Return the changes, sorted by campus and day. Drills match by id; ``why`` gives reasons by drill id."""
    old = {drill.drill_id: drill for drill in before}
    new = {drill.drill_id: drill for drill in after}
    reasons = why or {}
    changes = []
    for drill_id in dict.fromkeys((*old, *new)):
        was, now = old.get(drill_id), new.get(drill_id)
        drill = now or was
        if drill is None or (was is not None and now is not None and is_unmoved(was, now)):
            continue
        kind = ChangeKind.ADDED if was is None else ChangeKind.DROPPED if now is None else ChangeKind.MOVED
        changes.append(
            PlanChange(
                kind=kind,
                campus_id=drill.campus_id,
                drill_id=drill_id,
                drill_type=drill.drill_type,
                was="" if was is None else _placement_sentence(was, now),
                now="" if now is None else _placement_sentence(now, was),
                was_on=None if was is None else was.date,
                now_on=None if now is None else now.date,
                why=reasons.get(drill_id, ""),
            )
        )
    return tuple(
        sorted(
            changes,
            key=lambda change: (change.campus_id, change.was_on or change.now_on or date.max, change.drill_id),
        )
    )


def is_unmoved(was: Drill, now: Drill) -> bool:
    """Check whether date, start, scenario, and attending agencies are the same."""
    return _place(was) == _place(now)


def _place(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start, drill.scenario_id, frozenset(drill.agencies or ())


def _placement_sentence(drill: Drill, other: Drill | None) -> str:
    """Return the date and start of a drill, and its scenario and agencies if they differ from ``other``."""
    parts = [f"{drill.date:%a} {drill.date}"]
    if drill.start is not None:
        parts.append(f"{drill.start:%H:%M}")
    if other is not None and drill.scenario_id != other.scenario_id:
        parts.append(drill.scenario_id or "no scenario")
    if other is None or set(drill.agencies or ()) != set(other.agencies or ()):
        parts += [f"with {', '.join(drill.agencies)}" if drill.agencies else "without agencies"]
    return " ".join(parts) if len(parts) < 3 else f"{parts[0]} {parts[1]}, {', '.join(parts[2:])}"


class Repair(Frozen):
    """How a plan was repaired: from which day on, and how many drills had to move."""

    as_of: date = Field(description="Everything before this day stayed as it was.")
    moved: int = Field(description="Drills of the plan before that could not stay as they were.")
    moved_at_least: int = Field(description="No lawful plan moves fewer; equal to 'moved' where that is proven.")
    lost: tuple[str, ...] = Field(
        default=(),
        description="Ids of duties that can no longer be met, whatever is planned from that day on.",
    )
    changes: tuple[PlanChange, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether no lawful plan moves fewer drills."""
        return self.moved == self.moved_at_least
