"""What every kind of requirement has in common.

A kind is one file in ``kinds/``: its parameters as a frozen model, the dated windows in which it binds a
campus, and its plain check over a finished schedule. The solver has its own reading of the same parameters
in ``solve/encoders/``, under the same name; the two share this data and no code.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.mandates.match import Match
from drillplanner.mandates.window import Window
from drillplanner.model import (
    AcademicCalendar,
    AgencyKind,
    Campus,
    District,
    Drill,
    DutyStatus,
    Frozen,
    Screening,
    Task,
)


@dataclass(frozen=True)
class Scene:
    """What a plain check may look at: one campus and its finished schedule.

    ``drills`` are the campus's possible drills in order of date, ``tasks`` its chores. ``tasks`` is None where the
    schedule is of a form that holds no chores, such as a table.
    """

    campus: Campus
    calendar: AcademicCalendar
    drills: tuple[Drill, ...]
    agency_kinds: Mapping[str, AgencyKind]
    screenings: Mapping[str, Screening]
    tasks: tuple[Task, ...] | None

    def matching(self, match: Match) -> tuple[list[Drill], str | None]:
        """The drills that surely match, and what the schedule would have to say of one that may (or None)."""
        matched, silent = [], None
        for drill in self.drills:
            answer = match.selects(drill, self.agency_kinds)
            if answer:
                matched.append(drill)
            elif answer is None and silent is None:
                silent = f"{match.silent_on(drill)} of {drill.drill_id}"
        return matched, silent


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
    def windows(self, campus: Campus, calendar: AcademicCalendar, district: District) -> tuple[Window, ...]:
        """The dated windows in which this binds the campus; a duty arises for each. Empty: no duty."""

    @abstractmethod
    def check(self, window: Window, scene: Scene) -> Judgement:
        """The plain reading over a finished schedule."""

    @abstractmethod
    def owes(self, window: Window) -> str:
        """What is owed in that window, as the end of a sentence: 'at least 1 fire drill in October 2025'."""
