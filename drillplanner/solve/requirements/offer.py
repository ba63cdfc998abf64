"""``offer``: so many dates, one of them with the drill, and every other duty kept whichever date is picked.

The solver chooses the dates with the drills. On each date the drill that is offered must fit as it stands, at the
same time of day, and no other drill is held there. What the other duties then need:

- a row over all the dates, or over none of them, cannot tell where the drill goes;
- any other row must hold without the drill if a date outside of its days is offered, and with it if one inside is;
- a drill that is credited to a duty could be credited to it on each of the dates;
- drills of which a constraint does not say what a move does to it are not offered.

The last two ask for more than the law does. Where they are left out (``is_careful`` is False) a plan may be found
that a choice would break, but none is called impossible that is not.
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
    """Comes last of all duties, since it looks at what they left behind."""

    def distinguishing_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """The drills that can be offered."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """The drills that can be offered."""
        return (requirement.match,)

    def timed_matches(self, requirement: Offer, duty: Duty) -> tuple[Match, ...]:
        """The drills that can be offered: they must fit each date at the same time of day."""
        return (requirement.match,)

    def demanded_visits(self, requirement: Offer, duty: Duty, events: tuple[Event, ...]) -> Demand | None:
        """Return the one drill on an offered date, if an agency must be present at it."""
        return None if requirement.match.agency is None else Demand(requirement.match, 1)

    def constrain(self, requirement: Offer, duty: Duty, variables: CampusVariables) -> None:
        """Chooses the dates, and keeps each duty that came before for all of them."""
        choice = _DateChoice(requirement, duty, variables)
        for row in variables.rows:
            choice.keep_row(row)
        if variables.is_careful:
            choice.keep_apart()
        variables.offerings[duty.duty_id] = Offering(choice.dates, choice.is_on)
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

    ``dates[d]``    day d is offered
    ``offers[s, d]`` the drill that is offered is scenario s, held on day d
    ``is_on[d]``    … is held on day d
    """

    def __init__(self, requirement: Offer, duty: Duty, variables: CampusVariables) -> None:
        self.variables = variables
        self.model = variables.model
        self.match = requirement.match
        problem = variables.problem
        made = None if problem.past is None else problem.past.offer_of(duty)
        first_open = 0 if problem.past is None else problem.past.first_open
        able = problem.agencies_of_kind(requirement.match.agency)
        candidates = variables.matching_scenarios(requirement.match)[0]
        fitting = {day for scenario in candidates for day in problem.open_days[scenario]}
        days = [
            day
            for day in variables.days_of(duty)
            if (day in fitting and day >= first_open if made is None else day in made.days)
            and (requirement.match.agency is None or any(one.is_open_on(problem.days[day].date) for one in able))
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
        if made is None:
            self._choose_dates(requirement, days)
        else:
            # The dates were offered already; what is left of them can still be picked.
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
        for week, there in zip(used, weeks.values(), strict=True):
            model.add(week <= LinearExpr.sum(there))
        model.add(LinearExpr.sum(used) >= requirement.weeks)

    def _place(self, days: list[int]) -> None:
        """One drill is offered; it stands on a date, and no other does."""
        model, variables = self.model, self.variables
        model.add_exactly_one(self.offers.values())
        for day in days:
            here = [variable for (_, on), variable in self.offers.items() if on == day]
            self.is_on[day] = LinearExpr.sum(here)
        for (scenario, day), offered in self.offers.items():
            model.add_implication(offered, variables.held[scenario, day])
            model.add_implication(offered, self.dates[day])
        for day in days:
            if self.match.agency is not None or self.match.moments is not None:
                model.add(self.is_on[day] <= LinearExpr.sum(variables.toward_minimum(self.match, day)))
            model.add(LinearExpr.sum(variables.held_on(day)) + self.dates[day] <= 1 + self.is_on[day])
        self._fit_each_date(days)

    def _fit_each_date(self, days: list[int]) -> None:
        """The drill fits each date as it stands: its scenario, and with periods its slot."""
        problem = self.variables.problem
        of_scenario = defaultdict(list)
        for (scenario, _), offered in self.offers.items():
            of_scenario[scenario].append(offered)
        for scenario, some in of_scenario.items():
            for day in sorted(set(days) - set(problem.open_days[scenario])):
                self.model.add(LinearExpr.sum(some) + self.dates[day] <= 1)
        if not self.variables.has_periods:
            return
        for number in sorted({problem.group_of[scenario] for scenario in of_scenario}):
            group = problem.groups[number]
            for slot in sorted({slot for day in days for slot in group.slots(day)}):
                unfit = [day for day in days if slot not in group.slots(day)]
                if unfit:
                    self._keep_off(number, slot.period, [day for day in days if slot in group.slots(day)], unfit)

    def _keep_off(self, group: int, period: str, days: list[int], unfit: list[int]) -> None:
        """No date of ``unfit`` is offered if the drill is in that period on one of ``days``."""
        there = self.model.new_bool_var("")
        for day in days:
            placed = self.variables.placed.get((group, day, period))
            if placed is not None:
                self.model.add(there >= placed + self.is_on[day] - 1)
        for day in unfit:
            self.model.add_implication(there, ~self.dates[day])

    def keep_apart(self) -> None:
        """No date is offered for two drills."""
        for other in self.variables.offerings.values():
            for shared in sorted(self.dates.keys() & other.dates.keys()):
                for day in self.dates.keys() | other.dates.keys():
                    same = self.is_on.get(day, 0) == other.is_on.get(day, 0)
                    self.model.add(same).only_enforce_if(self.dates[shared], other.dates[shared])

    def keep_row(self, row: LinearRow) -> None:
        """The row holds wherever the drill goes."""
        counted = set(row.days)
        inside = [day for day in self.dates if day in counted]
        if not inside or len(inside) == len(self.dates):
            return
        every = [term for day in self.dates for term in self._of_the_drill(row.terms_on(day), day)]
        here = [term for day in inside for term in self._of_the_drill(row.terms_on(day), day)]
        if not every:
            return
        base = [term for day in row.days for term in row.terms_on(day)]
        without = _total(base) - _total(here)
        leaves, comes = self._one_offered(set(self.dates) - set(inside)), self._one_offered(inside)
        self.model.add(without >= row.least).only_enforce_if(leaves)
        self.model.add(without + _total(every) >= row.least).only_enforce_if(comes)

    def _of_the_drill(self, terms: Terms, day: int) -> Terms:
        """The terms of the day as far as they are those of the drill that is offered."""
        return [(weight, self._product(variable, day)) for weight, variable in terms]

    def _product(self, variable: IntVar, day: int) -> IntVar:
        """1 if the variable is 1 and the drill of the day is the one that is offered."""
        key = variable.index, day
        if key not in self._products:
            product = self._products[key] = self.model.new_bool_var("")
            self.model.add_implication(product, variable)
            self.model.add(product <= self.is_on[day])
            self.model.add(product >= variable + self.is_on[day] - 1)
        return self._products[key]

    def _one_offered(self, days: Collection[int]) -> IntVar:
        """1 if one of these days is offered."""
        one = self.model.new_bool_var("")
        for day in sorted(days):
            self.model.add_implication(self.dates[day], one)
        return one

    def keep_credit(self, credited: IntVar, day: int, days: frozenset[int]) -> None:
        """The drill is credited only where it could be on each date."""
        if day in self.dates and not self.dates.keys() <= days:
            product = self._product(credited, day)
            for other in self.dates.keys() - days:
                self.model.add_implication(product, ~self.dates[other])

    def forbid(self, at: Callable[[int], Iterable[IntVar]]) -> None:
        """The drill that is offered is none of these."""
        for day in self.dates:
            for variable in at(day):
                self.model.add(self._product(variable, day) == 0)


def _total(terms: Terms) -> LinearExpr | int:
    return LinearExpr.weighted_sum([variable for _, variable in terms], [weight for weight, _ in terms])
