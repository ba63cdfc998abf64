"""Derive the shared alarms of a building from plans of its campuses that were solved together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from drillplanner.model import MINUTES_APART, DrillType, Workspace
from drillplanner.solve.model.alarm_coupling import (
    audible_groups,
    is_during_school,
    is_settled,
    shared_drill_types,
)
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Placement
from drillplanner.solve.problem.previous_plan import offer_id
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.shared_alarms import (
    Alarm,
    BuildingAlarms,
    NeighborCampus,
    OfferedAlarm,
    audible_scenarios_at,
    sessions_at,
    with_offered_alarms,
)
from drillplanner.solve.problem.slots import Slot

#: An alarm before it has a minute; a building holds one drill of a type on a day.
_AlarmKey = tuple[date, DrillType]
#: A drill of the alarm: its campus's problem, its placement, and its slot.
_AlarmDrill = tuple[CampusProblem, Placement, Slot]


def agreed_alarms(
    problems: Sequence[CampusProblem],
    plans: Sequence[CampusPlan],
    workspace: Workspace,
    standing: Mapping[_AlarmKey, int] | None = None,
) -> dict[str, BuildingAlarms]:
    """Return the alarms in these plans of campuses of one building, by campus id.

    Alarms in ``standing`` keep their minute since midnight, if it fits all campuses.
    """
    drills_by_alarm: dict[_AlarmKey, list[_AlarmDrill]] = defaultdict(list)
    for problem, plan in zip(problems, plans, strict=True):
        for placement in plan.placements:
            if placement.scenario in problem.open_alarm_scenarios and not is_settled(
                problem, problem.days[placement.day]
            ):
                key = problem.days[placement.day].date, problem.scenarios[placement.scenario].drill_type
                drills_by_alarm[key].append(
                    (problem, placement, problem.slot(placement.scenario, placement.day, placement.period))
                )
    alarms: dict[str, list[Alarm]] = defaultdict(list)
    neighbors = {
        problem.campus.campus_id: NeighborCampus(
            shared_drill_types(problem), sessions_at(problem.campus, workspace)
        )
        for problem in problems
    }
    offers = list(_offered_drills(problems, plans))
    shared = {
        key: [drill for drill in found if _is_shared(drill, found)] for key, found in drills_by_alarm.items()
    }
    number_on = Counter(on for (on, _), together in shared.items() if together)
    # On a day with several alarms, each is as early as possible some minutes after the one before.
    free_from: dict[date, int] = {}
    for (on, drill_type), together in sorted(shared.items(), key=_day_and_time):
        if together:
            free = free_from.get(on, 0) if number_on[on] > 1 else None
            start = _minute(together, (standing or {}).get((on, drill_type)), free)
            start = _minute_on_offered_dates(start, together, offers, problems)
            free_from[on] = start + MINUTES_APART + max(_minutes(drill) for drill in together)
            for problem, _, _ in together:
                alarms[problem.campus.campus_id].append(Alarm(on, drill_type, start))
    offered: dict[str, list[OfferedAlarm]] = defaultdict(list)
    for offer in offers:
        problem, placement, _ = offer.drill
        on, drill_type = problem.days[placement.day].date, problem.scenarios[placement.scenario].drill_type
        starts = [
            alarm.start
            for alarm in alarms[problem.campus.campus_id]
            if (alarm.on, alarm.drill_type) == (on, drill_type)
        ]
        start = starts[0] if starts else _minute([offer.drill], (standing or {}).get((on, drill_type)), None)
        if not starts:
            start = _minute_on_offered_dates(start, [offer.drill], offers, problems)
        offered[problem.campus.campus_id].append(
            OfferedAlarm(offer.offer_id, drill_type, on, start, _minutes(offer.drill), offer.dates)
        )
    agreed = {
        problem.campus.campus_id: BuildingAlarms(
            tuple(alarms[problem.campus.campus_id]),
            tuple(neighbors[other.campus.campus_id] for other in problems if other is not problem),
            audible_scenarios_at(problem.campus, workspace),
        )
        for problem in problems
    }
    return with_offered_alarms(agreed, neighbors, offered)


class _OfferedDrill(NamedTuple):
    """A drill that the building hears, and the dates that its campus offers for it."""

    drill: _AlarmDrill
    offer_id: str
    dates: frozenset[date]


def _offered_drills(problems: Sequence[CampusProblem], plans: Sequence[CampusPlan]) -> Iterator[_OfferedDrill]:
    for problem, plan in zip(problems, plans, strict=True):
        for offered in plan.offers:
            placement = next(placement for placement in plan.placements if placement.day in offered.days)
            if placement.scenario in problem.open_alarm_scenarios and not is_settled(
                problem, problem.days[placement.day]
            ):
                slot = problem.slot(placement.scenario, placement.day, placement.period)
                yield _OfferedDrill(
                    (problem, placement, slot),
                    offer_id(problem.duties[offered.duty]),
                    frozenset(problem.days[day].date for day in offered.days),
                )


def _minute_on_offered_dates(
    start: int, together: Sequence[_AlarmDrill], offers: Sequence[_OfferedDrill], problems: Sequence[CampusProblem]
) -> int:
    """Return the minute, or the nearest at which all who hear the drill on an offered date can hold it there.

    A campus that offers the dates itself can: its drill fits each of them in the same period.
    """
    needed = [
        windows
        for offer in offers
        if any(offer.drill is drill for drill in together)
        for other in problems
        if other is not offer.drill[0]
        for windows in _windows_on(offer, other)
    ]

    def fits_all(minute: int) -> bool:
        return all(any(first <= minute <= last for first, last in windows) for windows in needed)

    first, last = max(slot.earliest for _, _, slot in together), min(slot.latest for _, _, slot in together)
    ends = {end for windows in needed for window in windows for end in window if first <= end <= last}
    fitting = [minute for minute in (start, *sorted(ends)) if fits_all(minute)]
    return min(fitting, key=lambda minute: abs(minute - start), default=start)


def _windows_on(offer: _OfferedDrill, other: CampusProblem) -> Iterator[list[tuple[int, int]]]:
    """Yield for each offered date on which the other campus hears the drill, first and last starts there."""
    problem, placement, slot = offer.drill
    drill_type, minutes = problem.scenarios[placement.scenario].drill_type, _minutes(offer.drill)
    for day in other.days:
        if day.date in offer.dates and is_during_school(slot, minutes, day) and not is_settled(other, day):
            windows = [
                (its_slot.earliest, its_slot.latest)
                for _, group, its_type in audible_groups(other)
                if its_type is drill_type
                for its_slot in group.slots(day.index)
            ]
            if windows:
                yield windows


def _day_and_time(alarm: tuple[_AlarmKey, Sequence[_AlarmDrill]]) -> tuple[date, int, DrillType]:
    (on, drill_type), together = alarm
    return on, min((slot.earliest for _, _, slot in together), default=0), drill_type


def _minutes(drill: _AlarmDrill) -> int:
    problem, placement, _ = drill
    return problem.scenarios[placement.scenario].minutes


def _is_shared(drill: _AlarmDrill, candidates: Sequence[_AlarmDrill]) -> bool:
    """Check whether another campus holds the drill too, during school hours of one of the two."""
    problem, placement, slot = drill
    minutes = problem.scenarios[placement.scenario].minutes
    return any(
        is_during_school(slot, minutes, other.days[other_placement.day])
        or is_during_school(
            other_slot, other.scenarios[other_placement.scenario].minutes, problem.days[placement.day]
        )
        for other, other_placement, other_slot in candidates
        if other is not problem
    )


def _minute(together: Sequence[_AlarmDrill], standing: int | None, free_from: int | None) -> int:
    """Return the alarm's minute: as before, or the latest usual start, or the nearest that fits all.

    With ``free_from`` it is the first minute from then on that fits all, or the last that does.
    """
    first, last = max(slot.earliest for _, _, slot in together), min(slot.latest for _, _, slot in together)
    for problem, placement, _ in together:
        minutes = problem.scenarios[placement.scenario].minutes
        for resource in problem.resources:
            if resource.resource_id in placement.resource_ids:
                first, last = _within_hours(resource, first, last, minutes)
    if free_from is not None:
        first = max(first, min(free_from, last))
    if standing is not None and first <= standing <= last:
        return standing
    if free_from is not None:
        return first
    return max(first, min(max(slot.start for _, _, slot in together), last))


def _within_hours(resource: Resource, first: int, last: int, minutes: int) -> tuple[int, int]:
    """Return the starts at which the resource is open too; all of them if it never is."""
    left = max(first, resource.opens), min(last, resource.closes - minutes)
    return left if left[0] <= left[1] else (first, last)
