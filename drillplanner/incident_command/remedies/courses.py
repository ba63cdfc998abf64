"""Who takes which course or certificate before which drill, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from drillplanner.incident_command.assignment.suitability import Candidate, cost, may_hold
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, form_date, joined_with_and
from drillplanner.incident_command.chart.role_chart import Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import Position, PositionCatalog, PositionId
from drillplanner.incident_command.positions.training import load_training

#: So many people are to take a certificate that a campus lacks: one who leads, one who takes over.
_CERTIFIED = 2


@dataclass
class _CourseNeed:
    by: date
    name: str
    led: dict[PositionId, str] = field(default_factory=dict)
    stood_in: dict[PositionId, str] = field(default_factory=dict)


def course_remedies(
    charts: Sequence[RoleChart], free: Sequence[Sequence[Candidate]], catalogue: PositionCatalog
) -> tuple[Remedy, ...]:
    """Who takes which course before which drill, over all ``charts`` of a campus in the order of time.

    ``free`` are those free at each. Where a post needs a certificate that none of them has, two are to take it.
    """
    wishes: dict[tuple[str, str], _CourseNeed] = {}
    for chart in charts:
        for post, person in holders_and_alternates(chart):
            for course in person.needs:
                if chart.date is not None:
                    wish = wishes.setdefault((person.staff_id, course), _CourseNeed(chart.date, person.name))
                    wish.by = min(wish.by, chart.date)
                    posts = wish.led if person in post.people else wish.stood_in
                    posts.setdefault(post.position_id, post.title)
    together: dict[tuple[str, date], list[tuple[str, _CourseNeed]]] = {}
    for (staff_id, course), wish in wishes.items():
        together.setdefault((staff_id, wish.by), []).append((course, wish))
    campus_id = charts[0].campus_id if charts else ""
    remedies = [_training_remedy(campus_id, staff_id, by, wanted) for (staff_id, by), wanted in together.items()]
    remedies += _certificates(charts, free, catalogue)
    return tuple(sorted(remedies, key=lambda one: (one.by or date.min, one.name, one.staff_id)))


def holders_and_alternates(chart: RoleChart) -> Iterator[tuple[Post, Holder]]:
    """Each person of a chart with the post that they lead or stand in for."""
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            yield post, person


def _training_remedy(campus_id: str, staff_id: str, by: date, wanted: Sequence[tuple[str, _CourseNeed]]) -> Remedy:
    order = load_training().order
    courses = tuple(sorted((course for course, _ in wanted), key=lambda one: (order.get(one, len(order)), one)))
    taught = [course for course in courses if course in load_training().instructor_led]
    led = {post: title for _, wish in wanted for post, title in wish.led.items()}
    stood_in = {post: title for _, wish in wanted for post, title in wish.stood_in.items() if post not in led}
    to_lead = [f"as {_joined_titles(tuple(led.values()))}"] if led else []
    to_stand_in = [f"to stand in as {_joined_titles(tuple(stood_in.values()))}"] if stood_in else []
    early = (
        f" {joined_with_and(taught)} {'has' if len(taught) == 1 else 'have'} an instructor: book early."
        if taught
        else ""
    )
    return Remedy(
        kind=RemedyKind.TRAIN,
        message=f"{wanted[0][1].name}: {joined_with_and(courses)} before {form_date(by)}, "
        f"{'; '.join((*to_lead, *to_stand_in))}.{early}",
        campus_id=campus_id,
        position_ids=(*led, *stood_in),
        staff_id=staff_id,
        name=wanted[0][1].name,
        courses=courses,
        by=by,
    )


def _certificates(
    charts: Sequence[RoleChart], free: Sequence[Sequence[Candidate]], catalogue: PositionCatalog
) -> Iterator[Remedy]:
    told: set[PositionId] = set()
    for chart, there in zip(charts, free, strict=True):
        for post in (*chart.posts, *chart.on_call):
            position = catalogue.by_id[post.position_id]
            needed = position.requires_one_of is not None and not post.people and post.position_id not in told
            if needed and there and not any(may_hold(one, position) for one in there):
                told.add(post.position_id)
                commander = {person.staff_id for person in chart.posts[0].people}
                leads = {person.staff_id for other in chart.posts for person in other.people}
                ranked = {
                    (one.staff_id in commander, one.staff_id in leads, cost(one, position), one.staff_id): one
                    for one in there
                }
                for rank in sorted(ranked)[:_CERTIFIED]:
                    yield _certificate(chart, position, ranked[rank])


def _certificate(chart: RoleChart, position: Position, one: Candidate) -> Remedy:
    names = load_training().names
    courses = tuple(names[code] for code in position.certifications if code not in one.held)
    by = f" before {form_date(chart.date)}" if chart.date is not None else ""
    return Remedy(
        kind=RemedyKind.TRAIN,
        message=f"{one.person.name}: {joined_with_and(courses)}{by}, since nobody of the campus who is free then "
        f"may be {position.title} without.",
        campus_id=chart.campus_id,
        position_ids=(position.id,),
        staff_id=one.staff_id,
        name=one.person.name,
        courses=courses,
        by=chart.date,
    )


def _joined_titles(titles: Sequence[str]) -> str:
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")
