"""Where a drill more must go, once every drill of the plan as it was stays: counted, before any search.

Each duty that the standing drills leave unmet needs a drill of its own kind on a day of its own. Where some of
these duties have no such drill in common, the needs add up: no plan holds fewer new drills. And a plan that holds
no more has each of them where one of these duties needs it. So the search can leave out everything else, which is
nearly everything; if it then finds as few new drills as were counted, nothing was lost. If not, the counting was
too simple for this law, and the search is the whole one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: A drill that could be held: (scenario, day).
DrillChoice = tuple[int, int]


@dataclass(frozen=True)
class RestrictedProblems:
    """The problems cut to the drills that stand and those that meet what they leave unmet.

    There are at least so many ``drills``. Where ``is_impossible``, no drill more meets some duty: one that stands
    must move, or the duty cannot be met.
    """

    problems: tuple[CampusProblem, ...]
    drills: int
    is_impossible: bool


class UnmetDemand(NamedTuple):
    """So many drills at least, each of which is one of ``choices`` if there are no more."""

    drills: int
    choices: frozenset[DrillChoice]
    is_hopeless: bool = False
    """Whether no drill more would help."""


def restrict_to_unmet_demand(
    problems: tuple[CampusProblem, ...], taken: ResourceUse, careful: bool
) -> RestrictedProblems | None:
    """The problems without drills that a plan with few new ones cannot hold.

    None unless all drills stay, and where counting cannot tell what a plan with so few would hold.
    """
    if not all(problem.past is not None and problem.past.all_stay for problem in problems):
        return None
    _, campuses = build_together(problems, taken, ModelOptions(periods=False, careful=careful))
    needs = [_needs_of(variables) for variables in campuses]
    if any(need.drills and not need.choices and not need.is_hopeless for need in needs):
        return None
    cut, drills = [], 0
    for problem, need in zip(problems, needs, strict=True):
        standing = _standing(problem)
        cut.append(problem.restricted(standing | need.choices))
        drills += len(standing) + need.drills
    return RestrictedProblems(tuple(cut), drills, any(need.is_hopeless for need in needs))


def _standing(problem: CampusProblem) -> frozenset[DrillChoice]:
    past = problem.past
    return frozenset(
        (one.scenario, one.day)
        for one in (past.fixed if past is not None else ())
        if one.day in problem.possible_days[one.scenario]
    )


def _needs_of(variables: CampusVariables) -> UnmetDemand:
    """How many new drills there are at least, and what they can be where there are no more."""
    found = _DemandCounter(variables)
    lacking = [need for row in variables.rows if (need := found.of(row)) is not None]
    # Few choices first: they meet with the fewest others.
    lacking.sort(key=lambda one: (len(one.choices), sorted(one.choices)))
    if lacking and not lacking[0].choices:
        return lacking[0]._replace(is_hopeless=True)
    apart = [_disjoint(first, lacking) for first in lacking]
    most = max((need.drills for need in apart), default=0)
    choices = [need.choices for need in apart if need.drills == most]
    return UnmetDemand(most, frozenset.intersection(*choices) if choices else frozenset())


def _disjoint(first: UnmetDemand, lacking: Sequence[UnmetDemand]) -> UnmetDemand:
    """The needs of the first, and of others that have no drill in common with it or with each other, together."""
    together = first
    for need in lacking:
        if together.choices.isdisjoint(need.choices):
            together = UnmetDemand(together.drills + need.drills, together.choices | need.choices)
    return together


class _DemandCounter:
    """What rows of a model need of drills that do not stand."""

    def __init__(self, variables: CampusVariables) -> None:
        self._standing: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
        past = variables.problem.past
        for one in past.fixed if past is not None else ():
            self._standing[one.day][one.scenario] = frozenset(one.resource_ids)
        #: What each variable says: its scenarios, and the agency that comes.
        self._says: dict[int, tuple[frozenset[int], str | None]] = {
            held.index: (frozenset({scenario}), None) for (scenario, _), held in variables.held.items()
        } | {visit.index: (some, resource_id) for (resource_id, some, _), visit in variables.visit.items()}

    def of(self, row: LinearRow) -> UnmetDemand | None:
        """How many drills the row lacks, and which would help; None where it lacks none, or none can be told."""
        lacking = row.least - sum(self._stands_for(row, day) for day in row.days if day in self._standing)
        if lacking <= 0:
            return None
        helps: dict[DrillChoice, int] = defaultdict(int)
        for day in row.days:
            if day in self._standing:
                continue
            for weight, variable in row.terms_on(day):
                if weight > 0:
                    if variable.index not in self._says:
                        return None
                    for scenario in self._says[variable.index][0]:
                        helps[scenario, day] += weight
        most = max(helps.values(), default=lacking)
        return UnmetDemand(-(-lacking // most), frozenset(helps))

    def _stands_for(self, row: LinearRow, day: int) -> int:
        """What the standing drills of the day add to the row, at most."""
        return sum(
            weight for weight, variable in row.terms_on(day) if weight > 0 and self._is_there(variable.index, day)
        )

    def _is_there(self, index: int, day: int) -> bool:
        if index not in self._says:
            return True
        some, resource_id = self._says[index]
        return any(
            scenario in some and (resource_id is None or resource_id in agencies)
            for scenario, agencies in self._standing[day].items()
        )
