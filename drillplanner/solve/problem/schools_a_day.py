"""How many schools of a level hold the same kind of drill on one date: a resource that all of these schools share.

The limit is practice and not law, so it is never a hard row: each school beyond it costs more points than any wish
is worth (``agency_days.py``). It never takes away a plan, and it never costs a drill or a visit of an agency.

Not counted are drills whose date leaves no choice: those that a pin fixes (a drill on one day for all becomes
a pin before the search), those that all schools of a building hear, those that the law puts on a single date, and
those of the past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from drillplanner.law import Duty
from drillplanner.model import (
    Drill,
    DrillType,
    FiledDrill,
    SchoolLevel,
    Workspace,
    fulfills_pin,
    level_of,
    most_schools_a_day,
)
from drillplanner.model.district.district import shared_buildings
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.day_limits import interrupts_school_day
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.resources import Resource, schools_resource
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: A use of the limit as it is counted: the resource's id and the date.
Use = tuple[str, date]
_Kinds = Mapping[DrillType, DrillType]


@dataclass(frozen=True)
class SchoolsADay:
    """The limits of a district: the level of each campus by id, and the limit of each level and kind of drill.

    Scenarios of several types that no duty can tell apart are one choice of the search, and only the finished plan
    says which is held. So types that share such a choice count as one ``kind``.
    """

    levels: Mapping[str, SchoolLevel] = field(default_factory=dict)
    kinds: Mapping[SchoolLevel, _Kinds] = field(default_factory=dict)
    resources: Mapping[tuple[SchoolLevel, DrillType], Resource] = field(default_factory=dict)
    whole_building: frozenset[DrillType] = frozenset()
    in_shared_buildings: frozenset[str] = frozenset()

    @classmethod
    def of(cls, workspace: Workspace, problems: Sequence[CampusProblem]) -> SchoolsADay:
        """Return the limits that can bind in a district: those of levels with more schools than may drill."""
        most = most_schools_a_day(workspace.district, workspace.campuses)
        levels = {campus.campus_id: level_of(campus) for campus in workspace.campuses}
        schools = {level: sum(other is level for other in levels.values()) for level in most}
        most = {level: number for level, number in most.items() if schools[level] > number}
        levels = {campus_id: level for campus_id, level in levels.items() if level in most}
        kinds = {
            level: _kinds(problem for problem in problems if levels.get(problem.campus.campus_id) is level)
            for level in most
        }
        return cls(
            levels=levels,
            kinds=kinds,
            resources={
                (level, kind): schools_resource(level, kind, most[level])
                for level, of_level in kinds.items()
                for kind in sorted(set(of_level.values()))
            },
            whole_building=frozenset(workspace.district.whole_building),
            in_shared_buildings=frozenset(
                campus.campus_id for sharing in shared_buildings(workspace.campuses).values() for campus in sharing
            ),
        )

    def uses_at(self, problem: CampusProblem) -> CampusUses:
        """Return what the drills of a campus use."""
        campus_id = problem.campus.campus_id
        level = self.levels.get(campus_id)
        if level is None:
            return CampusUses(problem)
        heard = self.whole_building if campus_id in self.in_shared_buildings else frozenset()
        return CampusUses(
            problem,
            tuple(
                self.resources[level, self.kinds[level][scenario.drill_type]].resource_id
                if any(map(interrupts_school_day, members)) and scenario.drill_type not in heard
                else None
                for scenario, members in zip(problem.scenarios, problem.members, strict=True)
            ),
            _fixed_dates(problem.duties, problem.filed),
        )

    def group_of(self, problem: CampusProblem) -> SchoolLevel | None:
        """Return the level whose limits the campus shares; None if it shares none."""
        return self.levels.get(problem.campus.campus_id)

    @cached_property
    def limits(self) -> Mapping[str, int]:
        """The most schools on a date, by resource id."""
        return {resource.resource_id: resource.visits_per_day or 0 for resource in self.resources.values()}

    def uses_of(self, problem: CampusProblem, plan: CampusPlan) -> tuple[Use, ...]:
        """Return what the drills of a campus's plan use, in order of date."""
        uses = self.uses_at(problem)
        return tuple(use for drill in plan.placements if (use := uses.of(drill.scenario, drill.day)) is not None)

    def uses_of_drills(self, campus_id: str, drills: Iterable[Drill], year: YearToPlan) -> Iterator[Use]:
        """Yield what drills use that stay at a campus while others are planned, in their order."""
        level = self.levels.get(campus_id)
        kinds: _Kinds = {} if level is None else self.kinds[level]
        if level is None or not kinds:
            return
        heard = self.whole_building if campus_id in self.in_shared_buildings else frozenset()
        filed = (drill for drill in year.workspace.filed if drill.campus_id == campus_id)
        fixed = _fixed_dates(year.duties_at(campus_id), filed)
        pins = year.workspace.district.pins
        for drill in drills:
            held = drill.drill_type
            is_counted = held in kinds and held not in heard and interrupts_school_day(drill)
            is_fixed = (held, drill.date) in fixed or any(fulfills_pin(pin, drill) for pin in pins)
            if is_counted and not is_fixed:
                yield self.resources[level, kinds[held]].resource_id, drill.date


@dataclass(frozen=True)
class CampusUses:
    """What each drill of a campus uses, by the index of its scenario; None where it does not count.

    ``fixed`` are types of drill with a date that the law or a filed list sets.
    """

    problem: CampusProblem
    resource_ids: tuple[str | None, ...] = ()
    fixed: frozenset[tuple[DrillType, date]] = frozenset()

    def of(self, scenario: int, day: int) -> Use | None:
        """Return what a drill of the scenario on that day uses; None if it does not count."""
        resource_id = self.resource_ids[scenario] if self.resource_ids else None
        past = self.problem.past
        if resource_id is None or (past is not None and (day < past.first_open or day in past.closed_days)):
            return None
        on, held = self.problem.days[day].date, self.problem.scenarios[scenario]
        is_fixed = (held.drill_type, on) in self.fixed or any(
            pin.date == on and pin.asks_for(held) for pin in self.problem.pins
        )
        return None if is_fixed else (resource_id, on)


def _fixed_dates(duties: Iterable[Duty], filed: Iterable[FiledDrill]) -> frozenset[tuple[DrillType, date]]:
    """Return each type of drill with the dates that leave no choice: the law's only date, or a filed one."""
    by_law = (
        (drill_type, duty.window.first)
        for duty in duties
        if duty.window.first == duty.window.last and (demand := duty.mandate.requirement.asks(duty.window))
        for drill_type in demand.match.types
    )
    return frozenset((*by_law, *((drill.drill_type, drill.effective_date) for drill in filed)))


def _kinds(problems: Iterable[CampusProblem]) -> dict[DrillType, DrillType]:
    """Return the kind of each type; types that some choice of the search has in common have one."""
    together: dict[DrillType, set[DrillType]] = defaultdict(set)
    choices = {
        frozenset(scenario.drill_type for scenario in members)
        for problem in problems
        for members in problem.members
    }
    for types in sorted(choices, key=sorted):
        merged = set(types).union(*(together[drill_type] for drill_type in types))
        for drill_type in merged:
            together[drill_type] = merged
    return {drill_type: min(types) for drill_type, types in together.items()}
