"""``count``: at least, or at most, a number of drills of a set in each period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Demand, Judgment, LooserRequirement
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import DutyStatus, Event, EventKind


class Count(PeriodicRequirement):
    """At least ``min`` and at most ``max`` drills of ``match`` in each period."""

    counts_credited_drills: ClassVar[bool] = True

    kind: Literal["count"]
    what: str = Field(description="The drills in words, singular: 'fire drill'.")
    plural: str | None = Field(default=None, description="The same in the plural, where it is not just an s more.")
    match: Match
    min: int | None = Field(default=None, ge=1)
    max: int | None = Field(default=None, ge=0)
    real_events_count: bool = Field(
        default=False, description="A real emergency of a matching type, listed in events.csv, counts as a drill."
    )
    excused_by: tuple[EventKind, ...] = Field(
        default=(), description="Events in the period that excuse from it, listed in events.csv."
    )

    @model_validator(mode="after")
    def _has_a_bound(self) -> Count:
        if self.min is None and self.max is None:
            raise ValueError("'min' or 'max' must be given")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"'min' ({self.min}) is more than 'max' ({self.max})")
        if self.max is not None and (self.real_events_count or self.excused_by):
            raise ValueError("'real_events_count' and 'excused_by' go with 'min' alone")
        return self

    def sentence(self, window: Window) -> str:
        """Return 'at least 1 fire drill in October 2025'."""
        bounds = []
        if self.min is not None:
            bounds.append(f"at least {self.min}")
        if self.max is not None:
            bounds.append(f"at most {self.max}")
        number = self.min if self.max is None else self.max
        what = self.what if number == 1 else self.plural or f"{self.what}s"
        return f"{' and '.join(bounds)} {what} in {window.label}"

    @property
    def can_be_mended(self) -> bool:
        """Whether it has a minimum: one drill too many stays so."""
        return self.min is not None

    @property
    def without_limits(self) -> Count | None:
        """The same requirement without its maximum; None if it has no minimum."""
        return None if self.min is None else self.model_copy(update={"max": None})

    @property
    def limits_alone(self) -> Count | None:
        """The same requirement without its minimum; None if it has no maximum."""
        return None if self.max is None else self.model_copy(update={"min": None})

    @property
    def looks_at_dates(self) -> bool:
        """Always False: it looks at drills and not at their dates."""
        return False

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Count the drills of the window that surely match and those that may match.

        If drills may not count twice or may stand in for others, ``schedule.credited`` names those that count for
        the minimum.
        """
        excuse = self._excuse(window, schedule)
        if excuse is not None:
            return Judgment(DutyStatus.MET, (), f"{self.sentence(window)} excused: {_event_sentence(excuse)}")
        matched, unsure = schedule.sure_and_possible(self.match, window)
        emergencies = self._real_emergencies(window, schedule)
        drill_ids = tuple(drill.drill_id for drill in matched)
        possible = len(matched) + len(unsure)
        if schedule.credited is not None:
            drill_ids = tuple(
                drill.drill_id for drill in schedule.drills if drill.drill_id in schedule.credited.sure
            )
            possible = len(schedule.credited.possible)
        least, most = len(drill_ids) + len(emergencies), possible + len(emergencies)
        found = f"{len(drill_ids)} found"
        if emergencies:
            found += f", and {len(emergencies)} real: {_event_sentence(emergencies[0])}"
        too_few = self.min is not None and most < self.min
        too_many = self.max is not None and len(matched) > self.max
        if too_few or too_many:
            return Judgment(DutyStatus.VIOLATED, drill_ids, f"{self.sentence(window)} required, {found}")
        enough = self.min is None or least >= self.min
        not_more = self.max is None or len(matched) + len(unsure) <= self.max
        if enough and not_more:
            return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)} required, {found}")
        return Judgment(
            DutyStatus.CANNOT_TELL,
            drill_ids,
            f"{self.sentence(window)} required, {found}, and {most - least} of which it cannot be told",
            schedule.missing_information(self.match, unsure[0])
            if unsure
            else "format, audience or route of drills that stand in",
        )

    @property
    def minimum(self) -> Demand | None:
        """``min`` drills of ``match``; None if there is only a maximum."""
        return None if self.min is None else Demand(self.match, self.min)

    def still_asks(self, window: Window, schedule: CampusSchedule) -> int:
        """Return the minimum less real emergencies that count; 0 if an event excuses."""
        if self.min is None or self._excuse(window, schedule) is not None:
            return 0
        return max(0, self.min - len(self._real_emergencies(window, schedule)))

    @property
    def substitutes(self) -> frozenset[str]:
        """Events that excuse, and real emergencies if they count as drills."""
        return frozenset([*self.excused_by, *(["real_events"] if self.real_events_count else [])])

    def with_number(self, number: int) -> Count:
        """Return the same requirement with another ``min``."""
        return self.model_copy(update={"min": number})

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield lower minimums, then up to three higher maximums."""
        yield from super().looser(rule, sentence)
        if self.max is not None:
            for number in range(self.max + 1, self.max + 4):
                words = f"Allow {number} instead of {self.max} in {rule}: {sentence}"
                yield LooserRequirement(words, self.model_copy(update={"max": number}))

    def _real_emergencies(self, window: Window, schedule: CampusSchedule) -> list[Event]:
        if not self.real_events_count:
            return []
        return [
            event
            for event in schedule.events
            if event.kind is EventKind.REAL_EMERGENCY
            and event.drill_type in self.match.types
            and event.concerns(schedule.campus.campus_id)
            and window.covers(event.first)
        ]

    def _excuse(self, window: Window, schedule: CampusSchedule) -> Event | None:
        return next(
            (
                event
                for event in schedule.events
                if event.kind in self.excused_by
                and event.concerns(schedule.campus.campus_id)
                and event.first <= window.last
                and event.last >= window.first
            ),
            None,
        )


def _event_sentence(event: Event) -> str:
    note = f" ({event.note})" if event.note else ""
    return f"{event.kind.phrase} on {event.first}{note}"
