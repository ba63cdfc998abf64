"""The base class of every kind of requirement, and what a check receives and returns.

A kind is one file in ``kinds/``: its parameters as a frozen model, the dated windows in which it binds a campus,
and its check of a finished schedule. The solver encodes the same parameters in ``solve/requirements/``, in a file
of the same name. The two share this data but no code, so that each can catch the other's mistakes.
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
    """Ids of the drills that surely count for one duty, and of those that may count (the sure ones included)."""

    sure: frozenset[str]
    possible: frozenset[str]


@dataclass(frozen=True)
class Scene:
    """What a check may look at: one campus and its finished schedule.

    ``drills`` are the campus's drills that can take place, in order of date. ``tasks`` is None if a schedule of
    this form cannot list tasks (a table of drills). ``credited`` names the drills that count for the duty being
    checked, if drills may not count twice or may stand in for others; None means that every matching drill counts.
    ``last_bells`` is the end of the last period of each school day, in minutes since midnight.
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
        """The campus that holds the drills."""
        return self.setting.campus

    @property
    def calendar(self) -> AcademicCalendar:
        """The academic year."""
        return self.setting.calendar

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the district's year, those of other campuses included."""
        return self.setting.events

    def for_unit(self, unit: Unit | None) -> Scene:
        """Return the schedule of one building, bus, or cohort; of the whole campus for None."""
        if unit is None:
            return self
        drills = tuple(drill for drill in self.drills if takes_part(unit, drill))
        return replace(self, setting=replace(self.setting, unit=unit), drills=drills)

    def matching(self, match: Match, window: Window | None = None) -> tuple[list[Drill], str | None]:
        """Return the drills that surely match, and what is missing to decide the first that may match."""
        matched, unsure = self.sure_and_possible(match, window)
        return matched, self.missing_information(match, unsure[0]) if unsure else None

    def sure_and_possible(self, match: Match, window: Window | None = None) -> tuple[list[Drill], list[Drill]]:
        """Return the drills that surely match and those that may match, each in order of date."""
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
        """Return what the schedule must state about the drill to decide the match: 'format of fire-3'."""
        return f"{match.missing_information(drill, self.known)} of {drill.drill_id}"


def takes_part(unit: Unit, drill: Drill) -> bool:
    """Check whether the drill is for the unit and the unit is at school on its date."""
    return unit.attends(drill.date) and (drill.units is None or unit.unit_id in drill.units)


@dataclass(frozen=True)
class Judgement:
    """The result of a check: the status, the drills counted, the reason, and the fact that is missing."""

    status: DutyStatus
    drills: tuple[str, ...]
    reason: str
    missing_fact: str | None = None


class Requirement(Frozen):
    """The base of all kinds. ``kind`` is the name in a pack and the name of the file in ``kinds/``."""

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
