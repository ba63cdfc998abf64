"""Count the new drills that duties need once all previous drills stay, before any search.

Each duty that the fixed drills leave unmet needs one of certain drills. If some of these duties have no such drill
in common, the needs add up: no plan has fewer new drills, and a plan with no more has each of them where one of
these duties needs it. So the search can leave out everything else, which is nearly everything. If it finds as few
new drills as were counted, nothing was lost; if not, the count was too simple, and the full search decides.
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
from drillplanner.solve.problem.previous_plan import KeptDrill
from drillplanner.solve.problem.resource_use import ResourceUse

#: A drill that could be held: (scenario, day).
DrillChoice = tuple[int, int]


@dataclass(frozen=True)
class RestrictedProblems:
    """The problems restricted to the fixed drills, and drills that meet duties which these leave unmet.

    ``drills`` is the least number of drills. If ``is_impossible``, no further drill meets some duty: a fixed one
    must move, or the duty cannot be met.
    """

    problems: tuple[CampusProblem, ...]
    drills: int
    is_impossible: bool


class UnmetDemand(NamedTuple):
    """The least number of further drills, and their choices if there are no more."""

    drills: int
    choices: frozenset[DrillChoice]
    is_hopeless: bool = False
    """Whether no further drill would help."""


def restrict_to_unmet_demand(
    problems: tuple[CampusProblem, ...], in_use: ResourceUse, careful: bool
) -> RestrictedProblems | None:
    """Return the problems without drills that a plan with few new ones cannot have.

    None if not all previous drills stay, or if counting cannot determine what such a plan has.
    """
    if not all(problem.past is not None and problem.past.all_stay for problem in problems):
        return None
    _, campuses = build_together(problems, in_use, ModelOptions(periods=False, careful=careful))
    needs = [_needs_of(variables) for variables in campuses]
    if any(need.drills and not need.choices and not need.is_hopeless for need in needs):
        return None
    cut, drills = [], 0
    for problem, need in zip(problems, needs, strict=True):
        cut.append(problem.restricted(_fixed_choices(problem) | need.choices))
        drills += len(_fixed_drills(problem)) + need.drills
    return RestrictedProblems(tuple(cut), drills, any(need.is_hopeless for need in needs))


def _fixed_drills(problem: CampusProblem) -> frozenset[KeptDrill]:
    past = problem.past
    return frozenset(
        drill
        for drill in (past.fixed if past is not None else ())
        if drill.day in problem.possible_days[drill.scenario]
    )


def _fixed_choices(problem: CampusProblem) -> frozenset[DrillChoice]:
    """Return the choices of the fixed drills: each may be the first of its day, the second, and so on."""
    return frozenset(
        (scenario, drill.day)
        for drill in _fixed_drills(problem)
        for scenario in problem.copies_of(drill.scenario)
        if drill.day in problem.possible_days[scenario]
    )


def _needs_of(variables: CampusVariables) -> UnmetDemand:
    """Return the least number of new drills, and their choices if there are no more."""
    found = _DemandCounter(variables)
    lacking = [need for row in variables.rows if (need := found.of(row)) is not None]
    # Few choices first: these overlap with the fewest others.
    lacking.sort(key=lambda need: (len(need.choices), sorted(need.choices)))
    if lacking and not lacking[0].choices:
        return lacking[0]._replace(is_hopeless=True)
    combined = [_disjoint(first, lacking) for first in lacking]
    most = max((need.drills for need in combined), default=0)
    choices = [need.choices for need in combined if need.drills == most]
    return UnmetDemand(most, frozenset.intersection(*choices) if choices else frozenset())


def _disjoint(first: UnmetDemand, lacking: Sequence[UnmetDemand]) -> UnmetDemand:
    """Return the sum of the first need and of others without choices in common."""
    together = first
    for need in lacking:
        if together.choices.isdisjoint(need.choices):
            together = UnmetDemand(together.drills + need.drills, together.choices | need.choices)
    return together


class _DemandCounter:
    """Counts what rows of a model need beyond the fixed drills."""

    def __init__(self, variables: CampusVariables) -> None:
        self._problem = variables.problem
        #: Days on which fixed drills leave no place for others.
        self._full: set[int] = set()
        self._fixed: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
        past = variables.problem.past
        for drill in past.fixed if past is not None else ():
            before = self._fixed[drill.day].get(drill.scenario, frozenset())
            self._fixed[drill.day][drill.scenario] = before | frozenset(drill.resource_ids)
            if drill.day not in variables.crowded_days or drill.day in variables.recorded_days:
                self._full.add(drill.day)
        #: The scenarios of each variable, and the resource if it is a visit.
        self._meaning: dict[int, tuple[frozenset[int], str | None]] = {
            held.index: (frozenset({scenario}), None) for (scenario, _), held in variables.held.items()
        } | {
            visit.index: (scenario_set, resource_id)
            for (resource_id, scenario_set, _), visit in variables.visit.items()
        }

    def of(self, row: LinearRow) -> UnmetDemand | None:
        """Return how many drills the row lacks, and which would help; None if it lacks none or is too complex."""
        lacking = row.least - sum(self._fixed_terms(row, day) for day in row.days if day in self._fixed)
        if lacking <= 0:
            return None
        helps: dict[DrillChoice, int] = defaultdict(int)
        for day in row.days:
            if day in self._full:
                continue
            for weight, variable in row.terms_on(day):
                if weight > 0:
                    if variable.index not in self._meaning:
                        return None
                    for scenario in self._meaning[variable.index][0]:
                        helps[scenario, day] += weight
        most = max(helps.values(), default=lacking)
        return UnmetDemand(-(-lacking // most), frozenset(helps))

    def _fixed_terms(self, row: LinearRow, day: int) -> int:
        """Return the most that the fixed drills of the day add to the row."""
        return sum(
            weight for weight, variable in row.terms_on(day) if weight > 0 and self._is_held(variable.index, day)
        )

    def _is_held(self, index: int, day: int) -> bool:
        if index not in self._meaning:
            return True
        scenario_set, resource_id = self._meaning[index]
        # Each copy of a scenario counts, which on a day of several drills may be too many.
        kept = {self._problem.first_copy_of(scenario) for scenario in scenario_set}
        return any(
            scenario in kept and (resource_id is None or resource_id in agencies)
            for scenario, agencies in self._fixed[day].items()
        )
