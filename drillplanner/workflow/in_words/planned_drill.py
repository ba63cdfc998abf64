"""The drill of the plan, or of the log, that a report by school, kind, and day is about.

A report of a day without such a drill names the planned one whose back-up date it is, or that is within a week
of it, if it is the only one; the answer says so. Else the choices are listed. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed
from drillplanner.model import Drill, DrillRecord, DrillType

#: A drill that was held a few days early or late is the planned one; further away, the school must say so.
_SAME_DRILL_DAYS = 7
_CHOICES = 6


@dataclass(frozen=True)
class NamedDrill:
    """The drill that is meant: its id in the plan or the log (None: it is in neither), and its kind."""

    drill_id: str | None
    drill_type: DrillType


@dataclass(frozen=True)
class DrillSought:
    """A drill by school, possible kinds, and day; ``instead_of`` is the day for which it was planned, if said.

    ``said`` are the words for the kind.
    """

    campus_id: str
    said: str
    kinds: tuple[DrillType, ...]
    day: date | None
    start: time | None
    instead_of: date | None
    is_extra: bool


class PlannedDrillFinder:
    """The drills of the plan and of the log at one school, of the kinds that may be meant."""

    def __init__(
        self,
        sought: DrillSought,
        planned: Sequence[Drill],
        records: Sequence[DrillRecord],
        field_name: dict[str, str],
    ) -> None:
        self._sought, self._names = sought, field_name
        self._records = [
            record
            for record in records
            if record.campus_id == sought.campus_id and record.drill_type in sought.kinds
        ]
        held = {record.drill_id for record in self._records if record.held}
        self._open = sorted(
            (drill for drill in planned if drill.drill_type in sought.kinds and drill.drill_id not in held),
            key=lambda drill: (drill.date, drill.start or time()),
        )

    def find(self) -> NamedDrill:
        """Return the drill that is meant. Raises InputError, with the choices, if it is unclear which."""
        sought = self._sought
        if not sought.is_extra and sought.instead_of is None and (logged := self._logged_on_the_day()):
            return logged
        if sought.instead_of is not None:
            return self._one_of(self._on(sought.instead_of), "instead_of", sought.instead_of)
        if sought.is_extra or (not self._open and sought.day is not None):
            return NamedDrill(None, self._only_kind())
        if sought.day is None:
            raise InputError(self._unclear("date", "the day is not said", None))
        on_the_day = self._on(sought.day)
        if on_the_day:
            return self._one_of(on_the_day, "drill_id", sought.day)
        made_up = [drill for drill in self._open if drill.back_up == sought.day]
        near = made_up or [
            drill for drill in self._open if abs((drill.date - sought.day).days) <= _SAME_DRILL_DAYS
        ]
        if len(near) == 1:
            return _of(near[0])
        kinds = " or ".join(kind.phrase for kind in sought.kinds)
        message = f"no {kinds} is planned at '{sought.campus_id}' on this day; which drill was it?"
        raise InputError(self._unclear("date", message, sought.day))

    def _logged_on_the_day(self) -> NamedDrill | None:
        """Return the drill that the log has on the day, if it has one: the report repeats or corrects it."""
        sought = self._sought
        logged = {record.drill_id: record for record in self._records if record.date == sought.day}
        at_the_time = [record for record in logged.values() if sought.start in (None, record.start)]
        if len(logged) > 1 and len(at_the_time) == 1:
            return NamedDrill(at_the_time[0].drill_id, at_the_time[0].drill_type)
        if len(logged) > 1:
            choices = listed(f"{self._names['drill_id']} {drill_id}" for drill_id in logged)
            message = "the log has several such drills on this day; which one is meant?"
            raise InputError(Problem(self._names["date"], None, message, str(sought.day), choices))
        if logged and not self._on(sought.day):
            (record,) = logged.values()
            return NamedDrill(record.drill_id, record.drill_type)
        return None

    def _on(self, day: date | None) -> list[Drill]:
        return [drill for drill in self._open if drill.date == day]

    def _one_of(self, drills: list[Drill], field: str, day: date) -> NamedDrill:
        if len(drills) > 1:
            at_the_time = [drill for drill in drills if drill.start == self._sought.start]
            drills = at_the_time or drills
        if len(drills) == 1:
            return _of(drills[0])
        if drills:
            raise InputError(self._unclear(field, "several such drills are planned on this day", day, drills))
        raise InputError(self._unclear(field, "no such drill is planned for this day", day))

    def _only_kind(self) -> DrillType:
        sought = self._sought
        if len(sought.kinds) == 1:
            return sought.kinds[0]
        message = "this may be several kinds of drill, and the plan does not tell which"
        raise InputError(Problem(self._names["drill_type"], None, message, sought.said, listed(sought.kinds)))

    def _unclear(self, field: str, message: str, day: date | None, drills: list[Drill] | None = None) -> Problem:
        choices = self._open if drills is None else drills
        if day is not None:
            choices = sorted(choices, key=lambda drill: abs((drill.date - day).days))
        shown = sorted(choices[:_CHOICES], key=lambda drill: drill.date)
        allowed = "; ".join(self._choice(drill) for drill in shown)
        more = len(choices) - len(shown)
        allowed += f"; and {more} more of the plan" if more > 0 else ""
        add = f"{self._names['date']} with the day, or the drill" if day is None else "the one"
        hint = f"Add {add} that you mean, or {self._names['extra']} if the drill is in no plan."
        value = None if day is None else f"{day:%A} {day.isoformat()}"
        return Problem(
            self._names[field], None, message, value, allowed or "no such drill is left in the plan", hint
        )

    def _choice(self, drill: Drill) -> str:
        at = f" {drill.start:%H:%M}" if drill.start else ""
        return f"{self._names['drill_id']} {drill.drill_id} (planned {drill.date:%a} {drill.date.isoformat()}{at})"


def _of(drill: Drill) -> NamedDrill:
    return NamedDrill(drill.drill_id, drill.drill_type)
