"""What the years of the fewest drills can hold, by counting needs.

Each minimum of a duty, and each practice that may add drills, needs some drills among certain (scenario, day)
pairs. Needs without a pair in common add up: no year has fewer drills. Where they add up to the size that the
smallest year has, each of its drills meets one of them, and none gets more drills than it asks for. Models of
these years then need no other pair, often a third less, and their relaxation is nearer to the best year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import NamedTuple

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel, LinearExpr
from drillplanner.law import Duty
from drillplanner.model import AgencyKind
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.model.runs import search_once
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.requirements import still_owed
from drillplanner.solve.requirements.credit import credit_groups

#: A drill that could be held: (scenario, day).
Pair = tuple[int, int]


class _Need(NamedTuple):
    """Drills that each year has among some pairs, which are a set of bits: those of their variables' indices."""

    pairs: int
    drills: int


@dataclass(frozen=True)
class SmallestYears:
    """The pairs that a year of the fewest drills can hold, and how many it holds of some sets of pairs at most.

    ``may_keep_practice`` is False if these drills are surely too few for the law and all that good practice wants.
    """

    pairs: frozenset[Pair]
    most_of: tuple[tuple[tuple[Pair, ...], int], ...]
    may_keep_practice: bool

    def of(self, problem: CampusProblem) -> CampusProblem:
        """Return the problem with only the drills of these years."""
        return problem.restricted(self.pairs)

    def constrain(self, variables: CampusVariables) -> None:
        """Add the rows that these years keep to a model of theirs."""
        for pairs, most in self.most_of:
            held = [variables.held[pair] for pair in pairs if pair in variables.held]
            if most == 1 < len(held):
                variables.model.add_at_most_one(held)
            elif most < len(held):
                variables.model.add(LinearExpr.sum(held) <= most)


def smallest_years(variables: CampusVariables, size: int, effort: Effort) -> SmallestYears | None:
    """Return what years of this size can hold; None if counting does not show that no year is smaller.

    A drill counts for the size whether it is held or only missing, if good practice may add it. ``variables`` are
    of a year that is planned from scratch. Mostly, adding up needs with few pairs first gives the size; else the
    needs with the greatest sum are searched.
    """
    found = _Needs(variables)
    needs = list(dict.fromkeys(found.all()))
    proofs = [together for together in _sums(needs) if _drills(together) == size]
    if not proofs:
        proofs = [_most_without_pairs_in_common(needs, effort)]
        if _drills(proofs[0]) != size:
            return None
    possible = reduce(and_, (reduce(or_, (need.pairs for need in together), 0) for together in proofs))
    pair_of = {held.index: pair for pair, held in variables.held.items()}

    def pairs_in(bits: int) -> tuple[Pair, ...]:
        return tuple(pair for index, pair in pair_of.items() if bits >> index & 1)

    met_exactly = dict.fromkeys(need for together in proofs for need in together)
    return SmallestYears(
        frozenset(pairs_in(possible)),
        tuple((pairs_in(need.pairs & possible), need.drills) for need in met_exactly),
        may_keep_practice=all(_drills(some) <= size for some in _sums([*needs, *found.of_practice()])),
    )


def _sums(needs: Iterable[_Need]) -> list[list[_Need]]:
    """Return needs without a pair in common: for each need that need first, then those with few pairs first."""
    in_order = sorted(set(needs), key=lambda need: (need.pairs.bit_count(), need))
    return [_without_pairs_in_common(first, in_order) for first in in_order]


def _without_pairs_in_common(first: _Need, needs: Sequence[_Need]) -> list[_Need]:
    """Return the first need, and each of the others that has no pair in common with those before."""
    together, taken = [first], first.pairs
    for need in needs:
        if need != first and not taken & need.pairs:
            together.append(need)
            taken |= need.pairs
    return together


def _most_without_pairs_in_common(needs: Sequence[_Need], effort: Effort) -> list[_Need]:
    """Return the needs without a pair in common that ask for the most drills, then those with the fewest pairs."""
    model = CpModel()
    chosen = [model.new_bool_var("") for _ in needs]
    for (one, need), (other, another) in combinations(zip(chosen, needs, strict=True), 2):
        if need.pairs & another.pairs:
            model.add_at_most_one(one, other)
    all_pairs = sum(need.pairs.bit_count() for need in needs)
    model.maximize(
        LinearExpr.weighted_sum(chosen, [need.drills * (all_pairs + 1) - need.pairs.bit_count() for need in needs])
    )
    solver, status = search_once(model, effort)
    if status not in (OPTIMAL, FEASIBLE):
        return []
    return [need for is_chosen, need in zip(chosen, needs, strict=True) if solver.value(is_chosen)]


