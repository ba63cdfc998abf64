"""``task``: a notice, a filing, or a preparation that the law requires by a certain day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
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


#: The noun for one task of each kind, as messages count them.
TASK_NOUNS: Mapping[ChoreKind, str] = {
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

#: What both a scenario may promise and a law may require, so that one task serves both.
Covered = Literal["debrief", "record", "after_action"]


class RequiredTask(Frozen):
    """One task that must be on the plan: its drill (None for a task of the year) and the days allowed for it."""

    drill_id: str | None
    not_before: date | None
    due: date
    suffix: str = Field(description="Tells chores of one mandate at one campus apart.")


class Chore(Requirement):
    """A task with a due date: for each drill of ``match``, in the year, in each period, or before each event."""

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
        """Return the school year, with the missing fact if its due date depends on an event that is not listed."""
        year = periods(Per.SCHOOL_YEAR, setting, 1)
        if self.by_event is not None and not setting.events_of(self.by_event.event):
            missing = f"{self.by_event.event} in events.csv"
            return tuple(window.model_copy(update={"missing": missing}) for window in year)
        return year

    def sentence(self, window: Window) -> str:
        """Return 'Notify the police of the drill. (police; 48 hours before)'."""
        return f"{self.text} ({self.who}; {self.due_words})"

    def required_tasks(
        self, drills: tuple[Drill, ...], schedule: CampusSchedule, setting: Setting
    ) -> tuple[RequiredTask, ...]:
        """Return every task that the campus needs for a schedule of these drills."""
        if self.by_drill is not None and self.match is not None:
            chosen = [drill for drill in drills if self.match.selects(drill, schedule.match_context)]
            all_year = replace(setting, with_summer=True)
            dated = [(drill, self.by_drill.dates(drill.date, all_year)) for drill in chosen]
            return tuple(
                RequiredTask(drill_id=drill.drill_id, not_before=earliest, due=due, suffix=drill.drill_id)
                for drill, (earliest, due) in dated
            )
        by = self.by_year or self.by_period or self.by_event
        dates = () if by is None else by.dates(setting)
        return tuple(
            RequiredTask(drill_id=None, not_before=None, due=due, suffix=_suffix(dates, due)) for due in dates
        )

    @property
    def minimum(self) -> None:
        """None: it asks for a task, not for a drill."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Check that every required task is on the plan in time; undecided for a schedule without tasks."""
        required_tasks = self.required_tasks(schedule.drills, schedule, schedule.setting)
        drill_ids = tuple(required.drill_id for required in required_tasks if required.drill_id is not None)
        if schedule.tasks is None:
            return Judgment(
                DutyStatus.CANNOT_TELL, drill_ids, self.sentence(window), "a list of notices and filings"
            )
        if window.missing is not None:
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, self.sentence(window), window.missing)
        planned: dict[str | None, list[Task]] = defaultdict(list)
        for task in schedule.tasks:
            # A well-being rule may have added its own words to those of the law.
            if task.kind == self.chore and task.text.startswith(self.text):
                planned[task.drill_id].append(task)
        for required in required_tasks:
            # Each task on the plan serves only one that is required, so two filings need two tasks.
            remaining = planned[required.drill_id]
            in_time = [task for task in remaining if _is_in_time(task, required)]
            if not in_time:
                return Judgment(DutyStatus.VIOLATED, drill_ids, self._problem(required, remaining))
            remaining.remove(min(in_time, key=lambda task: task.due))
        noun = TASK_NOUNS[self.chore]
        number = len(required_tasks)
        number_phrase = f"1 {noun} is" if number == 1 else f"{number} {noun}s are"
        return Judgment(DutyStatus.MET, drill_ids, f"{number_phrase} on the plan: {self.text}")

    def _problem(self, required: RequiredTask, planned: list[Task]) -> str:
        if not planned:
            return f"not on the plan: {self.text} ({required.drill_id or f'due {required.due}'})"
        late = [task.due for task in planned if task.due > required.due]
        if len(late) == len(planned):
            return f"planned too late ({min(late)}, due {required.due}): {self.text}"
        early = max(task.due for task in planned if task.due <= required.due)
        return f"planned too early ({early}, not before {required.not_before}): {self.text}"


def _is_in_time(task: Task, required: RequiredTask) -> bool:
    return task.due <= required.due and (required.not_before is None or task.due >= required.not_before)


def _suffix(dates: tuple[date, ...], due: date) -> str:
    return "" if len(dates) == 1 else due.isoformat()
