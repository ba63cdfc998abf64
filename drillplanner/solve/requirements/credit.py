"""Assign drills to minimums where one drill may not count for all of them.

Mandates that are separate from each other share each drill out, and stand-ins are credited to a mandate that asks
for other drills, up to a number of times. All other minimums simply count the drills that match. Variables for
credit exist only for the former, and only on days on which more than one of them could take the drill.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.requirement import Demand
from drillplanner.solve.model.rows import CreditVariable
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import Allowance, CampusProblem
from drillplanner.solve.requirements import still_owed

#: Minimums of one campus, or of one of its units, among which a drill counts once.
CreditGroup = tuple[Duty, ...]


def credit_groups(duties: Iterable[Duty], allowances: Sequence[Allowance]) -> tuple[CreditGroup, ...]:
    """Return the groups of minimums that share drills out, or that drills may stand in for; usually none."""
    minimums = [duty for duty in duties if _shared_demand(duty) is not None]
    name = _group_names(minimums)
    members = Counter(name[mandate_id] for mandate_id in {duty.mandate.mandate_id for duty in minimums})
    replaceable = {allowance.instead_of for allowance in allowances}
    by_group: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in minimums:
        group = name[duty.mandate.mandate_id]
        if members[group] > 1 or duty.mandate.mandate_id in replaceable:
            by_group[group, duty.unit.unit_id if duty.unit is not None else ""].append(duty)
    return tuple(tuple(group_duties) for group_duties in by_group.values())


def _shared_demand(duty: Duty) -> Demand | None:
    """Return the number of drills that a duty asks for, if its drills can be shared out with other duties."""
    return duty.demand if duty.mandate.requirement.counts_credited_drills else None


def _group_names(duties: Iterable[Duty]) -> dict[str, str]:
    """Return the name of each mandate's group: mandates that are separate, directly or through others."""
    name: dict[str, str] = {}

    def root(mandate_id: str) -> str:
        while name.setdefault(mandate_id, mandate_id) != mandate_id:
            mandate_id = name[mandate_id]
        return mandate_id

    for mandate_id, others in {duty.mandate.mandate_id: duty.mandate.separate_from for duty in duties}.items():
        for other in others:
            first, second = sorted((root(mandate_id), root(other)))
            name[second] = first
        root(mandate_id)
    return {mandate_id: root(mandate_id) for mandate_id in list(name)}


def add_credit_constraints(sharing: CreditGroup, variables: CampusVariables) -> None:
    """Constrain each minimum to get as many drills as it asks for, and each day's drill to be credited once.

    A minimum that can no longer be met gets every drill that no earlier one takes, unless it has enough after all.
    """
    problem = variables.problem
    owed = {duty.duty_id: still_owed(duty, problem.events) for duty in sharing}
    takers = [duty for duty in sorted(sharing, key=_order_in(problem)) if owed[duty.duty_id]]
    credits_given = _CreditVariables(takers, variables)
    for place, duty in enumerate(takers):
        if duty in problem.lost_duties:
            credits_given.leave_none_for_later(takers[: place + 1], owed[duty.duty_id])
        else:
            variables.model.add(LinearExpr.sum(credits_given.to[duty.duty_id]) >= owed[duty.duty_id])
    credits_given.credit_once()
    credits_given.limit_stand_ins()


def _order_in(problem: CampusProblem) -> Callable[[Duty], tuple[bool, int, date]]:
    """Return a key for the order in which the judge gives duties their drills: uncertain ones come last."""
    place = {mandate_id: number for number, mandate_id in enumerate(problem.mandate_order)}

    def key(duty: Duty) -> tuple[bool, int, date]:
        return not duty.binds_firmly, place.get(duty.mandate.mandate_id, len(place)), duty.window.first

    return key


