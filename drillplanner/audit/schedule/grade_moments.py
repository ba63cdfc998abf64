"""The period of each group of grades at the time of a drill, if grades of one campus have their own bells.

It is derived only from the bells and the drill's times, not from what a plan states. A drill that a person entered
may cross a bell; it is then in every period that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Drill, GradeMoment, Period, PeriodTag, Workspace


def with_moments_of_grades(drills: Iterable[Drill], workspace: Workspace) -> tuple[Drill, ...]:
    """Return the drills with the moment of each group of grades that takes part.

    A drill without kinds of period (``period_tags``) gets those of its moments.
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
    # Grades that are spared the drill have something else in its place, at the same time.
    drill_grades = {*(drill.grades or ()), *drill.spared_grades}
    taking_part = [
        (grades, periods) for grades, periods in bells if not drill_grades or drill_grades & set(grades)
    ]
    moments = tuple(
        GradeMoment(grades=grades, **_touched_periods(drill, periods)) for grades, periods in taking_part or bells
    )
    tags = drill.period_tags if drill.period_tags is not None else tags_of(moments) or None
    return drill.model_copy(update={"by_grades": moments, "period_tags": tags})


def _touched_periods(drill: Drill, periods: tuple[Period, ...]) -> dict[str, object]:
    """Return the fields of a moment: the periods that the drill touches, or begins in if it has no end."""
    touched = [
        period
        for period in periods
        if drill.start is not None
        and drill.start < period.end
        and (period.start <= drill.start or (drill.end is not None and period.start < drill.end))
    ]
    tags = dict.fromkeys(tag for period in touched for tag in period.tags)
    several = [{"name": period.name, "tags": period.tags} for period in touched] if len(touched) > 1 else ()
    return {
        "period": " and ".join(period.name for period in touched) or None,
        "tags": tuple(tags),
        "touched": several,
    }


def tags_of(moments: Iterable[GradeMoment]) -> tuple[PeriodTag, ...]:
    """Return the kinds of period that the moments have, each once, in the order of ``PeriodTag``."""
    present = {tag for moment in moments for tag in moment.tags}
    return tuple(tag for tag in PeriodTag if tag in present)


def drills_with_wrong_moments(drills: Iterable[Drill], workspace: Workspace) -> tuple[Drill, ...]:
    """Return the drills of a plan whose moments differ from those that the bells give."""
    return tuple(
        drill
        for drill in drills
        for derived in with_moments_of_grades([drill], workspace)
        if derived.by_grades != drill.by_grades
        or (derived.by_grades and tags_of(derived.by_grades) != drill.period_tags)
    )
