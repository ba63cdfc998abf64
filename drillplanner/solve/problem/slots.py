"""Where in a day a drill can be held, and what that takes from whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from drillplanner.model import GradeMoment, PeriodTag, format_grades


class Slot(NamedTuple):
    """A period, or staff hours, in which a drill can be held, and the minute of the day at which it starts."""

    period: str
    start: int
    tags: tuple[PeriodTag, ...]
    by_grades: tuple[GradeMoment, ...] = ()
    """What it is for grades with bells of their own; nothing where all have the same."""
    span: tuple[int, int] | None = None
    """From when to when it may start, where that is still to be agreed with others in the building."""

    @property
    def earliest(self) -> int:
        """The first minute at which it may start."""
        return self.start if self.span is None else self.span[0]

    @property
    def latest(self) -> int:
        """The last minute at which it may start."""
        return self.start if self.span is None else self.span[1]

    @property
    def costs_a_lesson(self) -> bool:
        """Whether a drill there takes time from a class."""
        return PeriodTag.INSTRUCTION in self.tags

    @property
    def lessons(self) -> tuple[str, ...]:
        """The lessons from which it takes time: one, or one of each of the grades with bells of their own."""
        if not self.by_grades:
            return (self.period,) if self.costs_a_lesson else ()
        return tuple(f"{format_grades(one.grades)}: {one.period}" for one in self.by_grades if one.in_class)

    @property
    def share_in_class(self) -> tuple[int, int]:
        """How many of the grades have class, and of how many."""
        if not self.by_grades:
            return int(self.costs_a_lesson), 1
        in_class = sum(len(one.grades) for one in self.by_grades if one.in_class)
        return in_class, sum(len(one.grades) for one in self.by_grades)

    def tags_for(self, grades: tuple[str, ...]) -> tuple[PeriodTag, ...]:
        """What it is for these grades, which have bells of their own; for all where none are given."""
        if not grades:
            return self.tags
        return next((one.tags for one in self.by_grades if one.grades == grades), ())

    @property
    def is_bell_period(self) -> bool:
        """Whether it is a bell period; staff hours alone have no tags."""
        return bool(self.tags)


@dataclass(frozen=True)
class PeriodGroup:
    """Scenarios that fit the same slots on every day, so that one set of variables places them all.

    Days of one sort have the same slots: ``sorts`` lists them once, ``sort_of_day`` points into it.
    """

    scenarios: tuple[int, ...]
    slot_lists: tuple[tuple[Slot, ...], ...]
    slot_list_of_day: tuple[int, ...]

    def slots(self, day: int) -> tuple[Slot, ...]:
        """The slots of that day."""
        return self.slot_lists[self.slot_list_of_day[day]]

    def shares_in_class(self, day: int) -> tuple[tuple[int, int], ...]:
        """The different ``Slot.share_in_class`` of that day's slots, sorted."""
        return self._shares[self.slot_list_of_day[day]]

    @cached_property
    def _shares(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(tuple(sorted({slot.share_in_class for slot in slots})) for slots in self.slot_lists)
