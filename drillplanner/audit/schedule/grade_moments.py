"""What it is for whom at the time of a drill, where grades of one campus have bells of their own.

Read from the bells of each group of grades and the drill's own times alone: what a plan says of itself is not
looked at. A drill that anybody wrote down may run over a bell; then it is in all the periods that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Drill, GradeMoment, Period, PeriodTag, Workspace


def with_moments_of_grades(drills: Iterable[Drill], workspace: Workspace) -> tuple[Drill, ...]:
    """The drills with the moment of each group of grades that takes part.

    Where a schedule does not say in which kinds of period a drill is, these say it too.
    """
    return tuple(_with_moments(drill, workspace) for drill in drills)


def _with_moments(drill: Drill, workspace: Workspace) -> Drill:
    campus, day = workspace.campus_by_id.get(drill.campus_id), workspace.calendar.day(drill.date)
    if campus is None or day is None or drill.start is None or drill.period_tags == ():
        return drill
    bells = workspace.periods_by_grades(campus, day)
    hours = workspace.staff_hours(campus, day)
    if not bells or (hours is not None and hours.start <= drill.start and (drill.end or drill.start) <= hours.end):
        return drill
    named = set(drill.grades or ())
    concerned = [(grades, periods) for grades, periods in bells if not named or named & set(grades)]
    moments = tuple(
        GradeMoment(grades=grades, **_touched_periods(drill, periods)) for grades, periods in concerned or bells
    )
    tags = drill.period_tags if drill.period_tags is not None else tags_of(moments) or None
    return drill.model_copy(update={"by_grades": moments, "period_tags": tags})


def _touched_periods(drill: Drill, periods: tuple[Period, ...]) -> dict[str, object]:
    """The name and tags of the periods that the drill touches; without an end, of the one in which it begins."""
    touched = [
        period
        for period in periods
        if drill.start is not None
        and drill.start < period.end
        and (period.start <= drill.start or (drill.end is not None and period.start < drill.end))
    ]
    tags = dict.fromkeys(tag for one in touched for tag in one.tags)
    return {
        "period": " and ".join(one.name for one in touched) or None,
        "tags": tuple(tags),
        "touched": [{"name": one.name, "tags": one.tags} for one in touched] if len(touched) > 1 else (),
    }


def tags_of(moments: Iterable[GradeMoment]) -> tuple[PeriodTag, ...]:
    """What it is for some of the grades."""
    found = {tag for moment in moments for tag in moment.tags}
    return tuple(tag for tag in PeriodTag if tag in found)


def drills_with_wrong_moments(drills: Iterable[Drill], workspace: Workspace) -> tuple[Drill, ...]:
    """The drills of a plan whose moments are not those that the bells give."""
    return tuple(
        drill
        for drill in drills
        for read in with_moments_of_grades([drill], workspace)
        if read.by_grades != drill.by_grades or (read.by_grades and tags_of(read.by_grades) != drill.period_tags)
    )
