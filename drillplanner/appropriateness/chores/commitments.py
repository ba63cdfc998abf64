"""Chores that a scenario's commitments bring to each of its drills (``chores.yaml``), dated and with their rule.

Hours in which something must be told are counted on the clock and rounded up to whole days. One day more is
kept, since a notice may leave at any hour of its day; where the state wants it no earlier, it leaves by the hour
of the drill. What needs students falls on school days, or is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.subject import Subject, subjects_of
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.files.counting import counted
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import (
    AS_THE_STATE_ASKS,
    Drill,
    Frozen,
    GradeBand,
    Notice,
    NoticeTime,
    Scenario,
    Task,
    ToldGroup,
    school_days_before,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.graded_text import GradedText, texts_for

_CHORES = Path(__file__).parent / "chores.yaml"
HOURS_OF_A_DAY = 24
#: Laws count up to three days in hours.
_MOST_HOURS_TOLD = 72


class NoticeChore(Frozen):
    """Whom a notice reaches, in words, and the rule that asks for it."""

    rule: str
    who: str
    text: str


class PromiseDeadline(Frozen):
    """When a promise is due, counted from its drill; one of the three is given."""

    school_days_before: int | None = Field(default=None, ge=1)
    same_day: bool = False
    after_fact: str | None = Field(
        default=None, description="A fact that says how many school days after at most."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> PromiseDeadline:
        if sum([self.school_days_before is not None, self.same_day, self.after_fact is not None]) != 1:
            raise ValueError("give one of 'school_days_before', 'same_day: true' and 'after_fact'")
        return self


class Promise(Frozen):
    """Something other than a notice that a scenario commits to."""

    when: Condition
    rule: str
    kind: str
    who: str
    text: str
    besides: tuple[GradedText, ...] = Field(default=(), description="What follows the text for some grades only.")
    due: PromiseDeadline
    with_students: bool = Field(default=False, description="Students must be there, so it falls on school days.")
    settles: str | None = Field(default=None, description="The fact of a dated drill that the chore answers.")


class ChoreBook(Frozen):
    """All chores that commitments can bring."""

    notices: Mapping[NoticeTime, Mapping[ToldGroup, NoticeChore]]
    promises: Mapping[str, Promise]


@lru_cache(maxsize=1)
def load_chores() -> ChoreBook:
    """The chores that come with the program."""
    return parse_as(ChoreBook, read_document(_CHORES, _CHORES.name))


@dataclass(frozen=True)
class _UndatedChore:
    """A chore of a scenario before it has a day: so many hours or school days off, or on the drill's day."""

    name: str
    rule: str
    kind: str
    who: str
    text: str
    tells: tuple[ToldGroup, ...] = ()
    hours_before: int | None = None
    latest_days_before: int | None = None
    school_days_before: int | None = None
    school_days_after: int | None = None
    covers: tuple[str, ...] = ()
    with_students: bool = False
    besides: tuple[GradedText, ...] = ()


class CommitmentChores:
    """The chores of a district's scenarios, each scenario read once for the bands that take part."""

    def __init__(self, scenarios: Mapping[str, Scenario], profile: Profile) -> None:
        self._scenarios = scenarios
        self._profile = profile
        self._owed: dict[Hashable, tuple[_UndatedChore, ...]] = {}

    def chores_of_drill(
        self,
        drill: Drill,
        bands: Sequence[GradeBand],
        dates: tuple[date, ...],
        grades: Sequence[str] | None = None,
    ) -> Iterator[Task]:
        """The chores of one drill; ``dates`` are the school days of the campus in order.

        ``bands`` take part: with these ``grades`` of theirs (None: all), which the words of a chore go by.
        """
        scenario = self._scenarios.get(drill.scenario_id or "")
        if scenario is None:
            return
        there = tuple(grades or grades_in(tuple(bands)))
        key = scenario.scenario_id, tuple(bands), there
        if key not in self._owed:
            present = [
                subject
                for subject in subjects_of(scenario, self._profile)
                if subject.band is None or subject.band in bands
            ]
            self._owed[key] = tuple(_undated_chores(present, there))
        for owed in self._owed[key]:
            dated = _dated(owed, drill.date, dates)
            if dated is not None:
                yield _task(owed, drill, *dated)


def _undated_chores(subjects: Sequence[Subject], grades: Sequence[str]) -> Iterator[_UndatedChore]:
    """What is owed to all groups that take part; where they differ, the strictest of it."""
    found: dict[str, list[_UndatedChore]] = {}
    for subject in subjects:
        for notice in (*_notices(subject), *_promises(subject)):
            found.setdefault(notice.name, []).append(notice)
    for alike in found.values():
        owed = min(alike, key=lambda one: (-(one.hours_before or 0), one.school_days_after or 0))
        yield replace(owed, text=" ".join((owed.text, *texts_for(owed.besides, grades))))


