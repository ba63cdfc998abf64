"""Encoder of ``every``: closes openings without the attributes, and adds visits if an agency must attend."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.every import Attributes, Every
from drillplanner.model import Event, PeriodTag, Scenario
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.problem.campus_problem import DayChoice
from drillplanner.solve.problem.openings import (
    CampusYearFacts,
    Openings,
    StartWindow,
    closed_on,
    is_moment,
    narrowed,
)
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.requirements.encoder import AttendedDrills, Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class EveryEncoder(Encoder[Every]):
    """Decides everything but visits of agencies before there are variables.

    The exception is a match that names an agency: the search then also chooses which drills it is about, and
    visits to drills without the attributes are ruled out.
    """

    def distinguishing_matches(self, requirement: Every, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that it is about, and those of them that the agency attends."""
        return (requirement.match, *self.attended_matches(requirement, duty))

    def attended_matches(self, requirement: Every, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that it is about, if an agency must attend each of them."""
        attended = self.attended_drills(requirement)
        return () if attended is None else (attended.match,)

    def attended_drills(self, requirement: Every) -> AttendedDrills | None:
        """Return each drill that it is about, if an agency must attend them."""
        has, match = requirement.has, requirement.match
        if has.agency is None:
            return None
        visited = match.model_copy(update={"agency": has.agency, "agency_id": has.agency_id})
        return AttendedDrills(visited, match, at_least=1, of_every=1)

    def narrow(
        self, requirement: Every, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Close openings that lack an attribute, and let a drill start late enough before the last bell."""
        match, has = requirement.match, requirement.has
        if match.selects_scenario(scenario) is False:
            return openings
        if match.agency is not None:
            return narrowed(openings, ground.days_of(duty), ground, partial(_with_late_start, has))

        def keep(day: DayChoice, opening: StartWindow) -> StartWindow | None:
            if not is_moment(match, opening.tags):
                return opening
            return _allowed_opening(has, opening, day) if _fits(has, scenario) else None

        inside = ground.days_of(duty)
        closed_dates = _closed_dates(has, ground.events)
        closed = [day for day in inside if ground.days[day].date in closed_dates]
        return closed_on(narrowed(openings, inside, ground, keep), closed, match)

    def constrain(self, requirement: Every, duty: Duty, variables: CampusVariables) -> None:
        """Add a visit for each drill if an agency must attend, and forbid visits that lack an attribute."""
        match, days = requirement.match, variables.days_of(duty)
        for attended in self.attended_matches(requirement, duty):

            def lacking(day: int, attended: Match = attended) -> Terms:
                come = [(1, drill) for drill in variables.toward_minimum(attended, day)]
                return come + [(-1, drill) for drill in variables.toward_maximum(match, day)]

            for day in days:
                variables.add_row(LinearRow((day,), lacking, 0))
        if match.agency is not None:
            self._rule_out_visits(requirement, duty, variables)

    def _rule_out_visits(self, requirement: Every, duty: Duty, variables: CampusVariables) -> None:
        has, match, problem = requirement.has, requirement.match, variables.problem
        closed_dates = _closed_dates(has, problem.events)
        for day in variables.days_of(duty):
            choice = problem.days[day]
            for scenario, slots, visit in variables.visits(match, day):
                may = _fits(has, problem.scenarios[scenario]) and choice.date not in closed_dates
                if not may or not any(_has(has, slot, choice) for slot in slots):
                    variables.model.add(visit == 0)
        variables.forbid_date_moves((match,), variables.days_of(duty))


def _fits(has: Attributes, scenario: Scenario) -> bool:
    """Check whether the scenario has the attributes that do not depend on when it is held."""
    return (
        (has.audiences is None or scenario.audience in has.audiences)
        and (has.routes is None or scenario.route in has.routes)
        and (has.formats is None or scenario.format in has.formats)
        and (has.announced is None or scenario.announced is has.announced)
    )


def _with_late_start(has: Attributes, day: DayChoice, opening: StartWindow) -> StartWindow:
    """Return the opening with a later usual start, for the drills that the agency attends."""
    if has.minutes_before_dismissal is None:
        return opening
    late = min(opening.last, day.last_bell - has.minutes_before_dismissal)
    return opening._replace(preferred=max(opening.preferred, late))


def _allowed_opening(has: Attributes, opening: StartWindow, day: DayChoice) -> StartWindow | None:
    """Return the part of an opening with starts close enough to the last bell; None if nothing is left."""
    if has.minutes_before_dismissal is not None:
        opening = opening._replace(first=max(opening.first, day.last_bell - has.minutes_before_dismissal))
    return opening if opening.first <= opening.last and _has(has, opening.slot, day) else None


def _has(has: Attributes, slot: Slot, day: DayChoice) -> bool:
    """Check whether the slot is in the right moments, on the right kind of day, close enough to the last bell."""
    tags = set(slot.tags)
    return (
        (has.moments is None or _is_in(has.moments, slot))
        and (has.not_moments is None or tags.isdisjoint(has.not_moments))
        and (has.not_on_days is None or day.kind not in has.not_on_days)
        and (
            has.minutes_before_dismissal is None
            or day.last_bell - has.minutes_before_dismissal <= slot.start <= day.last_bell
        )
    )


def _is_in(moments: tuple[PeriodTag, ...], slot: Slot) -> bool:
    """Check whether the slot is in one of the moments for everyone who is at school then."""
    tags_of_grades = [moment.tags for moment in slot.by_grades if moment.period is not None] or [slot.tags]
    return all(not set(tags).isdisjoint(moments) for tags in tags_of_grades)


def _closed_dates(has: Attributes, events: tuple[Event, ...]) -> frozenset[date]:
    """Return the dates of the events on which no such drill may be held, and of the closed days before them."""
    closed: set[date] = set()
    for event in events:
        if has.not_during is not None and event.kind is has.not_during:
            on = event.first - timedelta(has.days_before)
            while on <= event.last:
                closed.add(on)
                on += timedelta(1)
    return frozenset(closed)
