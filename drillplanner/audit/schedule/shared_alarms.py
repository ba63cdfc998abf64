"""Drills of which a whole building hears the alarm, held against a schedule by plain looking.

What a schedule does not tell is not held against it: a drill of unknown hours can be at any, one of unknown format
and audience is taken to be in earnest and with students.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Audience, BrokenOrder, Campus, DayKind, Drill, DrillFormat, Workspace


def missing_building_drills(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """For each drill whose alarm another campus of the building hears without a drill, one for that campus.

    A campus that holds no drill of the type all year is left out: no law asks it for one, or none is fit for it.
    """
    aloud = [drill for drill in drills if _is_audible(drill, workspace)]
    found = []
    for drill in aloud:
        here = workspace.campus_by_id.get(drill.campus_id)
        if here is None or here.building is None:
            continue
        for other in workspace.campuses:
            if other.building != here.building or other == here:
                continue
            own = [one for one in aloud if one.campus_id == other.campus_id and one.drill_type is drill.drill_type]
            if own and _hears(drill, other, workspace) and not any(_overlap(drill, one) for one in own):
                at = "" if drill.start is None else f" at {drill.start:%H:%M}"
                found.append(
                    BrokenOrder(
                        order="building",
                        campus_id=other.campus_id,
                        on=drill.date,
                        drill_id=drill.drill_id,
                        message=f"{drill.drill_id} on {drill.date}{at} is heard in all of the building "
                        f"'{here.building}', and {other.campus_id}, which has school then, holds no "
                        f"{drill.drill_type.phrase} with it",
                    )
                )
    return tuple(found)


def heard_alarm_sentences(drills: Iterable[Drill], workspace: Workspace) -> tuple[str, ...]:
    """A sentence for each campus that hears drills of its building of a type that it holds none of itself."""
    aloud = [drill for drill in drills if _is_audible(drill, workspace)]
    found = []
    for campus in workspace.campuses:
        own = {one.drill_type for one in aloud if one.campus_id == campus.campus_id}
        for other in workspace.campuses:
            if campus.building is None or other.building != campus.building or other == campus:
                continue
            heard = [one for one in aloud if one.campus_id == other.campus_id and one.drill_type not in own]
            types = sorted({one.drill_type for one in heard if _hears(one, campus, workspace)})
            if types:
                words = ", ".join(f"{one.phrase}s" for one in types)
                found.append(
                    f"{campus.name} hears the {words} of {other.name} in the same building and holds none: no law "
                    "that we hold asks it for one, or no scenario is fit for it. Maybe tell it of their days."
                )
    return tuple(found)


def _is_audible(drill: Drill, workspace: Workspace) -> bool:
    """Whether the drill goes through a building as an alarm or announcement."""
    return (
        drill.drill_type in workspace.district.whole_building
        and drill.format in {None, DrillFormat.PHYSICAL}
        and drill.audience in {None, Audience.EVERYONE, Audience.STUDENTS}
    )


def _hears(drill: Drill, campus: Campus, workspace: Workspace) -> bool:
    """Whether the campus has school during the drill; by the day where hours are not known."""
    day = workspace.calendar.day(drill.date)
    if day is None or day.kind_at(campus.campus_id) is DayKind.CLOSED:
        return False
    periods = workspace.periods(campus, day)
    if not periods:
        return False
    if drill.start is None:
        return True
    end = drill.end or drill.start
    return drill.start < max(period.end for period in periods) and end > min(period.start for period in periods)


def _overlap(one: Drill, other: Drill) -> bool:
    if one.date != other.date:
        return False
    if None in {one.start, one.end, other.start, other.end}:
        return one.start == other.start or None in {one.start, other.start}
    return one.overlaps(other)
