"""The first and last bell of each school day of a campus, for judges.

On its own because both the judge of duties and the counts of limits need it.
"""

from __future__ import annotations

from datetime import date

from drillplanner.audit.schedule.developmental_goals import Bells
from drillplanner.model import Campus, Workspace, minutes_of


def bells_at(campus: Campus, workspace: Workspace) -> dict[date, Bells]:
    """Return the bells of each school day on which the campus has periods."""
    known: dict[int, Bells | None] = {}
    found = {}
    for day in workspace.calendar.days:
        periods = workspace.periods(campus, day)
        # Days with the same bells share one tuple of periods, so its id identifies the bells.
        if id(periods) not in known:
            starts = [minutes_of(period.start) for period in periods]
            ends = [minutes_of(period.end) for period in periods]
            known[id(periods)] = Bells(min(starts), max(ends)) if periods else None
        bells = known[id(periods)]
        if bells is not None:
            found[day.date] = bells
    return found
