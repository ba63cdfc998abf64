"""Grades that a drill leaves out although no law spares them, read from the schedule and the law alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from drillplanner.law import MatchContext, SparedGrades
from drillplanner.model import (
    Audience,
    Campus,
    Drill,
    DrillFormat,
    DrillType,
    EntryProblem,
    Workspace,
    format_grades,
)

#: The grades that the law spares some drills, by campus id.
SparedByCampus = Mapping[str, tuple[SparedGrades, ...]]

_SameDrill = tuple[str, DrillType, date]

#: Talks may be held class by class; only what is practiced must reach every grade at once.
_TALKS = frozenset({DrillFormat.LESSON, DrillFormat.TABLETOP})


def left_out_grades(
    drills: Sequence[Drill], workspace: Workspace, spared: SparedByCampus, context: MatchContext
) -> Iterator[EntryProblem]:
    """Yield a problem for each drill with students that leaves out grades which no law spares it on its date.

    A drill that names no grades is held with all of them. Grades that have a drill of the same type on the same
    day, such as the lower school an hour later, are not left out.
    """
    with_students: defaultdict[_SameDrill, list[Drill]] = defaultdict(list)
    for drill in drills:
        if drill.audience is not Audience.STAFF:
            with_students[_same(drill)].append(drill)
    for drill in drills:
        campus = workspace.campus_by_id.get(drill.campus_id)
        if campus is None or not drill.grades or drill.audience is Audience.STAFF or drill.format in _TALKS:
            continue
        covered = {grade for other in with_students[_same(drill)] for grade in other.grades or campus.grades}
        covered |= _spared_on(drill, spared.get(drill.campus_id, ()), context)
        if left_out := tuple(grade for grade in campus.grades if grade not in covered):
            yield EntryProblem.about(drill, "grades_left_out", _message(drill, campus, left_out))


def _same(drill: Drill) -> _SameDrill:
    """Return what entries have in common that are one drill of a school day, held by some grades after others."""
    return drill.campus_id, drill.drill_type, drill.date


def _spared_on(drill: Drill, spared: Sequence[SparedGrades], context: MatchContext) -> set[str]:
    return {
        grade
        for sparing in spared
        if sparing.dates.first <= drill.date <= sparing.dates.last
        and sparing.match.selects(drill, context) is not False
        for grade in sparing.grades
    }


def _message(drill: Drill, campus: Campus, left_out: tuple[str, ...]) -> str:
    who, them = ("grade", "is") if len(left_out) == 1 else ("grades", "are")
    return (
        f"{who} {format_grades(left_out)} of {campus.name} {them} left out, and no law that we read allows "
        f"that on {drill.date}; hold the drill with every grade, or enter the drill that they have on the same day"
    )