class _CreditVariables:
    """Variables that are 1 if the day's drill is credited to a duty, directly or in place of another drill."""

    def __init__(self, takers: list[Duty], variables: CampusVariables) -> None:
        self.variables = variables
        self.to: dict[str, list[IntVar]] = {duty.duty_id: [] for duty in takers}
        #: Credits by day, on days with several drills also by ordinal, and by scenario if they are past.
        self.on: dict[tuple[int, int | None], list[IntVar]] = defaultdict(list)
        #: The variables of the drills that could be credited there, by index.
        self.held: dict[tuple[int, int | None], dict[int, IntVar]] = defaultdict(dict)
        self.through: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
        #: Credits of each duty by day and drill, as in ``on``.
        self.of: dict[str, dict[tuple[int, int | None], list[IntVar]]] = {
            duty.duty_id: defaultdict(list) for duty in takers
        }
        #: The variables of the drills that match each duty itself, by day and drill.
        self.matching: dict[str, dict[tuple[int, int | None], list[IntVar]]] = {
            duty.duty_id: {} for duty in takers
        }
        days = {duty.duty_id: variables.days_of(duty) for duty in takers}
        contested = self._contested(days.values())
        for duty in takers:
            self._credit_directly(duty, days[duty.duty_id], contested)
            for number, allowance in enumerate(variables.problem.allowances):
                if allowance.instead_of == duty.mandate.mandate_id:
                    self._credit_stand_ins(duty, number, days[duty.duty_id])

    def _contested(self, days: Iterable[tuple[int, ...]]) -> frozenset[int]:
        """Return the days that are in the windows of several duties."""
        seen: set[int] = set()
        twice: set[int] = set()
        for window_days in days:
            twice |= seen & set(window_days)
            seen |= set(window_days)
        return frozenset(twice)

    def _credit_directly(self, duty: Duty, days: tuple[int, ...], contested: frozenset[int]) -> None:
        demand = _shared_demand(duty)
        assert demand is not None  # noqa: S101 (takers have a minimum)
        may_move = self.variables.has_offers
        for day in days:
            for drill, matching in self._drills(demand.match, day):
                self.matching[duty.duty_id][day, drill] = matching
                if day in contested or may_move:
                    self._add(duty, day, drill, matching, frozenset(days))
                else:
                    self.to[duty.duty_id] += matching
                    self.on[day, drill] += matching
                    self.of[duty.duty_id][day, drill] += matching
                    self.held[day, drill].update((variable.index, variable) for variable in matching)

    def _credit_stand_ins(self, duty: Duty, number: int, days: tuple[int, ...]) -> None:
        allowance = self.variables.problem.allowances[number]
        for place, window in enumerate(allowance.days):
            both = frozenset(days) & frozenset(window)
            for day in sorted(both):
                for drill, matching in self._drills(allowance.match, day):
                    self.through[number, place].append(self._add(duty, day, drill, matching, both))

    def _drills(self, match: Match, day: int) -> Iterable[tuple[int | None, list[IntVar]]]:
        """Return the day's drill if it matches; on a day that may have several, each of them."""
        if day in self.variables.recorded_days:
            return [
                (scenario, [variable]) for scenario, variable in self.variables.counted_toward_minimum(match, day)
            ]
        if day in self.variables.crowded_days:
            return list(self.variables.by_ordinal(match, day).items())
        matching = self.variables.toward_minimum(match, day)
        return [(None, matching)] if matching else []

    def _add(
        self, duty: Duty, day: int, drill: int | None, matching: list[IntVar], days: frozenset[int]
    ) -> IntVar:
        credited = self.variables.model.new_bool_var("")
        self.variables.model.add(credited <= LinearExpr.sum(matching))
        self.variables.credits.append(CreditVariable(credited, day, days))
        self.to[duty.duty_id].append(credited)
        self.on[day, drill].append(credited)
        self.of[duty.duty_id][day, drill].append(credited)
        self.held[day, drill].update((variable.index, variable) for variable in matching)
        return credited

    def leave_none_for_later(self, duties: Sequence[Duty], owed: int) -> None:
        """Give each drill that matches the last of these duties to one of them, unless that one has enough."""
        lost, model = duties[-1].duty_id, self.variables.model
        has_enough = model.new_bool_var("")
        model.add(LinearExpr.sum(self.to[lost]) >= owed * has_enough)
        for key, matching in self.matching[lost].items():
            given = [credited for duty in duties for credited in self.of[duty.duty_id].get(key, ())]
            model.add(LinearExpr.sum([*given, has_enough]) >= LinearExpr.sum(matching))

    def credit_once(self) -> None:
        """Constrain each drill to be credited once.

        The rows on held drills say nothing new about whole drills, but they keep the linear relaxation from
        crediting half a drill twice.
        """
        for key, credited in self.on.items():
            if len(credited) > 1:
                self.variables.model.add_at_most_one(credited)
                if held := self.held[key]:
                    self.variables.model.add(LinearExpr.sum(credited) <= LinearExpr.sum(list(held.values())))

    def limit_stand_ins(self) -> None:
        """Limit how many drills stand in."""
        for (number, _), credited in self.through.items():
            up_to = self.variables.problem.allowances[number].up_to
            if up_to is not None and len(credited) > up_to:
                self.variables.model.add(LinearExpr.sum(credited) <= up_to)
