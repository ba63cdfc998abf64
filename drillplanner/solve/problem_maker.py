"""What the problem of any campus is made from, under all its duties or some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import StandIn
from drillplanner.model import Campus, DevelopmentalLimits, Screening, Workspace
from drillplanner.solve.alarms import Alarms
from drillplanner.solve.expand import campus_problem
from drillplanner.solve.past import Before
from drillplanner.solve.problem import CampusProblem


@dataclass(frozen=True)
class ProblemMaker:
    """What the problem of any campus is made from; ``before`` is what is kept of a plan, by campus id.

    ``alarms``, by campus id, are those that campuses of one building agreed on.
    """

    workspace: Workspace
    screenings: Mapping[str, Screening]
    stand_ins: Mapping[str, tuple[StandIn, ...]]
    limits: Mapping[str, DevelopmentalLimits]
    before: Mapping[str, Before] = field(default_factory=dict)
    alarms: Mapping[str, Alarms] = field(default_factory=dict)

    def problem(
        self, campus: Campus, owed: tuple[Duty, ...], aside: tuple[Duty, ...] = (), with_orders: bool = True
    ) -> CampusProblem:
        """The problem of a campus under these duties, those ``aside`` left out."""
        campus_id = campus.campus_id
        return campus_problem(
            self.workspace,
            campus,
            owed,
            self.screenings,
            self.stand_ins.get(campus_id, ()),
            self.limits.get(campus_id, DevelopmentalLimits()),
            aside,
            self.before.get(campus_id),
            with_orders,
            self.alarms.get(campus_id) if with_orders else None,
        )

    def telling_late(self, campus: Campus) -> ProblemMaker:
        """The same, but at this campus a drill may go to a day for which a notice would come too late."""
        before = replace(self.before[campus.campus_id], tells_late=True)
        return replace(self, before={**self.before, campus.campus_id: before})
