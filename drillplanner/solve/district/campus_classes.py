"""Classes of campuses that differ only in name, so that each class is solved once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.model import SchoolLevel
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.schools_a_day import CampusUses, SchoolsADay


@dataclass(frozen=True)
class CampusClass:
    """Campuses that differ only in name: their indices, the first one's problem, and its best plan alone.

    ``uses`` says which of its drills count for a limit of schools.
    """

    indices: tuple[int, ...]
    problem: CampusProblem
    alone: CampusPlan
    uses: CampusUses

    @property
    def campuses(self) -> int:
        """The number of campuses in the class."""
        return len(self.indices)

    @property
    def has_practice(self) -> bool:
        """Whether its campuses keep some good practice."""
        return any(limit.practice is not None for limit in self.problem.limits.all_limits)


def campus_classes(
    problems: Sequence[CampusProblem],
    alone: Sequence[CampusPlan],
    schools: SchoolsADay = SchoolsADay(),  # noqa: B008 (frozen)
) -> tuple[CampusClass, ...]:
    """Return the classes of a district's campuses, in the order of the first campus of each."""
    indices_by_key: dict[tuple[SymmetryKey, SchoolLevel | None], list[int]] = defaultdict(list)
    for index, problem in enumerate(problems):
        indices_by_key[problem.symmetry_key, schools.group_of(problem)].append(index)
    return tuple(
        CampusClass(tuple(indices), problems[indices[0]], alone[indices[0]], schools.uses_at(problems[indices[0]]))
        for indices in indices_by_key.values()
    )
