"""Check of drills whose alarm a whole building hears, when several schools share the building.

A drill without a time counts as held at the same time as others of its day. A drill without format and audience
counts as practiced in full, with students.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.model import Audience, BrokenOrder, Campus, DayKind, Drill, DrillFormat, Workspace


def missing_building_drills(drills: Iterable[Drill], workspace: Workspace) -> tuple[BrokenOrder, ...]:
    """Return a broken order for each campus that hears a drill of its building but holds none at that time.

    A campus that holds no drill of the type all year is omitted: no law requires one, or no scenario suits it.
    """
    audible = [drill for drill in drills if _is_audible(drill, workspace)]
    broken = []
    for drill in audible:
        campus = workspace.campus_by_id.get(drill.campus_id)
        if campus is None or campus.building is None:
            continue
        for neighbor in workspace.campuses:
            if neighbor.building != campus.building or neighbor == campus:
                continue
            of_neighbor = [
                other
                for other in audible
                if other.campus_id == neighbor.campus_id and other.drill_type is drill.drill_type
            ]
            if (
                of_neighbor
                and _hears(drill, neighbor, workspace)
                and not any(_overlap(drill, other) for other in of_neighbor)
            ):
                at = "" if drill.start is None else f" at {drill.start:%H:%M}"
                broken.append(
                    BrokenOrder(
                        order="building",
                        campus_id=neighbor.campus_id,
                        on=drill.date,
                        drill_id=drill.drill_id,
                        message=f"{drill.drill_id} on {drill.date}{at} is heard in all of the building "
                        f"'{campus.building}', and {neighbor.campus_id}, which has school then, holds no "
                        f"{drill.drill_type.phrase} with it",
                    )
                )
    return tuple(broken)


def heard_alarm_sentences(drills: Iterable[Drill], workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each campus that hears a type of drill in its building that it never holds."""
    audible = [drill for drill in drills if _is_audible(drill, workspace)]
    sentences = []
    for campus in workspace.campuses:
        own_types = {drill.drill_type for drill in audible if drill.campus_id == campus.campus_id}
        for neighbor in workspace.campuses:
            if campus.building is None or neighbor.building != campus.building or neighbor == campus:
                continue
            heard = [
                drill
                for drill in audible
                if drill.campus_id == neighbor.campus_id and drill.drill_type not in own_types
            ]
            types = sorted({drill.drill_type for drill in heard if _hears(drill, campus, workspace)})
            if types:
                names = ", ".join(f"{drill_type.phrase}s" for drill_type in types)
                sentences.append(
                    f"{campus.name} hears the {names} of {neighbor.name} in the same building and holds none: "
                    "no law that we hold asks it for one, or no scenario is fit for it. "
                    "Maybe tell it of their days."
                )
    return tuple(sentences)


def _is_audible(drill: Drill, workspace: Workspace) -> bool:
    """Check whether an alarm or announcement of the drill is heard in the whole building."""
    return (
        drill.drill_type in workspace.district.whole_building
        and drill.format in {None, DrillFormat.PHYSICAL}
        and drill.audience in {None, Audience.EVERYONE, Audience.STUDENTS}
    )


def _hears(drill: Drill, campus: Campus, workspace: Workspace) -> bool:
    """Check whether the campus has school during the drill, or on its day if the drill has no time."""
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


def _overlap(drill: Drill, other: Drill) -> bool:
    if drill.date != other.date:
        return False
    if None in {drill.start, drill.end, other.start, other.end}:
        return drill.start == other.start or None in {drill.start, other.start}
    return drill.overlaps(other)
