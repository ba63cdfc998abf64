"""Classes of campuses that differ only in name, so that each class is solved once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.plans import CampusPlan


@dataclass(frozen=True)
class CampusClass:
    """Campuses that differ only in name: their indices, the first one's problem, and its best plan alone."""

    indices: tuple[int, ...]
    problem: CampusProblem
    alone: CampusPlan

    @property
    def campuses(self) -> int:
        """The number of campuses in the class."""
        return len(self.indices)


def campus_classes(problems: Sequence[CampusProblem], alone: Sequence[CampusPlan]) -> tuple[CampusClass, ...]:
    """Return the classes of a district's campuses, in the order of the first campus of each."""
    indices_by_key: dict[SymmetryKey, list[int]] = defaultdict(list)
    for index, problem in enumerate(problems):
        indices_by_key[problem.symmetry_key].append(index)
    return tuple(
        CampusClass(tuple(indices), problems[indices[0]], alone[indices[0]]) for indices in indices_by_key.values()
    )


def visits_of(problem: CampusProblem, plan: CampusPlan) -> tuple[Visit, ...]:
    """Return the visits of a campus's plan, in order of date."""
    return tuple(
        (resource_id, problem.days[placement.day].date)
        for placement in plan.placements
        for resource_id in placement.resource_ids
    )
