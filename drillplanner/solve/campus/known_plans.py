"""Known plans and answers as values of a model's variables, so that a search begins with them.

On its own because it knows plans and variables, and nothing of the order of the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import IntVar
from drillplanner.solve.model.runs import Values
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.plans import CampusPlan


@dataclass(frozen=True)
class ChosenValues:
    """The values that drills and visits have in known plans or in an answer, by the index of their variable."""

    chosen: frozenset[int]

    @classmethod
    def of(cls, campuses: Sequence[CampusVariables], plans: Sequence[CampusPlan]) -> ChosenValues:
        """Return the values of these plans."""
        chosen: set[int] = set()
        for variables, plan in zip(campuses, plans, strict=True):
            users = {(placement.day, placement.scenario): placement for placement in plan.placements}
            chosen.update(
                variables.held[scenario, day].index for day, scenario in users if (scenario, day) in variables.held
            )
            for (resource_id, scenario_set, day), visit in variables.visit.items():
                placements = (users.get((day, scenario)) for scenario in scenario_set)
                if any(
                    placement is not None and resource_id in placement.resource_ids for placement in placements
                ):
                    chosen.add(visit.index)
        return cls(frozenset(chosen))

    @classmethod
    def carried_over(
        cls, answer: Values, answered: Sequence[CampusVariables], campuses: Sequence[CampusVariables]
    ) -> ChosenValues:
        """Return the values of an answer to another model of the same campuses."""
        chosen: set[int] = set()
        for before, variables in zip(answered, campuses, strict=True):
            chosen.update(variables.held[key].index for key, held in before.held.items() if answer.value(held))
            chosen.update(variables.visit[key].index for key, visit in before.visit.items() if answer.value(visit))
        return cls(frozenset(chosen))

    def value(self, expression: IntVar, /) -> int:
        """Return the value of a drill or visit."""
        return int(expression.index in self.chosen)

    def has_tiers_of(self, answer: Values, campuses: Sequence[CampusVariables]) -> bool:
        """Check whether each campus has as many drills and visits as in an answer."""
        return all(
            sum(map(self.value, counted)) == sum(map(answer.value, counted))
            for variables in campuses
            for counted in (list(variables.held.values()), list(variables.visit.values()))
        )
