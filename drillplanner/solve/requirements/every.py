"""``every``: openings without the attributes are closed to matching drills; a wanted agency comes to each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.every import Attributes, Every
from drillplanner.model import Event, PeriodTag, Scenario
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.problem.campus_problem import DayChoice, selects
from drillplanner.solve.problem.openings import (
    CampusYearFacts,
    Openings,
    StartWindow,
    closed_on,
    is_moment,
    narrowed,
)
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class EveryEncoder(Encoder[Every]):
    """All but the presence of agencies is decided before there are variables.

    A match that asks for an agency is the exception: which drills it speaks of is then chosen too, and visits to
    drills without the attributes are ruled out.
    """

    def distinguishing_matches(self, requirement: Every, duty: Duty) -> tuple[Match, ...]:
        """The drills spoken of, and those of them to which the agency comes."""
        return (requirement.match, *self.attended_matches(requirement, duty))

    def attended_matches(self, requirement: Every, duty: Duty) -> tuple[Match, ...]:
        """The drills spoken of, where an agency must come to each."""
        if requirement.has.agency is None:
            return ()
        return (requirement.match.model_copy(update={"agency": requirement.has.agency}),)

    def narrow(
        self, requirement: Every, duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts
    ) -> Openings:
        """Closes what lacks an attribute, and lets a drill start late enough before the last bell."""
        match, has = requirement.match, requirement.has
        if selects(match, scenario) is False:
            return openings
        if match.agency is not None:
            return narrowed(openings, ground.days_of(duty), ground, partial(_with_late_start, has))

        def keep(day: DayChoice, opening: StartWindow) -> StartWindow | None:
            if not is_moment(match, opening.tags):
                return opening
            return _allowed_opening(has, opening, day) if _fits(has, scenario) else None

        inside = ground.days_of(duty)
        shut = _closed_dates(has, ground.events)
        closed = [day for day in inside if ground.days[day].date in shut]
        return closed_on(narrowed(openings, inside, ground, keep), closed, match)

    def constrain(self, requirement: Every, duty: Duty, variables: CampusVariables) -> None:
        """A visit for each drill where an agency is wanted; no visit where the visited drills lack something."""
        match, days = requirement.match, variables.days_of(duty)
        for attended in self.attended_matches(requirement, duty):

            def lacking(day: int, attended: Match = attended) -> Terms:
                come = [(1, one) for one in variables.toward_minimum(attended, day)]
                return come + [(-1, one) for one in variables.toward_maximum(match, day)]

            for day in days:
                variables.add_row(LinearRow((day,), lacking, 0))
        if match.agency is not None:
            self._rule_out_visits(requirement, duty, variables)

    def _rule_out_visits(self, requirement: Every, duty: Duty, variables: CampusVariables) -> None:
        has, match, problem = requirement.has, requirement.match, variables.problem
        shut = _closed_dates(has, problem.events)
        for day in variables.days_of(duty):
            choice = problem.days[day]
            for scenario, slots, visit in variables.visits(match, day):
                may = _fits(has, problem.scenarios[scenario]) and choice.date not in shut
                if not may or not any(_has(has, slot, choice) for slot in slots):
                    variables.model.add(visit == 0)
        variables.forbid_date_moves((match,), variables.days_of(duty))


def _fits(has: Attributes, scenario: Scenario) -> bool:
    """Whether the scenario has what is asked of it, whenever it is held."""
    return (
        (has.audiences is None or scenario.audience in has.audiences)
        and (has.routes is None or scenario.route in has.routes)
        and (has.formats is None or scenario.format in has.formats)
        and (has.announced is None or scenario.announced is has.announced)
    )


def _with_late_start(has: Attributes, day: DayChoice, opening: StartWindow) -> StartWindow:
    """The opening with a later usual start, for the drills to which the agency comes."""
    if has.minutes_before_dismissal is None:
        return opening
    late = min(opening.last, day.last_bell - has.minutes_before_dismissal)
    return opening._replace(preferred=max(opening.preferred, late))


def _allowed_opening(has: Attributes, opening: StartWindow, day: DayChoice) -> StartWindow | None:
    """What is left of an opening: nothing, or the starts that are close enough to the last bell."""
    if has.minutes_before_dismissal is not None:
        opening = opening._replace(first=max(opening.first, day.last_bell - has.minutes_before_dismissal))
    return opening if opening.first <= opening.last and _has(has, opening.slot, day) else None


def _has(has: Attributes, slot: Slot, day: DayChoice) -> bool:
    """Whether the slot is of the right moments, on the right kind of day, near enough to the last bell."""
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
    """Whether the slot is in one of the moments for everyone who is at school then."""
    there = [one.tags for one in slot.by_grades if one.period is not None] or [slot.tags]
    return all(not set(tags).isdisjoint(moments) for tags in there)


def _closed_dates(has: Attributes, events: tuple[Event, ...]) -> frozenset[date]:
    """The dates of the events at which no such drill may be, and of the days before them."""
    shut: set[date] = set()
    for event in events:
        if has.not_during is not None and event.kind is has.not_during:
            on = event.first - timedelta(has.days_before)
            while on <= event.last:
                shut.add(on)
                on += timedelta(1)
    return frozenset(shut)
