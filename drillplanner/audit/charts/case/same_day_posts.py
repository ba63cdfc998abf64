"""Who is named on which charts of one day, to compare the charts of several campuses.

An id means the same person everywhere, unless two charts give it different names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import CommandRecord, PositionState, SameDayPost
from drillplanner.audit.charts.rules.tables import exercises_table


def posts_named_in(record: CommandRecord) -> dict[str, tuple[str, ...]]:
    """Return everyone who must be present, with their posts, on the chart or in the exercise.

    Posts are positions opened or on call, alternates, and exercise staff. Coordinating positions and exercise
    directors may work from elsewhere and are left out.
    """
    posts_by_person: dict[str, list[str]] = {}
    for position in record.positions or ():
        if position.state in (PositionState.OPENED, PositionState.ON_CALL):
            for person_id in dict.fromkeys((*ChartCase.holders(position), *(position.alternates or ()))):
                posts_by_person.setdefault(person_id, []).append(position.id)
    for person_id, role in exercise_posts(record):
        posts_by_person.setdefault(person_id, []).append(role)
    return {person_id: tuple(posts) for person_id, posts in posts_by_person.items()}


def exercise_posts(record: CommandRecord) -> Iterator[tuple[str, str]]:
    """Yield each person who conducts the exercise and must be present, with the role."""
    for member in (record.exercise.staff if record.exercise else None) or ():
        if member.role not in exercises_table().from_afar:
            yield member.person, member.role.value


class PostsByDay:
    """The people named on each day, over all charts that are judged together."""

    def __init__(self, records: Iterable[CommandRecord]) -> None:
        """Records without a date or campus are left out: they cannot be compared."""
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
        """Return the posts of its people at other campuses that day, after those that the record states.

        A record without a date or campus gets only what it states, or None.
        """
        occasion = record.occasion
        if occasion.date is None or occasion.campus is None:
            return record.elsewhere
        posts = [
            post
            for person_id in posts_named_in(record)
            for name, post in self._posts.get((occasion.date, person_id), ())
            if post.campus != occasion.campus and _may_be_same_person(name, _name(record, person_id))
        ]
        return (*(record.elsewhere or ()), *posts)


def _name(record: CommandRecord, person_id: str) -> str:
    person = record.person_by_id.get(person_id)
    return "" if person is None else " ".join(person.name.casefold().split())


def _may_be_same_person(name: str, other: str) -> bool:
    return not name or not other or name == other
