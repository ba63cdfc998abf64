"""Who is named on which charts of one day: what other campuses count on the people of a record.

An id means the same person wherever it stands, unless two charts give it different names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import CommandRecord, PositionState, SameDayPost
from drillplanner.audit.charts.rules.tables import exercises_table


def posts_named_in(record: CommandRecord) -> dict[str, tuple[str, ...]]:
    """Everybody who must be there, with what for: positions opened or on call, alternates, staff of the exercise.

    What stands beside the tree and whoever directs an exercise may do their part from elsewhere.
    """
    named: dict[str, list[str]] = {}
    for position in record.positions or ():
        if position.state in (PositionState.OPENED, PositionState.ON_CALL):
            for person_id in dict.fromkeys((*ChartCase.holders(position), *(position.alternates or ()))):
                named.setdefault(person_id, []).append(position.id)
    for person_id, role in exercise_posts(record):
        named.setdefault(person_id, []).append(role)
    return {person_id: tuple(posts) for person_id, posts in named.items()}


def exercise_posts(record: CommandRecord) -> Iterator[tuple[str, str]]:
    """Who conducts the exercise and must be there for it, with the role."""
    for member in (record.exercise.staff if record.exercise else None) or ():
        if member.role not in exercises_table().from_afar:
            yield member.person, member.role.value


class PostsByDay:
    """Who is named where on each day, of all charts that are judged together."""

    def __init__(self, records: Iterable[CommandRecord]) -> None:
        """Records that do not say their day or campus are left out: they cannot be compared."""
        self._posts: dict[tuple[date, str], list[tuple[str, SameDayPost]]] = {}
        for record in records:
            occasion = record.occasion
            if occasion.date is None or occasion.campus is None:
                continue
            for person_id in posts_named_in(record):
                post = SameDayPost(
                    person=person_id,
                    campus=occasion.campus,
                    chart=record.id,
                    start=occasion.start,
                    end=occasion.end,
                )
                self._posts.setdefault((occasion.date, person_id), []).append((_name(record, person_id), post))

    def at_other_campuses(self, record: CommandRecord) -> tuple[SameDayPost, ...] | None:
        """The posts of its people at other campuses on its day, after those that it tells itself.

        What it tells itself, or None, where it does not say its day or campus.
        """
        occasion = record.occasion
        if occasion.date is None or occasion.campus is None:
            return record.elsewhere
        found = [
            post
            for person_id in posts_named_in(record)
            for name, post in self._posts.get((occasion.date, person_id), ())
            if post.campus != occasion.campus and _may_be_same_person(name, _name(record, person_id))
        ]
        return (*(record.elsewhere or ()), *found)


def _name(record: CommandRecord, person_id: str) -> str:
    person = record.person_by_id.get(person_id)
    return "" if person is None else " ".join(person.name.casefold().split())


def _may_be_same_person(name: str, other: str) -> bool:
    return not name or not other or name == other
