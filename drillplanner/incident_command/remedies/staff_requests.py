"""Whom to ask for what a chart lacks, in words; and a chart with all that is to be done for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drillplanner.incident_command.assignment.suitability import Candidate, missing_training
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, form_date, joined_with_and
from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.incident_command.positions.catalog import Position, PositionCatalog, PositionId
from drillplanner.incident_command.remedies.courses import holders_and_alternates
from drillplanner.incident_command.remedies.neighbors import Neighbors, printed_campus_name
from drillplanner.model import Drill

#: The post for which a second person is asked from outside where the campus has none.
_COMMAND = "CMD-IC"


def staff_requests(
    chart: RoleChart,
    drill: Drill,
    neighbors: Neighbors,
    campus_names: Mapping[str, str],
    catalogue: PositionCatalog,
) -> tuple[Remedy, ...]:
    """Whom to ask for posts that stay vacant or short, for a safety officer, and for a second commander."""
    if chart.adults_free is None:
        return (
            Remedy(
                kind=RemedyKind.ENTER_STAFF,
                message="The staff list has nobody of this campus: enter its adults, so that posts can be filled.",
                campus_id=chart.campus_id,
                by=drill.date,
            ),
        )
    found: list[Remedy] = []
    taken: list[str] = []
    # Whoever stands in for the commander does not go where the commander goes.
    away = [
        group
        for leader in chart.by_id[_COMMAND].people
        for group in neighbors.sharing_absence_groups(leader.staff_id)
    ]
    for position_id in _missing_positions(chart):
        position = catalogue.by_id[position_id]
        one = neighbors.best_candidate(position, drill, [*taken, *away] if position_id == _COMMAND else taken)
        found.append(_request(chart, drill, position, one, campus_names))
        if one is not None:
            taken.append(one.staff_id)
    return tuple(found)


def _missing_positions(chart: RoleChart) -> Iterator[PositionId]:
    """Positions for which somebody is to be asked, once for each person who is missing."""
    for post in (*chart.posts, *(one for one in chart.on_call if one.position_id == "OPS-MED")):
        missing = post.seats - len(post.people) if not post.everyone else 0
        yield from [post.position_id] * missing
    yield from (one for one in ("CMD-SO",) if one in chart.closed)
    command = chart.by_id[_COMMAND]
    if command.people and (not command.alternates or _is_thin(chart)):
        yield _COMMAND


def _is_thin(chart: RoleChart) -> bool:
    """Whether one absence, or one group that goes away, would leave nobody to command."""
    thin = (GapKind.ONE_ABSENCE, GapKind.AWAY_TOGETHER)
    return any(gap.kind in thin and gap.position_id == _COMMAND for gap in chart.gaps)


def _request(
    chart: RoleChart, drill: Drill, position: Position, one: Candidate | None, campus_names: Mapping[str, str]
) -> Remedy:
    on = form_date(drill.date)
    stands_in = position.id == _COMMAND and bool(chart.by_id[_COMMAND].people)
    role = f"a further alternate for the {position.title}" if stands_in else position.title
    if one is None:
        return Remedy(
            kind=RemedyKind.ASK_OUTSIDE,
            message=f"{on}, {role}: nobody of the district's staff list is free then and fit for it. Ask a "
            "neighboring district or the county's emergency management agency.",
            campus_id=chart.campus_id,
            position_ids=(position.id,),
            by=drill.date,
        )
    lacking = missing_training(one, position)
    trained = "and trained for it" if not lacking else f"still without {joined_with_and(lacking)}"
    person = one.person
    where = printed_campus_name(campus_names, person.campus_id)
    return Remedy(
        kind=RemedyKind.ASK,
        message=f"{on}, {role}: ask {person.name} ({person.title}, {where}), free at that hour {trained}.",
        campus_id=chart.campus_id,
        position_ids=(position.id,),
        staff_id=person.staff_id,
        name=person.name,
        by=drill.date,
        from_campus=person.campus_id,
    )


def with_remedies(chart: RoleChart, asked: Iterable[Remedy], courses: Iterable[Remedy]) -> RoleChart:
    """The chart with whom to ask, and the courses that its own people lack for their posts here."""
    lacks: dict[str, set[str]] = {}
    for _, person in holders_and_alternates(chart):
        lacks.setdefault(person.staff_id, set()).update(person.needs)
    vacant = {post.position_id for post in (*chart.posts, *chart.on_call) if not post.people and not post.everyone}
    own = [
        course
        for course in courses
        if lacks.get(course.staff_id, set()) & set(course.courses) or vacant & set(course.position_ids)
    ]
    return chart.model_copy(update={"remedies": (*asked, *own)})
