"""The coordinator's orders before there are variables: what pins and forbidden days leave of the openings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.model import Campus, ForbiddenDays, Pin, SameDay, Scenario, Workspace, minutes_of
from drillplanner.model.district.common_days import eligible_days
from drillplanner.solve.problem.campus_problem import DayChoice, days_between
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, StartWindow, narrowed
from drillplanner.solve.problem.previous_plan import PreviousPlan


@dataclass(frozen=True)
class CampusOrders:
    """The pins and forbidden days of one campus, and the days from which one is chosen for a drill of several."""

    pins: tuple[Pin, ...] = ()
    forbidden: tuple[ForbiddenDays, ...] = ()
    campus_id: str = ""
    same_day: tuple[tuple[SameDay, tuple[date, ...]], ...] = ()

    def ask_for(self, scenario: Scenario) -> bool:
        """Whether an order can want a drill of the scenario."""
        return any(pin.asks_for(scenario) for pin in self.pins) or any(
            order.asks_for(scenario) for order, _ in self.same_day
        )

    def required_pairs(
        self, scenarios: Sequence[Scenario], possible_days: Sequence[Sequence[int]], days: Sequence[DayChoice]
    ) -> tuple[frozenset[tuple[int, int]], ...]:
        """For each drill of one day that is still to be chosen, the (scenario, day) pairs of which one is held.

        At each campus alone that asks for less than one day for all, so that what it costs is a bound.
        """
        return tuple(
            frozenset(
                (number, day)
                for number, scenario in enumerate(scenarios)
                if order.asks_for(scenario)
                for day in possible_days[number]
                if days[day].date in dates
            )
            for order, dates in self.same_day
        )

    def narrow(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        """Leaves nothing on forbidden days, and on a pinned day what keeps the pin: there is one drill a day."""
        for days in self.forbidden:
            if days.covers(self.campus_id, scenario.drill_type, days.first):
                openings = narrowed(openings, days_between(ground.days, days.first, days.last), ground, _closed)
        for pin in self.pins:
            day = days_between(ground.days, pin.date, pin.date)

            def keep(day: DayChoice, opening: StartWindow, pin: Pin = pin) -> StartWindow | None:
                return _pinned(pin, opening) if pin.asks_for(scenario) else None

            openings = narrowed(openings, day, ground, keep)
        return openings


NO_ORDERS = CampusOrders()


def orders_at(
    workspace: Workspace, campus: Campus, days: tuple[DayChoice, ...], before: PreviousPlan | None
) -> CampusOrders:
    """The orders for a campus with these days; what is past can no longer be ordered.

    A pin of the whole district asks nothing of a campus that has no school on its date. Where a plan is made anew,
    a day for several campuses is a pin before there are problems.
    """
    district = workspace.district
    dates = {day.date for day in days}
    pins = tuple(
        pin
        for pin in district.pins
        if pin.concerns(campus.campus_id)
        and (pin.campus is not None or pin.date in dates)
        and (before is None or pin.date >= before.as_of)
    )
    forbidden = tuple(
        days for days in district.forbidden if not days.campuses or campus.campus_id in days.campuses
    )
    same_day = tuple(
        (order, eligible_days(order, workspace))
        for order in district.same_day
        if before is None and order.concerns(campus.campus_id)
    )
    return CampusOrders(pins, forbidden, campus.campus_id, same_day)


def _closed(day: DayChoice, opening: StartWindow) -> StartWindow | None:
    return None


def _pinned(pin: Pin, opening: StartWindow) -> StartWindow | None:
    if pin.period is not None and not opening.has_name(pin.period):
        return None
    if pin.start is None:
        return opening
    start = minutes_of(pin.start)
    return opening._replace(first=start, last=start) if opening.first <= start <= opening.last else None
