"""``task``: a notice, a filing or a preparation that the law wants by a certain day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.timing.due import DueByDrill, DueByEvent, DueByPeriod, DueByYear
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import Drill, DutyStatus, Frozen, Task, ToldGroup

ChoreKind = Literal[
    "notify",
    "notify_after",
    "invite",
    "prepare",
    "train",
    "record",
    "post",
    "file",
    "report",
    "certify",
    "evaluate",
    "debrief",
    "test_alarm",
    "keep",
]


#: What one chore of a kind is called.
NOUNS: Mapping[ChoreKind, str] = {
    "notify": "notice",
    "notify_after": "notice",
    "invite": "invitation",
    "prepare": "preparation",
    "train": "training",
    "record": "record",
    "post": "posting",
    "file": "filing",
    "report": "report",
    "certify": "certificate",
    "evaluate": "evaluation",
    "debrief": "debriefing",
    "test_alarm": "alarm test",
    "keep": "record",
}

#: What a scenario may promise and a law may ask for in the same sense.
Covered = Literal["debrief", "record", "after_action"]


class OwedChore(Frozen):
    """One chore that is owed: for which drill (None for one of the year), from which and to which day."""

    drill_id: str | None
    not_before: date | None
    due: date
    suffix: str = Field(description="Tells chores of one mandate at one campus apart.")


class Chore(Requirement):
    """A dated chore: for each drill of ``match``, in the year, in each period, or before each event."""

    constrains_drills: ClassVar[bool] = False

    kind: Literal["task"]
    chore: ChoreKind
    who: str = Field(description="To whom it is owed, in words.")
    tells: tuple[ToldGroup, ...] = Field(
        default=(),
        description="Of a notice of each drill: whom it reaches, where it is all that they must be told.",
    )
    covers: tuple[Covered, ...] = Field(
        default=(),
        description="Of a chore of each drill other than a notice: what a scenario may promise that is the same.",
    )
    text: str = Field(description="What is to be done, as an instruction.")
    due_words: str = Field(description="The lead time in the words of the law or its summary.")
    match: Match | None = None
    by_drill: DueByDrill | None = None
    by_year: DueByYear | None = None
    by_period: DueByPeriod | None = None
    by_event: DueByEvent | None = None
    keep_years: int | None = Field(default=None, ge=1, description="How many years the record is kept.")

    @model_validator(mode="after")
    def _one_due(self) -> Chore:
        if sum(due is not None for due in (self.by_drill, self.by_year, self.by_period, self.by_event)) != 1:
            raise ValueError("give one of 'by_drill', 'by_year', 'by_period' and 'by_event'")
        if (self.by_drill is None) != (self.match is None):
            raise ValueError("'match' goes with 'by_drill'")
        return self

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The school year; what is missing where no event of the kind is known."""
        year = periods(Per.SCHOOL_YEAR, setting, 1)
        if self.by_event is not None and not setting.events_of(self.by_event.event):
            missing = f"{self.by_event.event} in events.csv"
            return tuple(window.model_copy(update={"missing": missing}) for window in year)
        return year

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"{self.text} ({self.who}; {self.due_words})"

    def owed(self, drills: tuple[Drill, ...], scene: Scene, setting: Setting) -> tuple[OwedChore, ...]:
        """Every chore owed at the campus for a schedule of these drills."""
        if self.by_drill is not None and self.match is not None:
            chosen = [drill for drill in drills if self.match.selects(drill, scene.known)]
            all_year = replace(setting, with_summer=True)
            dated = [(drill, self.by_drill.dates(drill.date, all_year)) for drill in chosen]
            return tuple(
                OwedChore(drill_id=drill.drill_id, not_before=earliest, due=due, suffix=drill.drill_id)
                for drill, (earliest, due) in dated
            )
        by = self.by_year or self.by_period or self.by_event
        dates = () if by is None else by.dates(setting)
        return tuple(
            OwedChore(drill_id=None, not_before=None, due=due, suffix=_suffix(dates, due)) for due in dates
        )

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Every chore owed is on the plan, in time. A schedule that holds no chores cannot be told."""
        owed = self.owed(scene.drills, scene, scene.setting)
        counted = tuple(one.drill_id for one in owed if one.drill_id is not None)
        if scene.tasks is None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, self.owes(window), "a list of notices and filings")
        if window.missing is not None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, self.owes(window), window.missing)
        planned: dict[str | None, list[Task]] = defaultdict(list)
        for task in scene.tasks:
            # A developmental rule may have added its own words to the law's.
            if task.kind == self.chore and task.text.startswith(self.text):
                planned[task.drill_id].append(task)
        for one in owed:
            # One chore on the plan keeps one that is owed: of two filings none may be left out.
            ours = planned[one.drill_id]
            in_time = [task for task in ours if _is_in_time(task, one)]
            if not in_time:
                return Judgement(DutyStatus.VIOLATED, counted, self._problem(one, ours))
            ours.remove(min(in_time, key=lambda task: task.due))
        noun = NOUNS[self.chore]
        told = f"1 {noun} is" if len(owed) == 1 else f"{len(owed)} {noun}s are"
        return Judgement(DutyStatus.MET, counted, f"{told} on the plan: {self.text}")

    def _problem(self, one: OwedChore, planned: list[Task]) -> str:
        if not planned:
            return f"not on the plan: {self.text} ({one.drill_id or f'due {one.due}'})"
        late = [task.due for task in planned if task.due > one.due]
        if len(late) == len(planned):
            return f"planned too late ({min(late)}, due {one.due}): {self.text}"
        early = max(task.due for task in planned if task.due <= one.due)
        return f"planned too early ({early}, not before {one.not_before}): {self.text}"


def _is_in_time(task: Task, one: OwedChore) -> bool:
    return task.due <= one.due and (one.not_before is None or task.due >= one.not_before)


def _suffix(dates: tuple[date, ...], due: date) -> str:
    return "" if len(dates) == 1 else due.isoformat()
