"""Plain counts of soft goals about lessons and counselors, apart from solver and judge."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.model import Audience, Drill, DrillType, PeriodTag, Workspace, minutes_of


def plain_instruction_minutes(drills: Sequence[Drill]) -> int:
    """Count whole tens of minutes of lessons, drill by drill."""
    found = 0
    for drill in drills:
        assert drill.start is not None and drill.end is not None
        lost = minutes_of(drill.end) - minutes_of(drill.start)
        while PeriodTag.INSTRUCTION in (drill.period_tags or ()) and lost >= 10:
            found, lost = found + 1, lost - 10
    return found


def plain_counselor(place: Workspace, drills: Sequence[Drill]) -> int:
    """Count lockdowns and drills on attacks with students and no counselor on the day or the next."""
    (campus,) = place.campuses
    if campus.counselor_days is None:
        return 0
    dates = list(place.calendar.dates_at(campus.campus_id))
    found = 0
    for drill in drills:
        if drill.audience is Audience.STAFF:
            continue
        if drill.drill_type in (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT):
            number = dates.index(drill.date)
            found += all(on.weekday() not in campus.counselor_days for on in dates[number : number + 2])
    return found
