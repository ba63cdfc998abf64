"""Check of drills whose alarm a whole building hears, when several schools share the building.

A drill without a time counts as held at the same time as others of its day. A drill without format and audience
counts as practiced in full, with students.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from drillplanner.model import (
    Audience,
    BrokenOrder,
    Campus,
    DayKind,
    Drill,
    DrillFormat,
    DrillType,
    Task,
    Workspace,
)


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


def unready_offered_dates(
    drills: Iterable[Drill],
    tasks: Iterable[Task],
    workspace: Workspace,
    settled_before: date | None = None,
) -> tuple[BrokenOrder, ...]:
    """Return a broken order for each campus that is not ready for an offered drill of its building on some date.

    The agency may pick each date that is offered, and the building hears the drill on it. So a campus that has
    school then, and holds such drills, has no other drill on the date, and its own offers of such drills include
    the date. Once the drill was held, or its day is before ``settled_before``, its other dates are free; dates
    before that day can no longer be picked.
    """
    in_building: dict[str, list[Campus]] = defaultdict(list)
    building_of: dict[str, str] = {}
    for campus in workspace.campuses:
        if campus.building is not None:
            in_building[campus.building].append(campus)
            building_of[campus.campus_id] = campus.building
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        by_campus[drill.campus_id].append(drill)
    offers = [
        (task, drill)
        for task in tasks
        if task.kind == "offer" and task.campus_id in building_of
        for drill in _offered_drills(task, by_campus[task.campus_id], workspace)
        if not drill.held and (settled_before is None or drill.date >= settled_before)
    ]
    dates_of: dict[tuple[str, DrillType], list[set[date]]] = defaultdict(list)
    for task, drill in offers:
        dates_of[task.campus_id, drill.drill_type].append(set(task.dates))
    broken: list[BrokenOrder] = []
    for task, drill in offers:
        for neighbor in in_building[building_of[task.campus_id]]:
            if neighbor.campus_id == task.campus_id:
                continue
            its_dates = dates_of.get((neighbor.campus_id, drill.drill_type), [])
            for on in sorted(set(task.dates)):
                if settled_before is None or on >= settled_before:
                    broken += _unready_on(on, drill, neighbor, by_campus[neighbor.campus_id], its_dates, workspace)
    return tuple(broken)


def _offered_drills(task: Task, at_campus: Sequence[Drill], workspace: Workspace) -> Sequence[Drill]:
    """Return the drill for which the task offers dates, if the whole building hears it; else nothing."""
    on_dates = [drill for drill in at_campus if drill.date in task.dates and _is_audible(drill, workspace)]
    return [drill for drill in on_dates if drill.drill_id == task.drill_id] or on_dates[:1]


def _unready_on(
    on: date,
    drill: Drill,
    neighbor: Campus,
    at_neighbor: Sequence[Drill],
    its_dates: Sequence[set[date]],
    workspace: Workspace,
) -> Iterator[BrokenOrder]:
    """Yield what keeps the neighbor from holding the drill if it moves to this date."""
    takes_part = any(
        other.drill_type is drill.drill_type and _is_audible(other, workspace) for other in at_neighbor
    )
    if not takes_part or not _hears(drill.model_copy(update={"date": on}), neighbor, workspace):
        return
    offered = f"{on} is offered for {drill.drill_id}, which all of the building '{neighbor.building}' would hear,"
    for other in at_neighbor:
        is_joint = (
            other.drill_type is drill.drill_type and _is_audible(other, workspace) and _overlap(drill, other)
        )
        # The date of a drill that was held is over, so it can no longer be picked.
        if other.date == on and not is_joint and not other.held:
            yield BrokenOrder(
                order="building",
                campus_id=neighbor.campus_id,
                on=on,
                drill_id=other.drill_id,
                message=f"{offered} and {neighbor.campus_id} has {other.drill_id} on that day",
            )
    if its_dates and all(on not in dates for dates in its_dates):
        yield BrokenOrder(
            order="building",
            campus_id=neighbor.campus_id,
            on=on,
            drill_id=drill.drill_id,
            message=f"{offered} and {neighbor.campus_id} offers other dates for its own {drill.drill_type.phrase}",
        )


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
