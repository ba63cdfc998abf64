"""What rules out the other days of a drill, before any search: each day with the first thing that closes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import (
    AgencyKind,
    DayKind,
    Drill,
    Pin,
    RuledOut,
    Scenario,
    Screening,
    Workspace,
    fulfills_pin,
)
from drillplanner.model.district.district import campuses_sharing_building
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.openings import CampusYearFacts, openings_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.shared_alarms import BuildingAlarms, rings_whole_building
from drillplanner.solve.requirements import attended_matches, is_met_by, narrow


@dataclass(frozen=True)
class PlannedDrillContext:
    """A drill of a plan as it stands, with what it must meet.

    ``needed`` are duties that would not be met without it; ``others`` the campus's other drills. ``alarms`` are
    those that it shares with its building, None where it is alone.
    """

    workspace: Workspace
    problem: CampusProblem
    taken: ResourceUse
    screenings: dict[str, Screening]
    drill: Drill
    others: tuple[Drill, ...]
    needed: tuple[Duty, ...]
    alarms: BuildingAlarms | None = None

    @property
    def scenarios(self) -> list[Scenario]:
        """The scenarios of its type that can be used."""
        return [scenario for scenario in self.problem.scenarios if scenario.drill_type is self.drill.drill_type]

    @property
    def kinds(self) -> list[AgencyKind]:
        """Kinds of agencies that must come to it."""
        kinds = {match.agency for match in attended_matches(self.needed)}
        return sorted(kind for kind in kinds if kind is not None)


def duties_needing(drill: Drill, others: Sequence[Drill], problem: CampusProblem) -> list[Duty]:
    """The duties that it is credited to and that the other drills do not meet without it."""
    found = []
    for duty in problem.duties:
        if duty.duty_id in drill.credits:
            rest = [other for other in others if duty.duty_id in other.credits]
            if not is_met_by(duty, rest, problem.events):
                found.append(duty)
    return found


def closed_days(standing: PlannedDrillContext) -> tuple[dict[date, str], dict[str, tuple[str, ...]], list[date]]:
    """By day what closes it, the citations of each such reason, and the days that are left."""
    closed: dict[date, str] = {}
    cites: dict[str, tuple[str, ...]] = {}
    calendar = standing.workspace.calendar
    every = [day.date for day in calendar.days if day.date.weekday() < 5 or day.kind is not DayKind.CLOSED]
    for reason, dates, cite in _reasons(standing):
        if cite:
            cites[reason] = (cite,)
        for on in dates:
            closed.setdefault(on, reason)
    closed.pop(standing.drill.date, None)
    left = [on for on in every if on not in closed and on != standing.drill.date]
    return {on: closed[on] for on in sorted(closed)}, cites, left


def dates_by_reason(closed: dict[date, str], cites: dict[str, tuple[str, ...]]) -> tuple[RuledOut, ...]:
    """The closed days, those with the same reason together."""
    reasons = dict.fromkeys(closed.values())
    return tuple(
        RuledOut(
            reason=reason,
            dates=tuple(on for on, why in closed.items() if why == reason),
            cites=cites.get(reason, ()),
        )
        for reason in reasons
    )


Reason = tuple[str, Sequence[date], str]


def _reasons(standing: PlannedDrillContext) -> Iterator[Reason]:
    """(reason, days, citation), in the order in which a coordinator would think of them."""
    problem, campus_id = standing.problem, standing.problem.campus.campus_id
    open_dates = [day.date for day in problem.days]
    every = [day.date for day in standing.workspace.calendar.days]
    for duty in standing.needed:
        outside = [on for on in every if not duty.window.covers(on)]
        yield f"outside {duty.window.label}, in which it must meet {duty.mandate.mandate_id}", outside, duty.cite
    yield "no school", sorted(set(every) - set(open_dates)), ""
    if problem.past is not None:
        yield "past", [day.date for day in problem.days[: problem.past.first_open]], ""
    for days in standing.workspace.district.forbidden:
        shut = [on for on in open_dates if days.covers(campus_id, standing.drill.drill_type, on)]
        yield f"forbidden in district.yaml{f' ({days.reason})' if days.reason else ''}", shut, ""
    for pin in problem.pins:
        if not any(pin.asks_for(scenario) for scenario in standing.scenarios):
            yield f"pinned in district.yaml for the {pin.drill_phrase}", [pin.date], ""
    if _is_ordered(standing):
        reason = f"ordered on {standing.drill.date} in district.yaml, or on one day with other campuses"
        yield reason, [on for on in open_dates if on != standing.drill.date], ""
    yield from _building(standing)
    for other in standing.others:
        if other.drill_type is standing.drill.drill_type:
            yield f"another {other.drill_type.phrase} stands there", [other.date], ""
    yield from _bells(standing)
    yield from _closed_by_duties(standing)
    possible = {
        day
        for index, one in enumerate(problem.scenarios)
        if one.drill_type is standing.drill.drill_type
        for day in problem.possible_days[index]
    }
    shut = [day.date for day in problem.days if day.index not in possible]
    yield "several rules together close it", shut, ""
    for kind in standing.kinds:
        yield from _agencies(standing, kind)


def _building(standing: PlannedDrillContext) -> Iterator[Reason]:
    """What the building hears: the drill moves with those of the others in it, and theirs keep their days."""
    drill, campus, alarms = standing.drill, standing.problem.campus, standing.alarms
    if alarms is None:
        return
    names = " and ".join(one.name for one in campuses_sharing_building(campus, standing.workspace.campuses))
    if rings_whole_building(drill, standing.workspace.district):
        open_dates = [day.date for day in standing.problem.days]
        there = [on for on in open_dates if alarms.is_shared(drill.drill_type, on)]
        yield f"{names} in the same building would have to hold it with it", there, ""
    else:
        yield f"the drill that {names} hold with it stands there", [one.on for one in alarms.alarms], ""


def _is_ordered(standing: PlannedDrillContext) -> bool:
    """Whether a pin holds the drill on its day."""
    return any(fulfills_pin(pin, standing.drill) for pin in standing.problem.pins)


def _bells(standing: PlannedDrillContext) -> Iterator[Reason]:
    problem = standing.problem
    fitting = {
        day.index
        for scenario in standing.scenarios
        for day, there in zip(problem.days, openings_of(scenario, problem.days), strict=True)
        if there
    }
    shut = [day.date for day in problem.days if day.index not in fitting]
    yield "no period or hour into which it fits", shut, ""


def _closed_by_duties(standing: PlannedDrillContext) -> Iterator[Reason]:
    """Days that one duty alone closes to every scenario of the type."""
    problem = standing.problem
    ground = CampusYearFacts(problem.days, problem.events, problem.filed, standing.screenings)
    plain = [(scenario, openings_of(scenario, problem.days)) for scenario in standing.scenarios]
    for duty in problem.duties:
        left: set[int] = set()
        for scenario, openings in plain:
            left |= {day for day, there in enumerate(narrow(duty, scenario, openings, ground)) if there}
        shut = [day.date for day in problem.days if day.index not in left]
        if shut:
            yield f"{duty.sentence} ({duty.mandate.mandate_id})", shut, duty.cite


def _agencies(standing: PlannedDrillContext, kind: AgencyKind) -> Iterator[Reason]:
    agencies = standing.problem.agencies_of_kind(kind)
    names = " or ".join(agency.name for agency in agencies) or f"a {kind.replace('_', ' ')} agency"
    dates = [day.date for day in standing.problem.days]
    yield f"{names} cannot come", [on for on in dates if not any(agency.is_open_on(on) for agency in agencies)], ""
    days = standing.problem.days
    full = [day.date for day in days if not any(_has_room(standing, agency, day.index) for agency in agencies)]
    yield f"{names} is taken by other campuses, or not there at any hour that fits", full, ""


def _has_room(standing: PlannedDrillContext, agency: Resource, day: int) -> bool:
    problem = standing.problem
    on = problem.days[day].date
    for index, scenario in enumerate(problem.scenarios):
        if scenario.drill_type is standing.drill.drill_type and day in problem.possible_days[index]:
            for slot in problem.groups[problem.group_of[index]].slots(day):
                interval = problem.interval(index, slot)
                if agency.is_open_during(interval) and standing.taken.leaves_room(agency, on, interval):
                    return True
    return False


def pin_on(drill: Drill, on: date) -> Pin:
    """An order for a drill of its type on that day."""
    return Pin(campus=drill.campus_id, drill_type=drill.drill_type, date=on)
