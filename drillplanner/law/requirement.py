"""The base class of every kind of requirement, and what a check receives and returns.

A kind is one file in ``kinds/``: its parameters as a frozen model, the dated windows in which it binds a campus,
and its check of a finished schedule. The solver encodes the same parameters in ``solve/requirements/``, in a file
of the same name. The two share this data but no code, so that each can catch the other's mistakes.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Self

from drillplanner.law.match import Match, MatchContext
from drillplanner.law.window import Setting, Window
from drillplanner.model import (
    AcademicCalendar,
    Campus,
    Drill,
    DrillType,
    DutyStatus,
    Event,
    EventKind,
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
class CampusSchedule:
    """The finished schedule of one campus, with everything else that a check may look at.

    ``drills`` are the campus's drills that can take place, in order of date. ``tasks`` is None if a schedule of
    this form cannot list tasks (a table of drills). ``credited`` names the drills that count for the duty being
    checked, if drills may not count twice or may stand in for others; None means that every matching drill counts.
    ``last_bells`` is the end of the last period of each school day, in minutes since midnight.
    """

    setting: Setting
    drills: tuple[Drill, ...]
    match_context: MatchContext
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

    def for_unit(self, unit: Unit | None) -> CampusSchedule:
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
            answer = match.selects(drill, self.match_context)
            if answer:
                matched.append(drill)
            elif answer is None:
                unsure.append(drill)
        return matched, unsure

    def missing_information(self, match: Match, drill: Drill) -> str:
        """Return what the schedule must state about the drill to decide the match: 'format of fire-3'."""
        return f"{match.missing_information(drill, self.match_context)} of {drill.drill_id}"


def takes_part(unit: Unit, drill: Drill) -> bool:
    """Check whether the drill is for the unit and the unit is at school on its date."""
    return unit.attends(drill.date) and (drill.units is None or unit.unit_id in drill.units)


@dataclass(frozen=True)
class Judgment:
    """The result of a check: the status, the drills counted, the reason, and the fact that is missing."""

    status: DutyStatus
    drills: tuple[str, ...]
    reason: str
    missing_fact: str | None = None


@dataclass(frozen=True)
class Demand:
    """The number of drills that a requirement asks for: at least ``number`` drills of ``match`` in each window.

    The requirement is not met with fewer. ``is_enough`` says whether any ``number`` of them, on different days,
    meet it; it is False where they must also differ from each other, for example in type.
    """

    match: Match
    number: int
    is_enough: bool = True

    def of_type(self, drill_type: DrillType) -> Demand:
        """Return the same demand for drills of one type."""
        return replace(self, match=self.match.model_copy(update={"types": (drill_type,)}))


@dataclass(frozen=True)
class LooserRequirement:
    """A requirement that asks for less than another, with the change in words."""

    words: str
    requirement: Requirement


class Requirement(Frozen):
    """The base of all kinds of requirement. ``kind`` is the name of the kind's module and its name in a pack.

    A kind states its windows, its plain check, and its sentence. Everything else has a default that claims
    nothing, so that a new kind is judged and explained correctly before it says more about itself.
    """

    #: False for kinds that the solver has nothing to do for. All other kinds need an encoder of the same name.
    constrains_drills: ClassVar[bool] = True
    #: True if the check counts the drills of ``CampusSchedule.credited``, so that its drills can be shared out
    #: with other minimums (``separate_from``), and so that other drills can stand in for them.
    counts_credited_drills: ClassVar[bool] = False
    #: True if it is about one drill: where that one does not meet it, several do not either.
    is_about_one_drill: ClassVar[bool] = False

    kind: str

    @abstractmethod
    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return the dated windows in which it binds the campus. Each window gives a duty; none gives no duty."""

    @abstractmethod
    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Check whether a finished schedule meets it in the window."""

    @abstractmethod
    def sentence(self, window: Window) -> str:
        """Return what it requires in the window, in words: 'at least 1 fire drill in October 2025'."""

    @property
    @abstractmethod
    def minimum(self) -> Demand | None:
        """The number of drills that it asks for in each window; None, with the reason, if it asks for none.

        It is also None if drills are measured in another way: in minutes, in runs of days, on filed dates. A kind
        with a duty for each type of drill gives all types here; ``asks`` picks the one of the window. Each kind
        answers itself: a kind that stayed silent would be lawful and get no margin goal, no comparison of layers,
        and no offered change.
        """

    def asks(self, window: Window) -> Demand | None:
        """Return the number of drills that it asks for in this window; None if it asks for no such number."""
        demand = self.minimum
        if demand is None or window.drill_type is None:
            return demand
        return demand.of_type(window.drill_type)

    def still_asks(self, window: Window, schedule: CampusSchedule) -> int:
        """Return how many drills it asks for in this window after events that count, or excuse, are subtracted."""
        demand = self.asks(window)
        return 0 if demand is None else demand.number

    @property
    def substitutes(self) -> frozenset[str]:
        """Names of things other than drills that can meet or lift it, such as kinds of events."""
        return frozenset()

    @property
    def waits_for(self) -> EventKind | None:
        """The kind of event that must be over before drills are held; None if it does not depend on one."""
        return None

    @property
    def can_be_mended(self) -> bool:
        """Whether one more drill could meet it after it was broken.

        False if what was held breaks it for good, however many drills follow.
        """
        return True

    @property
    def without_limits(self) -> Requirement | None:
        """The same requirement without limits on how many drills there are, or how close: more drills never hurt.

        If several drills on every day that is left do not meet it, nothing does. None if that is not so.
        """
        return None

    @property
    def limits_alone(self) -> Requirement | None:
        """The same requirement without what it asks for: its limits, which no further drill can mend.

        None if it has none.
        """
        return None if self.can_be_mended else self

    @property
    def looks_at_dates(self) -> bool:
        """Whether the check looks at the dates of drills, and not only at which drills are in the window."""
        return True

    @property
    def counts_school_days(self) -> bool:
        """Whether one more school day could by itself require a drill or move a deadline."""
        return False

    def with_number(self, number: int) -> Self | None:
        """Return the same requirement with another minimum; None if no smaller minimum is to be offered."""
        return None

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield requirements that ask for less, the smallest change first in each respect.

        They are offered if a district's own rule makes a plan impossible. ``rule`` names the rule for a
        sentence ("the district's own rule X-1"), ``sentence`` is what it asks for.
        """
        demand = self.minimum
        for number in range(0 if demand is None else demand.number - 1, 0, -1):
            if demand is not None and (fewer := self.with_number(number)) is not None:
                words = f"Ask for {number} instead of {demand.number} in {rule}: {sentence}"
                yield LooserRequirement(words, fewer)