def _drills(needs: Iterable[_Need]) -> int:
    return sum(need.drills for need in needs)


class _Needs:
    """The needs of a campus's year, as its model states them."""

    def __init__(self, variables: CampusVariables) -> None:
        self._variables = variables
        self._problem = variables.problem
        #: The pairs of each variable of a drill or a visit, and the agency's kind.
        self._meaning: dict[int, tuple[int, AgencyKind | None]] = {
            held.index: (1 << held.index, None) for held in variables.held.values()
        }
        for (resource_id, scenarios, day), visit in variables.visit.items():
            visited = (variables.held.get((scenario, day)) for scenario in scenarios)
            bits = reduce(or_, (1 << held.index for held in visited if held is not None))
            self._meaning[visit.index] = bits, variables.agency_kinds.get(resource_id)

    def all(self) -> Iterator[_Need]:
        """Yield the needs of duties, of the district's orders, and of good practice that may add drills."""
        for row in self._variables.rows:
            if row.least > 0 and (need := self._of_row(row)) is not None:
                yield need
        for group in credit_groups(self._problem.duties, self._problem.allowances):
            yield from self._of_credit(group)
        for pairs in self._problem.required_pairs:
            yield _Need(self._bits(pairs), 1)
        yield from self.of_practice(addable_alone=True)

    def of_practice(self, *, addable_alone: bool = False) -> Iterator[_Need]:
        """Yield what good practice wants to be held; only that for which it may add drills, if told so."""
        problem = self._problem
        for floor in problem.limits.floors:
            if floor.practice is not None and floor.weight and (floor.may_add or not addable_alone):
                yield _Need(
                    self._bits(
                        (scenario, day)
                        for scenario, day in self._variables.held
                        if floor.first <= problem.days[day].date <= floor.last
                        and problem.scenarios[scenario].scenario_id in floor.scenarios
                    ),
                    floor.least,
                )

    def _bits(self, pairs: Iterable[Pair]) -> int:
        held = (self._variables.held.get(pair) for pair in pairs)
        return sum(1 << variable.index for variable in held if variable is not None)

    def _of_row(self, row: LinearRow) -> _Need | None:
        """Return how many drills the row needs; None if it counts other things, or a drill more than once.

        Agencies of one kind do not visit a drill together.
        """
        pairs, most, kinds = 0, 1, set[AgencyKind | None]()
        for day in self._variables.possible_days(row.days):
            terms = [(weight, variable.index) for weight, variable in row.terms_on(day) if weight > 0]
            if len({index for _, index in terms}) < len(terms):
                return None
            for weight, index in terms:
                if index not in self._meaning:
                    return None
                bits, kind = self._meaning[index]
                pairs, most = pairs | bits, max(most, weight)
                kinds.add(kind)
        return _Need(pairs, -(-row.least // most)) if len(kinds) == 1 else None

    def _of_credit(self, group: Sequence[Duty]) -> Iterator[_Need]:
        """Yield what each of these duties needs, and what all of them do: a drill counts for one."""
        each = [
            _Need(self._creditable(duty), owed)
            for duty in group
            if (owed := still_owed(duty, self._problem.events))
        ]
        yield from each
        if each:
            yield _Need(reduce(or_, (need.pairs for need in each)), _drills(each))

    def _creditable(self, duty: Duty) -> int:
        """Return the pairs that can be credited to a duty, directly or in place of another drill."""
        demand, days = duty.demand, frozenset(self._variables.days_of(duty))
        matches = [] if demand is None else [(demand.match, days)]
        matches += [
            (allowance.match, days & frozenset(window))
            for allowance in self._problem.allowances
            if allowance.instead_of == duty.mandate.mandate_id
            for window in allowance.days
        ]
        drills = (
            variable
            for match, on in matches
            for day in on
            for variable in self._variables.toward_minimum(match, day)
        )
        return reduce(or_, (self._meaning[variable.index][0] for variable in drills), 0)
