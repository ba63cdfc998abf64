"""Days that a single reason rules out for a drill, found without a search."""

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
from drillplanner.solve.explain.conflicts.duty_choices import agencies_asked_for
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.openings import CampusYearFacts, openings_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.shared_alarms import BuildingAlarms, rings_whole_building
from drillplanner.solve.requirements import attended_matches, is_met_by, narrow


@dataclass(frozen=True)
class PlannedDrillContext:
    """A drill of a plan, with what affects its day.

    ``needed`` are duties that would not be met without it. ``others`` are the campus's other drills.
    ``alarms`` are those shared with its building, None if it shares none.
    """

    workspace: Workspace
    problem: CampusProblem
    in_use: ResourceUse
    screenings: dict[str, Screening]
    drill: Drill
    others: tuple[Drill, ...]
    needed: tuple[Duty, ...]
    alarms: BuildingAlarms | None = None

    @property
    def scenarios(self) -> list[Scenario]:
        """The usable scenarios of its type."""
        return [scenario for scenario in self.problem.scenarios if scenario.drill_type is self.drill.drill_type]

    @property
    def agencies(self) -> list[tuple[AgencyKind, tuple[Resource, ...]]]:
        """The kinds of agencies that must attend it, each with the agencies that serve."""
        return list(agencies_asked_for(attended_matches(self.needed), self.problem))


def duties_needing(drill: Drill, others: Sequence[Drill], problem: CampusProblem) -> list[Duty]:
    """Return the duties that it is credited to and that the other drills do not meet without it."""
    needing = []
    for duty in problem.duties:
        if duty.duty_id in drill.credits:
            rest = [other for other in others if duty.duty_id in other.credits]
            if not is_met_by(duty, rest, problem.events):
                needing.append(duty)
    return needing


def closed_days(context: PlannedDrillContext) -> tuple[dict[date, str], dict[str, tuple[str, ...]], list[date]]:
    """Return the reason that closes each day, the citations of each reason, and the days that are left."""
    closed: dict[date, str] = {}
    cites: dict[str, tuple[str, ...]] = {}
    calendar = context.workspace.calendar
    weekdays = [day.date for day in calendar.days if day.date.weekday() < 5 or day.kind is not DayKind.CLOSED]
    for reason, dates, cite in _reasons(context):
        if cite:
            cites[reason] = (cite,)
        for on in dates:
            closed.setdefault(on, reason)
    closed.pop(context.drill.date, None)
    open_dates = [on for on in weekdays if on not in closed and on != context.drill.date]
    return {on: closed[on] for on in sorted(closed)}, cites, open_dates


def dates_by_reason(closed: dict[date, str], cites: dict[str, tuple[str, ...]]) -> tuple[RuledOut, ...]:
    """Group the closed days by reason."""
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


def _reasons(context: PlannedDrillContext) -> Iterator[Reason]:
    """Yield (reason, days, citation), in the order in which a coordinator would think of them."""
    problem, campus_id = context.problem, context.problem.campus.campus_id
    open_dates = [day.date for day in problem.days]
    all_dates = [day.date for day in context.workspace.calendar.days]
    for duty in context.needed:
        outside = [on for on in all_dates if not duty.window.covers(on)]
        yield f"outside {duty.window.label}, in which it must meet {duty.mandate.mandate_id}", outside, duty.cite
    yield "no school", sorted(set(all_dates) - set(open_dates)), ""
    if problem.past is not None:
        yield "past", [day.date for day in problem.days[: problem.past.first_open]], ""
    for days in context.workspace.district.forbidden:
        closed = [on for on in open_dates if days.covers(campus_id, context.drill.drill_type, on)]
        yield f"forbidden in district.yaml{f' ({days.reason})' if days.reason else ''}", closed, ""
    for pin in problem.pins:
        if not any(pin.asks_for(scenario) for scenario in context.scenarios):
            yield f"pinned in district.yaml for the {pin.drill_phrase}", [pin.date], ""
    if _is_ordered(context):
        reason = f"ordered on {context.drill.date} in district.yaml, or on one day with other campuses"
        yield reason, [on for on in open_dates if on != context.drill.date], ""
    yield from _building(context)
    for other in context.others:
        if other.drill_type is context.drill.drill_type:
            yield f"another {other.drill_type.phrase} stands there", [other.date], ""
    yield from _bells(context)
    yield from _closed_by_duties(context)
    possible = {
        day
        for index, scenario in enumerate(problem.scenarios)
        if scenario.drill_type is context.drill.drill_type
        for day in problem.possible_days[index]
    }
    closed = [day.date for day in problem.days if day.index not in possible]
    yield "several rules together close it", closed, ""
    for kind, agencies in context.agencies:
        yield from _agencies(context, kind, agencies)