def _notices(subject: Subject) -> Iterator[_UndatedChore]:
    """The notices of one group; a second one to the same people has a number, the longest lead comes first."""
    told: Counter[str] = Counter()
    for notice in sorted(subject.facts.notices or (), key=lambda one: -_hours(one, subject.profile)):
        told[name := f"{notice.when}-{notice.audience}"] += 1
        telling = load_chores().notices[notice.when][notice.audience]
        before = notice.when is NoticeTime.BEFORE
        # The longest lead that a state allows is one for families.
        latest = subject.profile.number("notice_max_hours") if notice.audience is ToldGroup.FAMILIES else None
        yield _UndatedChore(
            name=name if told[name] == 1 else f"{name}-{told[name]}",
            rule=telling.rule,
            kind="notify" if before else "notify_after",
            who=telling.who,
            text=telling.text,
            tells=(notice.audience,),
            hours_before=_hours(notice, subject.profile) if before else None,
            latest_days_before=latest // HOURS_OF_A_DAY if latest and before else None,
            school_days_after=None if before or notice.same_day is not False else 1,
        )


def _hours(notice: Notice, profile: Profile) -> int:
    asked = profile.number("notice_min_hours") or 0
    if notice.hours_before is None:
        return 0
    return asked if notice.hours_before == AS_THE_STATE_ASKS else int(notice.hours_before)


def _promises(subject: Subject) -> Iterator[_UndatedChore]:
    for name, promise in load_chores().promises.items():
        if evaluate_condition(promise.when, subject).truth is not True:
            continue
        fact = promise.due.after_fact
        yield _UndatedChore(
            name=name,
            rule=promise.rule,
            kind=promise.kind,
            who=promise.who,
            text=promise.text,
            covers=(name,),
            besides=promise.besides,
            with_students=promise.with_students,
            school_days_before=promise.due.school_days_before,
            school_days_after=None if fact is None else int(subject.value_of(fact)),
        )


def _task(owed: _UndatedChore, drill: Drill, not_before: date | None, due: date) -> Task:
    return Task(
        task_id=f"{owed.rule}/{owed.name}/{drill.drill_id}",
        mandate_id=owed.rule,
        campus_id=drill.campus_id,
        drill_id=drill.drill_id,
        kind=owed.kind,
        who=owed.who,
        text=owed.text,
        due=due,
        due_words=_due_words(owed),
        not_before=not_before,
        developmental=True,
        tells=owed.tells,
        hours_before=owed.hours_before or None,
        covers=owed.covers,
    )


def _dated(owed: _UndatedChore, on: date, dates: tuple[date, ...]) -> tuple[date | None, date] | None:
    """The first day (None: any) and the last day for the chore of a drill on that date; None for no chore."""
    if owed.hours_before is not None:
        return _notice_deadline(owed.hours_before, owed.latest_days_before, on, dates)
    if owed.school_days_before is not None:
        taught = school_days_before(dates, on, owed.school_days_before)
        if taught is None and owed.with_students:
            return None
        return None, taught or _last_weekday(on - timedelta(1))
    return on, _after(owed.school_days_after or 0, on, dates, owed.with_students)


def _after(number: int, on: date, dates: tuple[date, ...], with_students: bool) -> date:
    """The last day of so many school days after; after the last of the year, weekdays if nobody need be taught."""
    later = dates[bisect_right(dates, on) :]
    if number == 0:
        return on
    if later:
        return later[min(number, len(later)) - 1]
    return on if with_students else _weekdays_after(on, number)


def _notice_deadline(
    hours: int, latest: int | None, on: date, dates: tuple[date, ...]
) -> tuple[date | None, date]:
    """A school day if one lies in the span, else a weekday, else the last that keeps the hours by the clock."""
    days = -(-hours // HOURS_OF_A_DAY)
    first = None if latest is None else on - timedelta(latest)
    if days == 0:
        return first, on
    end = on - timedelta(days + 1)
    position = bisect_right(dates, end)
    candidates = (dates[position - 1] if position else None, _last_weekday(end), _last_weekday(end + timedelta(1)))
    for day in candidates:
        if day is not None and (first is None or first <= day):
            return first, day
    return first, max(first or end, on - timedelta(days))


def _last_weekday(on: date) -> date:
    """The day, or the Friday before it."""
    return on - timedelta(max(0, on.weekday() - 4))


def _weekdays_after(on: date, number: int) -> date:
    day = on
    while number:
        day += timedelta(1)
        number -= day.weekday() < 5
    return day


def _lead(hours: int) -> str:
    """``48 hours`` as laws have it; whole days once there are more than laws count in hours."""
    days, rest = divmod(hours, HOURS_OF_A_DAY)
    return counted(days, "day") if hours > _MOST_HOURS_TOLD and not rest else counted(hours, "hour")


def _due_words(owed: _UndatedChore) -> str:
    if owed.hours_before:
        latest = f", at most {counted(owed.latest_days_before, 'day')}" if owed.latest_days_before else ""
        return f"at least {_lead(owed.hours_before)} before{latest}"
    if owed.hours_before == 0:
        return "before the drill"
    if owed.school_days_before is not None:
        return (
            "by the school day before"
            if owed.school_days_before == 1
            else (f"at least {owed.school_days_before} school days before")
        )
    if owed.school_days_after:
        return f"within {counted(owed.school_days_after, 'school day')}"
    return "on the day of the drill"
