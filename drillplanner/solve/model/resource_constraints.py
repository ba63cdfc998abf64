"""What campuses of one model share: an agency's visits on a date, its crews at an hour, and the room of a site.

Campuses of one building that hold a drill together have one visit between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr
from drillplanner.model import Agency
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.resource_use import (
    Interval,
    ResourceUse,
    crews_busy_at,
    most_visits_of_one_crew,
    trips_needed,
)
from drillplanner.solve.problem.resources import goes_off_site, is_site
from drillplanner.solve.problem.slots import Slot


class _AgencyVisit(NamedTuple):
    """The variable of a visit, and by what it is told that another is to the same alarm; None: it is for itself.

    ``alarm`` is the building with the minute, or without it where that is still to be agreed.
    """

    variable: IntVar
    alarm: tuple[str, int | None] | None


def constrain_days(model: CpModel, campuses: list[CampusVariables], taken: ResourceUse) -> None:
    """No agency makes more visits on a day than it can, no site takes more drills than its hours have room for."""
    agencies = {agency.agency_id: agency for variables in campuses for agency in variables.problem.agencies}
    by_day: dict[Visit, list[_AgencyVisit]] = defaultdict(list)
    times: dict[Visit, set[Interval]] = defaultdict(set)
    # Sites of which no hour can be counted on, since a building is still to agree on it.
    unsettled: set[Visit] = set()
    for variables in campuses:
        for (agency_id, some, day), variable in variables.visit.items():
            visit = agency_id, variables.problem.days[day].date
            slots = variables.visiting_slots[agency_id, some, day]
            alarm = None if is_site(agency_id) else _alarm_of(variables, some, slots)
            by_day[visit].append(_AgencyVisit(variable, alarm))
            if is_site(agency_id) and not _is_past(variables, day):
                times[visit] |= {variables.interval(some, slot) for slot in slots}
                if any(_may_move(slot) for slot in slots):
                    unsettled.add(visit)
    for visit, visits in by_day.items():
        agency, already = agencies[visit[0]], taken.visits.get(visit, ())
        if visit in unsettled:
            continue
        most = agency.visits_per_day
        if visit in times:
            most = agency.crews * most_visits_of_one_crew({*times[visit], *already}, agency)
        there = {(one.building, one.start) for one in already if one.building}
        model.add(
            LinearExpr.sum(_each_alarm_once(model, visits, there)) <= max(0, most - trips_needed(already, agency))
        )


def constrain_hours(model: CpModel, campuses: list[CampusVariables], taken: ResourceUse) -> None:
    """No agency is at more drills at once than it has crews, travel counted.

    Two visits are at once if neither has ended, travel added, when the other starts; it is enough to look at the
    moments at which one starts. Visits whose start is still to be agreed in a building can be at any.
    """
    agencies = {agency.agency_id: agency for variables in campuses for agency in variables.problem.agencies}
    by_day: dict[Visit, list[tuple[IntVar, Interval]]] = defaultdict(list)
    for variables in campuses:
        for (agency_id, some, day, name), variable in variables.visit_at.items():
            slot = variables.problem.slot(min(some), day, name)
            if not _may_move(slot):
                visit = agency_id, variables.problem.days[day].date
                by_day[visit].append((variable, variables.interval(some, slot)))
    for (agency_id, on), visits in by_day.items():
        agency = agencies[agency_id]
        already = taken.visits.get((agency_id, on), ())
        known: dict[tuple[int, ...], IntVar] = {}
        for moment in sorted({one.start for _, one in visits} | {one.start for one in already}):
            at_once = [
                _AgencyVisit(
                    variable, None if is_site(agency_id) or not one.building else (one.building, one.start)
                )
                for variable, one in visits
                if _is_busy_at(one, moment, agency)
            ]
            there = {
                (one.building, one.start) for one in already if one.building and _is_busy_at(one, moment, agency)
            }
            fixed = crews_busy_at(moment, already, agency)
            crews = _each_alarm_once(model, at_once, there, known)
            if len(crews) + fixed > agency.crews:
                model.add(LinearExpr.sum(crews) <= agency.crews - fixed)


def _is_busy_at(one: Interval, moment: int, agency: Agency) -> bool:
    return one.start <= moment < one.end + agency.travel_minutes


def _is_past(variables: CampusVariables, day: int) -> bool:
    """Whether what stands there is a fact, however much it was."""
    return variables.problem.past is not None and day < variables.problem.past.first_open


def _may_move(slot: Slot) -> bool:
    """Whether its start is still to be agreed in the building."""
    return slot.earliest < slot.latest


def _alarm_of(
    variables: CampusVariables, some: frozenset[int], slots: Sequence[Slot]
) -> tuple[str, int | None] | None:
    """The alarm of a visit on a date: a building rings one a day while it is open when; else by its minute."""
    building = variables.problem.campus.building
    if building is None:
        return None
    if some <= variables.problem.open_alarm_scenarios:
        return building, None
    starts = {slot.start for slot in slots}
    return (building, starts.pop()) if len(starts) == 1 else None


def _each_alarm_once(
    model: CpModel,
    visits: Iterable[_AgencyVisit],
    there: set[tuple[str, int]],
    known: dict[tuple[int, ...], IntVar] | None = None,
) -> list[IntVar]:
    """Variables that are 1 where somebody sets out; for an alarm at which somebody is anyway there is none.

    ``known`` are those that stand for several visits, by the indices of these.
    """
    known = {} if known is None else known
    found: list[IntVar] = []
    together: dict[tuple[str, int | None], list[IntVar]] = defaultdict(list)
    for variable, alarm in visits:
        if alarm is None:
            found.append(variable)
        elif alarm not in there:
            together[alarm].append(variable)
    for some in together.values():
        key = tuple(one.index for one in some)
        if len(some) == 1:
            known[key] = some[0]
        elif key not in known:
            known[key] = model.new_bool_var("")
            for variable in some:
                model.add_implication(variable, known[key])
        found.append(known[key])
    return found


def constrain_sites(variables: CampusVariables, taken: ResourceUse) -> None:
    """Drills that go to the campus's site are held only when there is room, and take it."""
    problem = variables.problem
    first_open = 0 if problem.past is None else problem.past.first_open
    for site in problem.agencies:
        if not is_site(site.agency_id):
            continue
        alike: dict[Hashable, list[int]] = defaultdict(list)
        for index, scenario in enumerate(problem.scenarios):
            if goes_off_site(scenario):
                alike[scenario.minutes, problem.group_of[index]].append(index)
        sets = [frozenset(some) for some in alike.values()]
        variables.add_visits(site, sets, taken)
        for some in sets:
            for day in range(first_open, len(problem.days)):
                held = [variables.held[one, day] for one in sorted(some) if (one, day) in variables.held]
                visit = variables.visit.get((site.agency_id, some, day), 0)
                if held:
                    # What was held before is a fact, however full the site was.
                    variables.model.add(LinearExpr.sum(held) == visit)
