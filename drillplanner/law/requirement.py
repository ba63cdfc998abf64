"""What every kind of requirement has in common.

A kind is one file in ``kinds/``: its parameters as a frozen model, the dated windows in which it binds a
campus, and its plain check over a finished schedule. The solver has its own reading of the same parameters
in ``solve/encoders/``, under the same name; the two share this data and no code.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from drillplanner.law.match import Match, MatchContext
from drillplanner.law.window import Setting, Window
from drillplanner.model import (
    AcademicCalendar,
    Campus,
    Drill,
    DutyStatus,
    Event,
    FiledDrill,
    Frozen,
    Screening,
    Task,
    Unit,
)


@dataclass(frozen=True)
class Credit:
    """Ids of the drills that count for one duty: those that surely do, and those that may as well."""

    sure: frozenset[str]
    possible: frozenset[str]


@dataclass(frozen=True)
class Scene:
    """What a plain check may look at: one campus and its finished schedule.

    ``drills`` are the campus's possible drills in order of date, ``tasks`` its chores. ``tasks`` is None where the
    schedule is of a form that holds no chores, such as a table. ``credited`` is what is left for the
    duty at hand where drills may not count twice or stand in for others; None where every match counts.
    ``last_bells`` tells when the last period of each school day ends, in minutes since midnight.
    """

    setting: Setting
    drills: tuple[Drill, ...]
    known: MatchContext
    screenings: Mapping[str, Screening]
    tasks: tuple[Task, ...] | None
    last_bells: Mapping[date, int] = field(default_factory=dict)
    filed: tuple[FiledDrill, ...] = ()
    credited: Credit | None = None

    @property
    def campus(self) -> Campus:
        """The campus whose schedule it is."""
        return self.setting.campus

    @property
    def calendar(self) -> AcademicCalendar:
        """The academic year."""
        return self.setting.calendar

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the district's year."""
        return self.setting.events

    def for_unit(self, unit: Unit | None) -> Scene:
        """The same schedule as one building, bus or cohort meets it."""
        if unit is None:
            return self
        drills = tuple(drill for drill in self.drills if takes_part(unit, drill))
        return replace(self, setting=replace(self.setting, unit=unit), drills=drills)

    def matching(self, match: Match, window: Window | None = None) -> tuple[list[Drill], str | None]:
        """The drills that surely match, and what the schedule would have to say of one that may (or None)."""
        matched, unsure = self.sure_and_possible(match, window)
        silent = f"{match.missing_information(unsure[0], self.known)} of {unsure[0].drill_id}" if unsure else None
        return matched, silent

    def sure_and_possible(self, match: Match, window: Window | None = None) -> tuple[list[Drill], list[Drill]]:
        """The drills that surely match and those of which it cannot be told, in order of date."""
        matched: list[Drill] = []
        unsure: list[Drill] = []
        for drill in self.drills:
            if window is not None and not window.covers(drill.date):
                continue
            answer = match.selects(drill, self.known)
            if answer:
                matched.append(drill)
            elif answer is None:
                unsure.append(drill)
        return matched, unsure

    def missing_information(self, match: Match, drill: Drill) -> str:
        """What the schedule would have to say of the drill, and of which drill."""
        return f"{match.missing_information(drill, self.known)} of {drill.drill_id}"


def takes_part(unit: Unit, drill: Drill) -> bool:
    """Whether the unit is at school on the drill's date and the drill is for it."""
    return unit.attends(drill.date) and (drill.units is None or unit.unit_id in drill.units)


@dataclass(frozen=True)
class Judgement:
    """A plain check's answer: the status, the drills counted, the reason, and the fact that is missing."""

    status: DutyStatus
    drills: tuple[str, ...]
    reason: str
    missing_fact: str | None = None


class Requirement(Frozen):
    """Base of the kinds. ``kind`` names the file in ``kinds/`` and in the pack."""

    kind: str

    @abstractmethod
    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The dated windows in which this binds the campus; a duty arises for each. Empty: no duty."""

    @abstractmethod
    def check(self, window: Window, scene: Scene) -> Judgement:
        """The plain reading over a finished schedule."""

    @abstractmethod
    def owes(self, window: Window) -> str:
        """What is owed in that window, as the end of a sentence: 'at least 1 fire drill in October 2025'."""