def _building(context: PlannedDrillContext) -> Iterator[Reason]:
    """Yield days ruled out by a shared building: the drill moves with those of the other campuses."""
    drill, campus, alarms = context.drill, context.problem.campus, context.alarms
    if alarms is None:
        return
    names = " and ".join(other.name for other in campuses_sharing_building(campus, context.workspace.campuses))
    if rings_whole_building(drill, context.workspace.district):
        open_dates = [day.date for day in context.problem.days]
        shared_dates = [on for on in open_dates if alarms.is_shared(drill.drill_type, on)]
        yield f"{names} in the same building would have to hold it with it", shared_dates, ""
    else:
        yield f"the drill that {names} hold with it stands there", [other.on for other in alarms.alarms], ""
    ready_dates = sorted(alarms.kept_free | alarms.reserved_dates)
    yield "kept free: a drill of the building moves there if the agency picks that date", ready_dates, ""


def _is_ordered(context: PlannedDrillContext) -> bool:
    """Check whether a pin fixes the drill's day."""
    return any(fulfills_pin(pin, context.drill) for pin in context.problem.pins)


def _bells(context: PlannedDrillContext) -> Iterator[Reason]:
    problem = context.problem
    fitting = {
        day.index
        for scenario in context.scenarios
        for day, openings in zip(problem.days, openings_of(scenario, problem.days), strict=True)
        if openings
    }
    closed = [day.date for day in problem.days if day.index not in fitting]
    yield "no period or hour into which it fits", closed, ""


def _closed_by_duties(context: PlannedDrillContext) -> Iterator[Reason]:
    """Yield days that one duty alone closes to every scenario of the type."""
    problem = context.problem
    facts = CampusYearFacts(problem.days, problem.events, problem.filed, context.screenings)
    plain = [(scenario, openings_of(scenario, problem.days)) for scenario in context.scenarios]
    for duty in problem.duties:
        open_days: set[int] = set()
        for scenario, openings in plain:
            open_days |= {day for day, opening in enumerate(narrow(duty, scenario, openings, facts)) if opening}
        closed = [day.date for day in problem.days if day.index not in open_days]
        if closed:
            yield f"{duty.sentence} ({duty.mandate.mandate_id})", closed, duty.cite


def _agencies(context: PlannedDrillContext, kind: AgencyKind, agencies: Sequence[Resource]) -> Iterator[Reason]:
    names = " or ".join(agency.name for agency in agencies) or f"a {kind.replace('_', ' ')} agency"
    dates = [day.date for day in context.problem.days]
    yield f"{names} cannot come", [on for on in dates if not any(agency.is_open_on(on) for agency in agencies)], ""
    days = context.problem.days
    full = [day.date for day in days if not any(_has_room(context, agency, day.index) for agency in agencies)]
    yield f"{names} is taken by other campuses, or not there at any hour that fits", full, ""


def _has_room(context: PlannedDrillContext, agency: Resource, day: int) -> bool:
    problem = context.problem
    on = problem.days[day].date
    for index, scenario in enumerate(problem.scenarios):
        if scenario.drill_type is context.drill.drill_type and day in problem.possible_days[index]:
            for slot in problem.groups[problem.group_of[index]].slots(day):
                interval = problem.interval(index, slot)
                if agency.is_open_during(interval) and context.in_use.leaves_room(agency, on, interval):
                    return True
    return False


def pin_on(drill: Drill, on: date) -> Pin:
    """Return a pin for a drill of its type on that day."""
    return Pin(campus=drill.campus_id, drill_type=drill.drill_type, date=on)
