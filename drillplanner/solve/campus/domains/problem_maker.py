"""What the problem of any campus is made from, under all its duties or some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from drillplanner.law import Duty
from drillplanner.model import Campus, Workspace
from drillplanner.solve.campus.domains.problem_builder import campus_problem
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import Before
from drillplanner.solve.problem.shared_alarms import Alarms
from drillplanner.solve.problem.year_to_plan import YearToPlan


@dataclass(frozen=True)
class ProblemMaker:
    """What the problem of any campus is made from; ``before`` is what is kept of a plan, by campus id.

    ``alarms``, by campus id, are those that campuses of one building agreed on.
    """

    year: YearToPlan
    before: Mapping[str, Before] = field(default_factory=dict)
    alarms: Mapping[str, Alarms] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The district's files."""
        return self.year.workspace

    def problem(
        self, campus: Campus, owed: tuple[Duty, ...], aside: tuple[Duty, ...] = (), with_orders: bool = True
    ) -> CampusProblem:
        """The problem of a campus under these duties, those ``aside`` left out."""
        before, alarms = self.before.get(campus.campus_id), self.alarms.get(campus.campus_id)
        return campus_problem(self.year, campus, owed, aside, before, with_orders, alarms if with_orders else None)

    def in_workspace(self, workspace: Workspace) -> ProblemMaker:
        """The same with other files of the district."""
        return replace(self, year=replace(self.year, workspace=workspace))

    def telling_late(self, campus: Campus) -> ProblemMaker:
        """The same, but at this campus a drill may go to a day for which a notice would come too late."""
        before = replace(self.before[campus.campus_id], tells_late=True)
        return replace(self, before={**self.before, campus.campus_id: before})
