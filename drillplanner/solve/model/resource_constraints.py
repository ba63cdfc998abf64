"""Constraints for resources that the campuses of one model share: visits on a date and visits at the same time.

Campuses of one building that hold a drill together share one visit of an agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval, Resource
from drillplanner.solve.problem.slots import Slot


class _AlarmVisit(NamedTuple):
    """The variable of a visit, and the alarm that it may share with other visits; None if it shares none.

    ``alarm`` is the building and the minute; the minute is None if the building has not agreed on it.
    """

    variable: IntVar
    alarm: tuple[str, int | None] | None


def constrain_days(model: CpModel, campuses: list[CampusVariables], in_use: ResourceUse) -> None:
    """Limit the visits to each resource on each date; where no number limits them, by what its hours allow."""
    resources = _resources_of(campuses)
    by_day: dict[Visit, list[_AlarmVisit]] = defaultdict(list)
    times: dict[Visit, set[Interval]] = defaultdict(set)
    # Dates for which hours cannot be counted, since a building has not yet agreed on the start of its alarm.
    unsettled: set[Visit] = set()
    for variables in campuses:
        for (resource_id, scenario_set, day), variable in variables.visit.items():
            resource = resources[resource_id]
            visit = resource_id, variables.problem.days[day].date
            slots = variables.visiting_slots[resource_id, scenario_set, day]
            alarm = _alarm_of(variables, scenario_set, slots) if resource.joins_alarms else None
            by_day[visit].append(_AlarmVisit(variable, alarm))
            if resource.visits_per_day is None and not _is_past(variables, day):
                times[visit] |= {variables.interval(scenario_set, slot) for slot in slots}
                if any(_may_move(slot) for slot in slots):
                    unsettled.add(visit)
    for visit, visits in by_day.items():
        resource, already = resources[visit[0]], in_use.visits.get(visit, ())
        most = resource.visits_per_day
        if most is None:
            if visit in unsettled or visit not in times:
                continue
            most = resource.most_visits({*times[visit], *already})
        present = {(drill.building, drill.start) for drill in already if drill.building}
        left = max(0, most - resource.visits_for(already))
        model.add(LinearExpr.sum(_each_alarm_once(model, visits, present)) <= left)


def constrain_hours(model: CpModel, campuses: list[CampusVariables], in_use: ResourceUse) -> None:
    """Limit the visits to each resource at the same time, with the minutes between two counted.

    Two visits are at the same time if neither is over, these minutes added, when the other starts. It is enough to
    look at the moments at which one starts. Visits whose start a building has not yet agreed on can be at any.
    """
    resources = _resources_of(campuses)
    by_day: dict[Visit, list[tuple[IntVar, Interval]]] = defaultdict(list)
    for variables in campuses:
        for (resource_id, scenario_set, day, name), variable in variables.visit_at.items():
            slot = variables.problem.slot(min(scenario_set), day, name)
            if not _may_move(slot):
                visit = resource_id, variables.problem.days[day].date
                by_day[visit].append((variable, variables.interval(scenario_set, slot)))
    for (resource_id, on), visits in by_day.items():
        resource = resources[resource_id]
        already = in_use.visits.get((resource_id, on), ())
        known: dict[tuple[int, ...], IntVar] = {}
        for moment in sorted({drill.start for _, drill in visits} | {drill.start for drill in already}):
            at_once = [
                _AlarmVisit(
                    variable, (drill.building, drill.start) if resource.joins_alarms and drill.building else None
                )
                for variable, drill in visits
                if resource.is_busy_with(drill, moment)
            ]
            present = {
                (drill.building, drill.start)
                for drill in already
                if drill.building and resource.is_busy_with(drill, moment)
            }
            fixed = resource.visits_at(moment, already)
            added = _each_alarm_once(model, at_once, present, known)
            if len(added) + fixed > resource.visits_at_once:
                model.add(LinearExpr.sum(added) <= resource.visits_at_once - fixed)


def constrain_needed(variables: CampusVariables, in_use: ResourceUse) -> None:
    """Let drills that need a resource, as off-site drills need a site, be held only with a visit to it."""
    problem = variables.problem
    first_open = 0 if problem.past is None else problem.past.first_open
    for resource in problem.resources:
        alike: dict[Hashable, list[int]] = defaultdict(list)
        for index, scenario in enumerate(problem.scenarios):
            if resource.is_needed_by(scenario):
                alike[scenario.minutes, problem.group_of[index]].append(index)
        sets = [frozenset(scenarios) for scenarios in alike.values()]
        variables.add_visits(resource, sets, in_use)
        for scenario_set in sets:
            for day in range(first_open, len(problem.days)):
                held = [
                    variables.held[index, day] for index in sorted(scenario_set) if (index, day) in variables.held
                ]
                visit = variables.visit.get((resource.resource_id, scenario_set, day), 0)
                if held:
                    # Drills before ``first_open`` are facts, even if there were too many for the resource.
                    variables.model.add(LinearExpr.sum(held) == visit)


def _resources_of(campuses: Iterable[CampusVariables]) -> dict[str, Resource]:
    return {resource.resource_id: resource for variables in campuses for resource in variables.problem.resources}


def _is_past(variables: CampusVariables, day: int) -> bool:
    """Check whether the day's drills are facts, even if there were too many."""
    return variables.problem.past is not None and day < variables.problem.past.first_open


def _may_move(slot: Slot) -> bool:
    """Check whether the building still has to agree on the start."""
    return slot.earliest < slot.latest


def _alarm_of(
    variables: CampusVariables, scenario_set: frozenset[int], slots: Sequence[Slot]
) -> tuple[str, int | None] | None:
    """Return the alarm of a visit: the building's only one that day while the minute is open, else by minute."""
    building = variables.problem.campus.building
    if building is None:
        return None
    if scenario_set <= variables.problem.open_alarm_scenarios:
        return building, None
    starts = {slot.start for slot in slots}
    return (building, starts.pop()) if len(starts) == 1 else None


def _each_alarm_once(
    model: CpModel,
    visits: Iterable[_AlarmVisit],
    present: set[tuple[str, int]],
    known: dict[tuple[int, ...], IntVar] | None = None,
) -> list[IntVar]:
    """Return one variable for each visit that counts; visits that share an alarm count once.

    Alarms in ``present`` already have a visit and count nothing. ``known`` caches the variables of several visits
    by the indices of these.
    """
    known = {} if known is None else known
    found: list[IntVar] = []
    together: dict[tuple[str, int | None], list[IntVar]] = defaultdict(list)
    for variable, alarm in visits:
        if alarm is None:
            found.append(variable)
        elif alarm not in present:
            together[alarm].append(variable)
    for shared in together.values():
        key = tuple(variable.index for variable in shared)
        if len(shared) == 1:
            known[key] = shared[0]
        elif key not in known:
            known[key] = model.new_bool_var("")
            for variable in shared:
                model.add_implication(variable, known[key])
        found.append(known[key])
    return found
