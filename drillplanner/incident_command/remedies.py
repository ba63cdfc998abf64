"""What to do about what a chart lacks: whom to ask, who takes which course before which drill, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from drillplanner.incident_command.chart import GapKind, Holder, Post, RoleChart
from drillplanner.incident_command.neighbors import Neighbors, names_of
from drillplanner.incident_command.positions import Catalogue, Position, PositionId
from drillplanner.incident_command.remedy import Remedy, RemedyKind
from drillplanner.incident_command.suitability import Candidate, missing_training
from drillplanner.incident_command.training import load_training
from drillplanner.model import Drill

#: The post for which a second person is asked from outside where the campus has none.
_COMMAND = "CMD-IC"


def to_ask(
    chart: RoleChart,
    drill: Drill,
    neighbors: Neighbors,
    campus_names: Mapping[str, str],
    catalogue: Catalogue,
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
    for position_id in _wanted(chart):
        position = catalogue.by_id[position_id]
        one = neighbors.ask(position, drill, taken)
        found.append(_ask(chart, drill, position, one, campus_names))
        if one is not None:
            taken.append(one.staff_id)
    return tuple(found)


def _wanted(chart: RoleChart) -> Iterator[PositionId]:
    """Positions for which somebody is to be asked, once for each person who is missing."""
    for post in (*chart.posts, *(one for one in chart.on_call if one.position_id == "OPS-MED")):
        missing = post.seats - len(post.people) if not post.everyone else 0
        yield from [post.position_id] * missing
    yield from (one for one in ("CMD-SO",) if one in chart.closed)
    command = chart.by_id[_COMMAND]
    if command.people and (not command.alternates or _exposed(chart, _COMMAND)):
        yield _COMMAND


def _exposed(chart: RoleChart, position_id: PositionId) -> bool:
    return any(gap.kind is GapKind.ONE_ABSENCE and gap.position_id == position_id for gap in chart.gaps)


def _ask(
    chart: RoleChart, drill: Drill, position: Position, one: Candidate | None, campus_names: Mapping[str, str]
) -> Remedy:
    on = day_words(drill.date)
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
    trained = "and trained for it" if not lacking else f"still without {_listed(lacking)}"
    person = one.person
    where = names_of(campus_names, person.campus_id)
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


@dataclass
class _Wish:
    by: date
    name: str
    posts: dict[PositionId, str] = field(default_factory=dict)


def courses_to_take(charts: Sequence[RoleChart]) -> tuple[Remedy, ...]:
    """Who takes which course before which drill, over all ``charts`` of a campus in the order of time."""
    wishes: dict[tuple[str, str], _Wish] = {}
    for chart in charts:
        for post, person in _everybody(chart):
            for course in person.needs:
                if chart.date is not None:
                    wish = wishes.setdefault((person.staff_id, course), _Wish(chart.date, person.name))
                    wish.by = min(wish.by, chart.date)
                    wish.posts.setdefault(post.position_id, post.title)
    together: dict[tuple[str, date], list[tuple[str, _Wish]]] = {}
    for (staff_id, course), wish in wishes.items():
        together.setdefault((staff_id, wish.by), []).append((course, wish))
    campus_id = charts[0].campus_id if charts else ""
    remedies = [_train(campus_id, staff_id, by, wanted) for (staff_id, by), wanted in together.items()]
    return tuple(sorted(remedies, key=lambda one: (one.by or date.min, one.name, one.staff_id)))


def _everybody(chart: RoleChart) -> Iterator[tuple[Post, Holder]]:
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            yield post, person


def _train(campus_id: str, staff_id: str, by: date, wanted: Sequence[tuple[str, _Wish]]) -> Remedy:
    order = load_training().order
    courses = tuple(sorted((course for course, _ in wanted), key=lambda one: (order.get(one, len(order)), one)))
    posts = {post: title for _, wish in wanted for post, title in wish.posts.items()}
    taught = [one for one in courses if one in load_training().instructor_led]
    led = (
        f" {_listed(taught)} {'has' if len(taught) == 1 else 'have'} an instructor: book early." if taught else ""
    )
    titles = list(posts.values())
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return Remedy(
        kind=RemedyKind.TRAIN,
        message=f"{wanted[0][1].name}: {_listed(courses)} before {day_words(by)}, as "
        f"{', '.join(titles[:3])}{more}.{led}",
        campus_id=campus_id,
        position_ids=tuple(posts),
        staff_id=staff_id,
        name=wanted[0][1].name,
        courses=courses,
        by=by,
    )


def with_remedies(chart: RoleChart, asked: Iterable[Remedy], courses: Iterable[Remedy]) -> RoleChart:
    """The chart with whom to ask, and the courses that its own people lack for their posts here."""
    lacks: dict[str, set[str]] = {}
    for _, person in _everybody(chart):
        lacks.setdefault(person.staff_id, set()).update(person.needs)
    own = [one for one in courses if lacks.get(one.staff_id, set()) & set(one.courses)]
    return chart.model_copy(update={"remedies": (*asked, *own)})


def day_words(day: date) -> str:
    """A date as the forms write it: month, day, year."""
    return f"{day.month}/{day.day}/{day.year}"


def _listed(words: Sequence[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
