"""Whom to ask for the people that a chart lacks, and the chart with all its remedies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drillplanner.incident_command.assignment.suitability import Candidate, missing_training
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, form_date, joined_with_and
from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.incident_command.positions.catalog import Position, PositionCatalog, PositionId
from drillplanner.incident_command.remedies.courses import holders_and_alternates
from drillplanner.incident_command.remedies.neighbors import Neighbors, printed_campus_name
from drillplanner.model import Drill

#: The post for which a second person is asked from elsewhere if the campus has none.
_COMMAND = "CMD-IC"


def staff_requests(
    chart: RoleChart,
    drill: Drill,
    neighbors: Neighbors,
    campus_names: Mapping[str, str],
    catalog: PositionCatalog,
) -> tuple[Remedy, ...]:
    """Return whom to ask for vacant or short posts, for a safety officer, and for a second commander."""
    if chart.adults_free is None:
        return (
            Remedy(
                kind=RemedyKind.ENTER_STAFF,
                message="The staff list has nobody of this campus: enter its adults, so that posts can be filled.",
                campus_id=chart.campus_id,
                by=drill.date,
            ),
        )
    requests: list[Remedy] = []
    asked_ids: list[str] = []
    # An alternate for the commander must not be away together with the commander.
    away_together = [
        group
        for leader in chart.by_id[_COMMAND].people
        for group in neighbors.sharing_absence_groups(leader.staff_id)
    ]
    for position_id in _missing_positions(chart):
        position = catalog.by_id[position_id]
        candidate = neighbors.best_candidate(
            position, drill, [*asked_ids, *away_together] if position_id == _COMMAND else asked_ids
        )
        requests.append(_request(chart, drill, position, candidate, campus_names))
        if candidate is not None:
            asked_ids.append(candidate.staff_id)
    return tuple(requests)


def _missing_positions(chart: RoleChart) -> Iterator[PositionId]:
    """Yield the positions for which someone should be asked, once for each missing person."""
    for post in (*chart.posts, *(post for post in chart.on_call if post.position_id == "OPS-MED")):
        missing = post.seats - len(post.people) if not post.everyone else 0
        yield from [post.position_id] * missing
    yield from (position_id for position_id in ("CMD-SO",) if position_id in chart.closed)
    command = chart.by_id[_COMMAND]
    if command.people and (not command.alternates or _is_thin(chart)):
        yield _COMMAND


def _is_thin(chart: RoleChart) -> bool:
    """Return whether one absence, or one group away together, would leave no one to command."""
    thin = (GapKind.ONE_ABSENCE, GapKind.AWAY_TOGETHER)
    return any(gap.kind in thin and gap.position_id == _COMMAND for gap in chart.gaps)


def _request(
    chart: RoleChart,
    drill: Drill,
    position: Position,
    candidate: Candidate | None,
    campus_names: Mapping[str, str],
) -> Remedy:
    day = form_date(drill.date)
    stands_in = position.id == _COMMAND and bool(chart.by_id[_COMMAND].people)
    role = f"a further alternate for the {position.title}" if stands_in else position.title
    if candidate is None:
        return Remedy(
            kind=RemedyKind.ASK_OUTSIDE,
            message=f"{day}, {role}: nobody of the district's staff list is free then and fit for it. Ask a "
            "neighboring district or the county's emergency management agency.",
            campus_id=chart.campus_id,
            position_ids=(position.id,),
            by=drill.date,
        )
    missing_courses = missing_training(candidate, position)
    training = "and trained for it" if not missing_courses else f"still without {joined_with_and(missing_courses)}"
    person = candidate.person
    where = printed_campus_name(campus_names, person.campus_id)
    return Remedy(
        kind=RemedyKind.ASK,
        message=f"{day}, {role}: ask {person.name} ({person.title}, {where}), free at that hour {training}.",
        campus_id=chart.campus_id,
        position_ids=(position.id,),
        staff_id=person.staff_id,
        name=person.name,
        by=drill.date,
        from_campus=person.campus_id,
    )


def with_remedies(chart: RoleChart, requests: Iterable[Remedy], courses: Iterable[Remedy]) -> RoleChart:
    """Return the chart with the requests, and with the courses that its own people need for their posts here."""
    needs_by_person: dict[str, set[str]] = {}
    for _, person in holders_and_alternates(chart):
        needs_by_person.setdefault(person.staff_id, set()).update(person.needs)
    vacant = {post.position_id for post in (*chart.posts, *chart.on_call) if not post.people and not post.everyone}
    relevant_courses = [
        course
        for course in courses
        if needs_by_person.get(course.staff_id, set()) & set(course.courses) or vacant & set(course.position_ids)
    ]
    return chart.model_copy(update={"remedies": (*requests, *relevant_courses)})
