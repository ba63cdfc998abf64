"""Slots: times of day at which a drill can be held, and the class time each takes."""

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
    """What the time is for each group of grades with its own bells; empty if all grades have the same bells."""
    span: tuple[int, int] | None = None
    """The first and last possible start, if campuses of the building still have to agree on one."""

    @property
    def earliest(self) -> int:
        """The first minute at which the drill may start."""
        return self.start if self.span is None else self.span[0]

    @property
    def latest(self) -> int:
        """The last minute at which the drill may start."""
        return self.start if self.span is None else self.span[1]

    @property
    def costs_a_lesson(self) -> bool:
        """Whether a drill in the slot takes time from a class."""
        return PeriodTag.INSTRUCTION in self.tags

    @property
    def lessons(self) -> tuple[str, ...]:
        """The lessons that lose time: one, or one for each group of grades with its own bells."""
        if not self.by_grades:
            return (self.period,) if self.costs_a_lesson else ()
        return tuple(
            f"{format_grades(moment.grades)}: {moment.period}" for moment in self.by_grades if moment.in_class
        )

    @property
    def share_in_class(self) -> tuple[int, int]:
        """The number of grades (or groups of grades) that have class, and the number of all."""
        if not self.by_grades:
            return int(self.costs_a_lesson), 1
        in_class = sum(len(moment.grades) for moment in self.by_grades if moment.in_class)
        return in_class, sum(len(moment.grades) for moment in self.by_grades)

    def tags_for(self, grades: tuple[str, ...]) -> tuple[PeriodTag, ...]:
        """Return the period tags for a group of grades with its own bells, or for all if ``grades`` is empty."""
        if not grades:
            return self.tags
        return next((moment.tags for moment in self.by_grades if moment.grades == grades), ())

    @property
    def is_bell_period(self) -> bool:
        """Whether the slot is a bell period; only staff hours have no tags."""
        return bool(self.tags)


@dataclass(frozen=True)
class PeriodGroup:
    """Scenarios that fit the same slots on every day, so that one set of variables places them all.

    ``slot_lists`` has each different list of slots once; ``slot_list_of_day`` gives each day's index into it.
    """

    scenarios: tuple[int, ...]
    slot_lists: tuple[tuple[Slot, ...], ...]
    slot_list_of_day: tuple[int, ...]

    def slots(self, day: int) -> tuple[Slot, ...]:
        """Return the slots of the day."""
        return self.slot_lists[self.slot_list_of_day[day]]

    def shares_in_class(self, day: int) -> tuple[tuple[int, int], ...]:
        """Return the different ``Slot.share_in_class`` of the day's slots, sorted."""
        return self._shares[self.slot_list_of_day[day]]

    @cached_property
    def _shares(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(tuple(sorted({slot.share_in_class for slot in slots})) for slots in self.slot_lists)
