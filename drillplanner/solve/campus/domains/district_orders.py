"""Narrow openings by the coordinator's orders: pins, same-day drills, and forbidden days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.model import Campus, ForbiddenDays, Pin, SameDay, Scenario, Workspace, minutes_of
from drillplanner.model.district.common_days import eligible_days
from drillplanner.solve.problem.campus_problem import DayChoice, days_between
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, StartWindow, narrowed
from drillplanner.solve.problem.previous_plan import PreviousPlan


@dataclass(frozen=True)
class CampusOrders:
    """The pins and forbidden days of one campus, and the possible dates of each same-day drill."""

    pins: tuple[Pin, ...] = ()
    forbidden: tuple[ForbiddenDays, ...] = ()
    campus_id: str = ""
    same_day: tuple[tuple[SameDay, tuple[date, ...]], ...] = ()

    def ask_for(self, scenario: Scenario) -> bool:
        """Check whether an order can require a drill of the scenario."""
        return any(pin.asks_for(scenario) for pin in self.pins) or any(
            order.asks_for(scenario) for order, _ in self.same_day
        )

    def required_pairs(
        self, scenarios: Sequence[Scenario], possible_days: Sequence[Sequence[int]], days: Sequence[DayChoice]
    ) -> tuple[frozenset[tuple[int, int]], ...]:
        """Return for each same-day drill without a date the (scenario, day) pairs, one of which must be held.

        Each campus alone may choose its own date, which is less than the order asks, so the cost is a bound.
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

    def narrow(
        self, scenario: Scenario, openings: Openings, ground: CampusYearFacts, limits: DayLimits
    ) -> Openings:
        """Return the openings without forbidden days, and on pinned days only those that meet the pin.

        A pinned day that may hold several drills keeps all of them; the pinned one starts at its own time.
        """
        for days in self.forbidden:
            if days.covers(self.campus_id, scenario.drill_type, days.first):
                openings = narrowed(openings, days_between(ground.days, days.first, days.last), ground, _closed)
        for pin in self.pins:
            day = days_between(ground.days, pin.date, pin.date)
            with_others = any(limits.most_on(index) > 1 for index in day)

            def keep(
                day: DayChoice, opening: StartWindow, pin: Pin = pin, with_others: bool = with_others
            ) -> StartWindow | None:
                pinned = _pinned(pin, opening) if pin.asks_for(scenario) else None
                return pinned or (opening if with_others else None)

            openings = narrowed(openings, day, ground, keep)
        return openings


NO_ORDERS = CampusOrders()


def orders_at(
    workspace: Workspace, campus: Campus, days: tuple[DayChoice, ...], before: PreviousPlan | None
) -> CampusOrders:
    """Return the orders for a campus with these days; orders for past dates are ignored.

    A pin does not apply to a campus without school on its date, which may have been closed since. In a replan,
    same-day drills are pins before problems are built.
    """
    district = workspace.district
    dates = {day.date for day in days}
    pins = tuple(
        pin
        for pin in district.pins
        if pin.concerns(campus.campus_id)
        and pin.date in dates
        and (before is None or (pin.date >= before.as_of and pin.date not in before.void_pins))
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
