"""Encoder of ``offer``: several dates, one of them with the drill, and every other duty met whichever is picked.

The solver chooses the dates together with the drills. On each date the offered drill must fit as it is, at the
same time of day, and no other drill is held there. What that means for the other duties:

- a row over all the dates, or over none of them, does not depend on where the drill goes;
- any other row must hold without the drill if a date outside its days is offered, and with it if one inside is;
- a drill that is credited to a duty could be credited to it on each of the dates;
- a drill is not offered if a constraint does not state what a move does to it.

The last two are stricter than the law. Without them (``is_careful`` is False) the search may find a plan that a
choice of date would break, but it never calls a possible plan impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.requirement import Demand
from drillplanner.model import Event
from drillplanner.solve.model.rows import LinearRow, Offering, Terms
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class OfferEncoder(Encoder[Offer]):
    """Encoded after all other duties, because it reads the rows that they added."""

    def distinguishing_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that can be offered."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that can be offered."""
        return (requirement.match,)

    def timed_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that can be offered: they must fit each date at the same time of day."""
        return (requirement.match,)

    def demanded_visits(self, requirement: Offer, duty: Duty, events: tuple[Event, ...]) -> Demand | None:
        """Return the one drill on an offered date, if an agency must be present at it."""
        return None if requirement.match.agency is None else Demand(requirement.match, 1)

    def constrain(self, requirement: Offer, duty: Duty, variables: CampusVariables) -> None:
        """Choose the dates, and keep each earlier duty met on all of them."""
        choice = _DateChoice(requirement, duty, variables)
        for row in variables.rows:
            choice.keep_row(row)
        if variables.is_careful:
            choice.keep_apart()
        variables.offerings[duty.duty_id] = Offering(choice.dates, choice.is_on, choice.offers)
        if not variables.is_careful:
            return
        for credited in variables.credits:
            choice.keep_credit(credited.variable, credited.day, credited.days)
        for moveless in variables.unmovable:
            inside = moveless.days & choice.dates.keys()
            if inside and (moveless.even_inside or len(inside) < len(choice.dates)):
                choice.forbid(moveless.variables_on)


class _DateChoice:
    """The variables of one offer.

    ``dates[d]``     day d is offered
    ``offers[s, d]`` the offered drill is scenario s, held on day d
    ``is_on[d]``     the offered drill is held on day d
    """

    def __init__(self, requirement: Offer, duty: Duty, variables: CampusVariables) -> None:
        self.variables = variables
        self.model = variables.model
        self.match = requirement.match
        problem = variables.problem
        given = problem.offered_days(duty)
        first_open = 0 if problem.past is None else problem.past.first_open
        able = problem.agencies_for(requirement.match)
        candidates = variables.matching_scenarios(requirement.match)[0]
        fitting = {day for scenario in candidates for day in problem.open_days[scenario]}
        days = [
            day
            for day in variables.days_of(duty)
            if (day in fitting and day >= first_open if given is None else day in given)
            and (
                requirement.match.agency is None
                or any(agency.is_open_on(problem.days[day].date) for agency in able)
            )
        ]
        self.dates = {day: self.model.new_bool_var("") for day in days}
        self.offers = {
            (scenario, day): self.model.new_bool_var("")
            for day in days
            for scenario in candidates
            if (scenario, day) in variables.held
        }
        self.is_on: dict[int, LinearExpr | int] = {}
        self._products: dict[tuple[int, int], IntVar] = {}
        if given is None:
            self._choose_dates(requirement, days)
        else:
            # The dates were offered before, and the agency can still pick any that is left; or all of the building
            # keeps these dates ready.
            for date in self.dates.values():
                self.model.add(date == 1)
        self._place(days)

    def _choose_dates(self, requirement: Offer, days: list[int]) -> None:
        model, variables = self.model, self.variables
        model.add(LinearExpr.sum(list(self.dates.values())) == requirement.dates)
        weeks = defaultdict(list)
        for day in days:
            on = variables.problem.days[day].date
            weeks[on - timedelta(on.weekday())].append(self.dates[day])
        used = [model.new_bool_var("") for _ in weeks]
        for week, dates in zip(used, weeks.values(), strict=True):
            model.add(week <= LinearExpr.sum(dates))
        model.add(LinearExpr.sum(used) >= requirement.weeks)

    def _place(self, days: list[int]) -> None:
        """Constrain one drill to be offered. It is on an offered date, and no other drill is."""
        model, variables = self.model, self.variables
        model.add_exactly_one(self.offers.values())
        for day in days:
            offers = [variable for (_, on), variable in self.offers.items() if on == day]
            self.is_on[day] = LinearExpr.sum(offers)
        for (scenario, day), offered in self.offers.items():
            model.add_implication(offered, variables.held[scenario, day])
            model.add_implication(offered, self.dates[day])
        for day in days:
            if self.match.agency is not None or self.match.moments is not None:
                model.add(self.is_on[day] <= LinearExpr.sum(variables.toward_minimum(self.match, day)))
            model.add(LinearExpr.sum(variables.held_on(day)) + self.dates[day] <= 1 + self.is_on[day])
        self._fit_each_date(days)

    def _fit_each_date(self, days: list[int]) -> None:
        """Constrain the drill to fit each date as it is: its scenario, and its slot if there are periods."""
        problem = self.variables.problem
        of_scenario = defaultdict(list)
        for (scenario, _), offered in self.offers.items():
            of_scenario[scenario].append(offered)
        for scenario, offers in of_scenario.items():
            for day in sorted(set(days) - set(problem.open_days[scenario])):
                self.model.add(LinearExpr.sum(offers) + self.dates[day] <= 1)
        if not self.variables.has_periods:
            return
        for number in sorted({problem.group_of[scenario] for scenario in of_scenario}):
            group = problem.groups[number]
            for slot in sorted({slot for day in days for slot in group.slots(day)}):
                unfit = [day for day in days if slot not in group.slots(day)]
                if unfit:
                    self._keep_off(number, slot.period, [day for day in days if slot in group.slots(day)], unfit)

    def _keep_off(self, group: int, period: str, days: list[int], unfit: list[int]) -> None:
        """Forbid the dates of ``unfit`` if the drill is in that period on one of ``days``."""
        is_in_period = self.model.new_bool_var("")
        for day in days:
            placed = self.variables.placed.get((group, day, period))
            if placed is not None:
                self.model.add(is_in_period >= placed + self.is_on[day] - 1)
        for day in unfit:
            self.model.add_implication(is_in_period, ~self.dates[day])

    def keep_apart(self) -> None:
        """Forbid a date to be offered for two drills."""
        for other in self.variables.offerings.values():
            for shared in sorted(self.dates.keys() & other.dates.keys()):
                for day in self.dates.keys() | other.dates.keys():
                    same = self.is_on.get(day, 0) == other.is_on.get(day, 0)
                    self.model.add(same).only_enforce_if(self.dates[shared], other.dates[shared])

    def keep_row(self, row: LinearRow) -> None:
        """Add rows that make the row hold wherever the drill goes."""
        counted = set(row.days)
        inside = [day for day in self.dates if day in counted]
        if not inside or len(inside) == len(self.dates):
            return
        all_terms = [term for day in self.dates for term in self._of_the_drill(row.terms_on(day), day)]
        inside_terms = [term for day in inside for term in self._of_the_drill(row.terms_on(day), day)]
        if not all_terms:
            return
        base = [term for day in row.days for term in row.terms_on(day)]
        without = _total(base) - _total(inside_terms)
        leaves, comes = self._one_offered(set(self.dates) - set(inside)), self._one_offered(inside)
        self.model.add(without >= row.least).only_enforce_if(leaves)
        self.model.add(without + _total(all_terms) >= row.least).only_enforce_if(comes)

    def _of_the_drill(self, terms: Terms, day: int) -> Terms:
        """Return the terms of the day as far as they belong to the offered drill."""
        return [(weight, self._product(variable, day)) for weight, variable in terms]

    def _product(self, variable: IntVar, day: int) -> IntVar:
        """Return a variable that is 1 if the variable is 1 and the day's drill is the offered one."""
        key = variable.index, day
        if key not in self._products:
            product = self._products[key] = self.model.new_bool_var("")
            self.model.add_implication(product, variable)
            self.model.add(product <= self.is_on[day])
            self.model.add(product >= variable + self.is_on[day] - 1)
        return self._products[key]

    def _one_offered(self, days: Collection[int]) -> IntVar:
        """Return a variable that is 1 if one of these days is offered."""
        is_offered = self.model.new_bool_var("")
        for day in sorted(days):
            self.model.add_implication(self.dates[day], is_offered)
        return is_offered

    def keep_credit(self, credited: IntVar, day: int, days: frozenset[int]) -> None:
        """Credit the drill only if it could be credited on each date."""
        if day in self.dates and not self.dates.keys() <= days:
            product = self._product(credited, day)
            for other in self.dates.keys() - days:
                self.model.add_implication(product, ~self.dates[other])

    def forbid(self, at: Callable[[int], Iterable[IntVar]]) -> None:
        """Forbid these drills to be the offered one."""
        for day in self.dates:
            for variable in at(day):
                self.model.add(self._product(variable, day) == 0)


def _total(terms: Terms) -> LinearExpr | int:
    return LinearExpr.weighted_sum([variable for _, variable in terms], [weight for weight, _ in terms])
