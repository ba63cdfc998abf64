"""Back-up dates of drills that cannot be right, read from the calendar and the schedule alone.

On its own because a back-up date is no law and no choice of the district, and the chooser
(``workflow/back_up``) is checked by code that it does not use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from drillplanner.model import BACK_UP_SCHOOL_DAYS, DayKind, Drill, EntryProblem, Workspace


def wrong_back_up_dates(
    drills: Sequence[Drill], workspace: Workspace, settled_before: date | None = None
) -> tuple[EntryProblem, ...]:
    """Return a problem for each back-up date on which its drill could not be made up.

    The date is a school day of the campus after the drill, within ten school days of it, without another drill,
    and the back-up date of this drill alone. Drills that were held, or are before ``settled_before``, are over.
    """
    with_drill = {(drill.campus_id, drill.date) for drill in drills}
    ahead = [
        (drill, drill.back_up)
        for drill in drills
        if drill.back_up is not None
        and not drill.held
        and (settled_before is None or drill.date >= settled_before)
        and drill.campus_id in workspace.campus_by_id
    ]
    promised = Counter((drill.campus_id, on) for drill, on in ahead)
    found = []
    for drill, on in ahead:
        problem = _day_problem(drill, on, workspace)
        if problem is None and (drill.campus_id, on) in with_drill:
            problem = "another drill is planned"
        if problem is None and promised[drill.campus_id, on] > 1:
            problem = "another drill has its back-up date too"
        if problem is not None:
            message = f"the back-up date of {drill.drill_id} is {on}, on which {problem}"
            found.append(EntryProblem.about(drill, "back_up", message))
    return tuple(found)


def _day_problem(drill: Drill, on: date, workspace: Workspace) -> str | None:
    """Return what is wrong with the day itself, as the end of a sentence; None if nothing is."""
    calendar = workspace.calendar
    if calendar.kind_at(on, drill.campus_id) is DayKind.CLOSED:
        # A day that was closed after the plan was made is no mistake: the next update names another one.
        return None if calendar.closed_since(on, drill.campus_id) else "there is no school"
    if on <= drill.date:
        return "its own date is not over"
    school_days = sum(
        day.kind_at(drill.campus_id) is not DayKind.CLOSED for day in calendar.days if drill.date < day.date <= on
    )
    if school_days > BACK_UP_SCHOOL_DAYS:
        return f"{school_days} school days are over since its date, and {BACK_UP_SCHOOL_DAYS} is the most"
    if any(days.covers(drill.campus_id, drill.drill_type, on) for days in workspace.district.forbidden):
        return "district.yaml blocks such drills"
    return None
