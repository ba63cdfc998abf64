"""What it is for whom over some minutes of a day, where grades of one campus have bells of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drillplanner.model.calendar.bells import Period, minutes_of
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.grades import format_grades
from drillplanner.model.vocabulary import PeriodTag


def moments_between(stretches: Sequence[Period], start: int, end: int) -> tuple[GradeMoment, ...]:
    """What it is for each group of grades from minute ``start`` to ``end`` of the day; nothing without stretches.

    ``stretches`` are the periods of a day, each with what it is for all groups. The names and tags of all that the
    time touches count, in order.
    """
    touched = [one for one in stretches if minutes_of(one.start) < end and start < minutes_of(one.end)]
    found = []
    for group, known in enumerate(stretches[0].by_grades if stretches else ()):
        # A period goes on over a bell of other grades, and is then met more than once.
        own = dict.fromkeys(period for one in touched for period in one.by_grades[group].periods)
        found.append(
            GradeMoment(
                grades=known.grades,
                period=" and ".join(one.name for one in own) or None,
                tags=tuple(dict.fromkeys(tag for one in own for tag in one.tags)),
                touched=tuple(own) if len(own) > 1 else (),
            )
        )
    return tuple(found)


def tags_of_some(moments: Iterable[GradeMoment]) -> tuple[PeriodTag, ...]:
    """What it is for some of the grades, in the order of the tags."""
    found = {tag for one in moments for tag in one.tags}
    return tuple(tag for tag in PeriodTag if tag in found)


def name_of_all(moments: Iterable[GradeMoment]) -> str:
    """Each group's own name for the time, with its grades; of those who are at school then."""
    return ", ".join(f"{one.period} ({format_grades(one.grades)})" for one in moments if one.period is not None)
