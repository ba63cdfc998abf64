"""Which course or certificate each person takes before which drill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from drillplanner.incident_command.assignment.suitability import Candidate, may_hold, suitability_cost
from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind, form_date, joined_with_and
from drillplanner.incident_command.chart.role_chart import Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import Position, PositionCatalog, PositionId
from drillplanner.incident_command.positions.training import load_training

#: How many people should earn a certificate that a campus lacks: one to lead, one to take over.
_CERTIFIED = 2


@dataclass
class _CourseNeed:
    """The first date by which a person needs a course, and the posts that need it."""

    by: date
    name: str
    led: dict[PositionId, str] = field(default_factory=dict)
    stood_in: dict[PositionId, str] = field(default_factory=dict)


def course_remedies(
    charts: Sequence[RoleChart], free: Sequence[Sequence[Candidate]], catalog: PositionCatalog
) -> tuple[Remedy, ...]:
    """Return who takes which course before which drill, over all ``charts`` of a campus in order of date.

    ``free`` are the people free at each drill. If a post needs a certificate that none of them has, two should
    earn it.
    """
    needs_by_course: dict[tuple[str, str], _CourseNeed] = {}
    for chart in charts:
        for post, person in holders_and_alternates(chart):
            for course in person.needs:
                if chart.date is not None:
                    need = needs_by_course.setdefault(
                        (person.staff_id, course), _CourseNeed(chart.date, person.name)
                    )
                    need.by = min(need.by, chart.date)
                    posts = need.led if person in post.people else need.stood_in
                    posts.setdefault(post.position_id, post.title)
    needs_by_date: dict[tuple[str, date], list[tuple[str, _CourseNeed]]] = {}
    for (staff_id, course), need in needs_by_course.items():
        needs_by_date.setdefault((staff_id, need.by), []).append((course, need))
    campus_id = charts[0].campus_id if charts else ""
    remedies = [
        _training_remedy(campus_id, staff_id, by, needs) for (staff_id, by), needs in needs_by_date.items()
    ]
    remedies += _certificate_remedies(charts, free, catalog)
    return tuple(sorted(remedies, key=lambda remedy: (remedy.by or date.min, remedy.name, remedy.staff_id)))


def holders_and_alternates(chart: RoleChart) -> Iterator[tuple[Post, Holder]]:
    """Yield each person of a chart with the post that they lead or stand in for."""
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            yield post, person


def _training_remedy(campus_id: str, staff_id: str, by: date, needs: Sequence[tuple[str, _CourseNeed]]) -> Remedy:
    order = load_training().order
    courses = tuple(
        sorted((course for course, _ in needs), key=lambda course: (order.get(course, len(order)), course))
    )
    instructor_led = [course for course in courses if course in load_training().instructor_led]
    led_titles = {post: title for _, need in needs for post, title in need.led.items()}
    alternate_titles = {
        post: title for _, need in needs for post, title in need.stood_in.items() if post not in led_titles
    }
    to_lead = [f"as {_joined_titles(tuple(led_titles.values()))}"] if led_titles else []
    to_stand_in = (
        [f"to stand in as {_joined_titles(tuple(alternate_titles.values()))}"] if alternate_titles else []
    )
    has = "has" if len(instructor_led) == 1 else "have"
    booking_note = f" {joined_with_and(instructor_led)} {has} an instructor: book early." if instructor_led else ""
    return Remedy(
        kind=RemedyKind.TRAIN,
        message=f"{needs[0][1].name}: {joined_with_and(courses)} before {form_date(by)}, "
        f"{'; '.join((*to_lead, *to_stand_in))}.{booking_note}",
        campus_id=campus_id,
        position_ids=(*led_titles, *alternate_titles),
        staff_id=staff_id,
        name=needs[0][1].name,
        courses=courses,
        by=by,
    )


def _certificate_remedies(
    charts: Sequence[RoleChart], free: Sequence[Sequence[Candidate]], catalog: PositionCatalog
) -> Iterator[Remedy]:
    reported: set[PositionId] = set()
    for chart, free_people in zip(charts, free, strict=True):
        for post in (*chart.posts, *chart.on_call):
            position = catalog.by_id[post.position_id]
            is_needed = (
                position.requires_one_of is not None and not post.people and post.position_id not in reported
            )
            if is_needed and free_people and not any(may_hold(candidate, position) for candidate in free_people):
                reported.add(post.position_id)
                commander = {person.staff_id for person in chart.posts[0].people}
                leads = {person.staff_id for other in chart.posts for person in other.people}
                ranked = {
                    (
                        candidate.staff_id in commander,
                        candidate.staff_id in leads,
                        suitability_cost(candidate, position),
                        candidate.staff_id,
                    ): candidate
                    for candidate in free_people
                }
                for rank in sorted(ranked)[:_CERTIFIED]:
                    yield _certificate_remedy(chart, position, ranked[rank])


def _certificate_remedy(chart: RoleChart, position: Position, candidate: Candidate) -> Remedy:
    names = load_training().names
    courses = tuple(names[code] for code in position.certifications if code not in candidate.credentials)
    by = f" before {form_date(chart.date)}" if chart.date is not None else ""
    return Remedy(
        kind=RemedyKind.TRAIN,
        message=f"{candidate.person.name}: {joined_with_and(courses)}{by}, since nobody of the campus who is "
        f"free then may be {position.title} without.",
        campus_id=chart.campus_id,
        position_ids=(position.id,),
        staff_id=candidate.staff_id,
        name=candidate.person.name,
        courses=courses,
        by=chart.date,
    )


def _joined_titles(titles: Sequence[str]) -> str:
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")
