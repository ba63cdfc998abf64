"""The one door to the role charts of a year: every drill of a district, campus by campus.

A campus is organised when one of its charts is first asked for, and what is kept then is small, so that a
district of hundreds of campuses can be walked through with little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drillplanner.incident_command.chart import RoleChart
from drillplanner.incident_command.organise import organise
from drillplanner.model import Drill, Workspace


@dataclass(frozen=True)
class OrganisedYear:
    """The charts of all drills, made when they are asked for; the same for every order of asking."""

    workspace: Workspace
    drills: tuple[Drill, ...]
    _turns: dict[str, tuple[int, Drill]] = field(default_factory=dict, repr=False)

    def chart(self, drill_id: str) -> RoleChart:
        """The chart of one drill. Raises KeyError for a drill that is not among ``drills``."""
        turn, drill = self._turns[drill_id]
        return organise(
            drill,
            self.workspace.scenario_by_id.get(drill.scenario_id or ""),
            self.workspace.campus_by_id[drill.campus_id],
            self.workspace.staff,
            self.workspace.district.agencies,
            turn=turn,
        )

    def charts(self, campus_id: str | None = None) -> Iterator[RoleChart]:
        """The charts of one campus, or of all, by campus and then in the order of time."""
        for _, drill in self._turns.values():
            if campus_id in (None, drill.campus_id):
                yield self.chart(drill.drill_id)


def organise_year(drills: Iterable[Drill], workspace: Workspace) -> OrganisedYear:
    """Organise the drills of a year for the people of ``workspace``.

    Who leads is decided over the whole year of a campus. Raises InputError where a scenario that is used names
    a position that the catalogue does not have.
    """
    ordered = sorted(drills, key=lambda one: (one.campus_id, one.date, str(one.start or ""), one.drill_id))
    turns: dict[str, tuple[int, Drill]] = {}
    campus_id, turn = None, 0
    for drill in ordered:
        turn = turn + 1 if drill.campus_id == campus_id else 0
        campus_id = drill.campus_id
        turns[drill.drill_id] = (turn, drill)
    return OrganisedYear(workspace, tuple(ordered), turns)
