"""The number of drills of each campus by who asks for them, counted from the judge's verdicts.

A law that asks for four fire drills a year counts every fire drill of the year. So a drill is put down to a duty
only as long as the duty lacks drills: first to statutes, then to rules, and so on, at last to good practice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.law import Duty, Force
from drillplanner.model import (
    DevelopmentalLimits,
    Drill,
    DrillNumbers,
    DrillSource,
    DrillType,
    Layer,
    Verdict,
    Workspace,
)

_SOURCE_OF_LAYER = {
    Layer.STATUTE: DrillSource.STATUTE,
    Layer.RULE: DrillSource.RULE,
    Layer.AGENCY: DrillSource.AGENCY,
    Layer.LOCAL_AUTHORITY: DrillSource.LOCAL_AUTHORITY,
    Layer.FIRE_CODE: DrillSource.FIRE_CODE,
    Layer.DISTRICT: DrillSource.DISTRICT,
}
_ORDER = {source: place for place, source in enumerate(DrillSource)}


def count_by_source(
    drills: Iterable[Drill],
    workspace: Workspace,
    duties: Iterable[Duty],
    verdicts: Iterable[Verdict],
    limits: Mapping[str, DevelopmentalLimits],
) -> tuple[DrillNumbers, ...]:
    """Return the numbers of each campus, in the district's order.

    ``verdicts`` are the judge's on these drills, and ``limits`` those of the year, with what good practice adds.
    """
    at: dict[str, list[Drill]] = defaultdict(list)
    for drill in sorted(drills, key=lambda drill: (drill.date, drill.drill_id)):
        at[drill.campus_id].append(drill)
    owed: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        owed[duty.campus_id].append(duty)
    counted = {verdict.duty: frozenset(verdict.drills) for verdict in verdicts}
    none = DevelopmentalLimits()
    return tuple(
        _Year(at[campus_id], owed[campus_id], counted, limits.get(campus_id, none)).numbers(campus_id)
        for campus_id in (campus.campus_id for campus in workspace.campuses)
    )


@dataclass(frozen=True)
class _Year:
    """The drills of one campus in order of date, what it owes, and which drills count for each duty."""

    drills: Sequence[Drill]
    duties: Sequence[Duty]
    counted: Mapping[str, Collection[str]]
    limits: DevelopmentalLimits

    def numbers(self, campus_id: str) -> DrillNumbers:
        """Count the drills of each source."""
        buses = {
            drill.drill_id: DrillSource.BUS
            for drill in self.drills
            if drill.drill_type is DrillType.BUS_EVACUATION
        }
        found = self._sources() | buses
        numbers = Counter(found.get(drill.drill_id, DrillSource.NOBODY) for drill in self.drills)
        by_source = {source: numbers[source] for source in DrillSource if numbers[source]}
        return DrillNumbers(campus_id=campus_id, drills=len(self.drills), by_source=by_source)

    def _sources(self) -> dict[str, DrillSource]:
        """Return the source of each drill that somebody asks for, by drill id."""
        found: dict[str, DrillSource] = {}
        for duty in sorted(self.duties, key=_first_come):
            if duty.demand is not None and duty.force is not Force.WITHOUT_MORE_DRILLS:
                meeting = self.counted.get(duty.duty_id, ())
                self._put_down(_source_of(duty), duty.demand.number, meeting, found)
        for floor in self.limits.floors:
            in_time = {
                drill.drill_id
                for drill in self.drills
                if drill.scenario_id in floor.scenarios and floor.first <= drill.date <= floor.last
            }
            if floor.may_add:
                self._put_down(DrillSource.PRACTICE, floor.least, in_time, found)
        # A law that says how far apart drills are, or of what kinds, asks for drills without a number.
        for duty in sorted(self.duties, key=_first_come):
            for drill in self.drills:
                if duty.duty_id in drill.credits and duty.demand is None:
                    found.setdefault(drill.drill_id, _source_of(duty))
        return found

    def _put_down(
        self, source: DrillSource, number: int, meeting: Collection[str], found: dict[str, DrillSource]
    ) -> None:
        """Put drills down to the source, the earliest first, until a duty of ``number`` drills has enough."""
        lacking = number - sum(drill_id in found for drill_id in meeting)
        free = (drill for drill in self.drills if drill.drill_id in meeting and drill.drill_id not in found)
        found.update((drill.drill_id, source) for drill, _ in zip(free, range(lacking), strict=False))


def _source_of(duty: Duty) -> DrillSource:
    return DrillSource.PRESUMED if duty.presumed else _SOURCE_OF_LAYER[duty.mandate.layer]


def _first_come(duty: Duty) -> tuple[int, int, int, str]:
    """Return the order of duties: of one source, those with short windows first."""
    window = duty.window
    return _ORDER[_source_of(duty)], (window.last - window.first).days, window.first.toordinal(), duty.duty_id
