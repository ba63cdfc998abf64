"""What finished drills take from lessons, and from whose where grades of one campus have bells of their own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction

from drillplanner.model import Drill, GradeMoment, PeriodTag


def lost_lessons(drills: Iterable[Drill]) -> Iterator[tuple[Drill, Hashable]]:
    """Each lesson from which a drill takes time: one, or one of each of the grades with bells of their own."""
    for drill in drills:
        if drill.by_grades:
            yield from ((drill, (one.grades, one.period)) for one in drill.by_grades if _has_class(one))
        elif PeriodTag.INSTRUCTION in (drill.period_tags or ()):
            yield drill, drill.period


def minutes_of_lessons(drill: Drill) -> Fraction:
    """Minutes that it takes from lessons; where grades have bells of their own, by the share of them in class."""
    minutes = Fraction(drill.minutes or 0)
    if not drill.by_grades:
        return minutes if PeriodTag.INSTRUCTION in (drill.period_tags or ()) else Fraction(0)
    in_class = sum(len(one.grades) for one in drill.by_grades if _has_class(one))
    return minutes * Fraction(in_class, sum(len(one.grades) for one in drill.by_grades))


def _has_class(moment: GradeMoment) -> bool:
    return PeriodTag.INSTRUCTION in moment.tags
