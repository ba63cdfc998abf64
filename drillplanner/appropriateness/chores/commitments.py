"""Chores that a scenario's commitments bring to each of its drills (``chores.yaml``), with date and rule.

Lead times in hours are counted by the clock and rounded up to whole days. One more day is added, since a notice
may leave at any hour of its day; if the state does not allow it earlier, the notice leaves by the hour of the
drill. Chores that need students fall on school days, or are left out.
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
#: Laws state lead times of up to three days in hours.
_MAX_HOURS_SHOWN = 72


class NoticeChore(Frozen):
    """The text of a notice, its recipients in words, and the rule that asks for it.

    ``unless`` is true of drills of which these people are not told.
    """

    rule: str
    who: str
    text: str
    unless: Condition | None = None


class PromiseDeadline(Frozen):
    """When a promise is due, counted from its drill; exactly one field is given."""

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
    """A commitment of a scenario other than a notice."""

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
    """All chores that commitments can bring, as in ``chores.yaml``."""

    notices: Mapping[NoticeTime, Mapping[ToldGroup, NoticeChore]]
    promises: Mapping[str, Promise]


@lru_cache(maxsize=1)
def load_chores() -> ChoreBook:
    """Return the chores that come with the program."""
    return parse_as(ChoreBook, read_document(_CHORES, _CHORES.name))


@dataclass(frozen=True)
class _UndatedChore:
    """A chore of a scenario without a date: hours or school days before or after its drill, or on its day."""

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
    """The chores of a district's scenarios; each scenario is read once for the bands that take part."""

    def __init__(self, scenarios: Mapping[str, Scenario], profile: Profile) -> None:
        self._scenarios = scenarios
        self._profile = profile
        self._chores: dict[Hashable, tuple[_UndatedChore, ...]] = {}

    def chores_of_drill(
        self,
        drill: Drill,
        bands: Sequence[GradeBand],
        dates: tuple[date, ...],
        grades: Sequence[str] | None = None,
    ) -> Iterator[Task]:
        """Yield the chores of one drill; ``dates`` are the school days of the campus, in order.

        ``bands`` take part. The texts of the chores depend on their ``grades`` (None: all grades of the bands).
        """
        scenario = self._scenarios.get(drill.scenario_id or "")
        if scenario is None:
            return
        participating = tuple(grades or grades_in(tuple(bands)))
        key = scenario.scenario_id, tuple(bands), participating
        if key not in self._chores:
            present = [
                subject
                for subject in subjects_of(scenario, self._profile)
                if subject.band is None or subject.band in bands
            ]
            self._chores[key] = tuple(_undated_chores(present, participating))
        for chore in self._chores[key]:
            span = _dated(chore, drill.date, dates)
            if span is not None:
                yield _task(chore, drill, *span)


def _undated_chores(subjects: Sequence[Subject], grades: Sequence[str]) -> Iterator[_UndatedChore]:
    """Yield the chores for all groups that take part; the strictest one if they differ."""
    by_name: dict[str, list[_UndatedChore]] = {}
    for subject in subjects:
        for chore in (*_notices(subject), *_promises(subject)):
            by_name.setdefault(chore.name, []).append(chore)
    for same_name in by_name.values():
        strictest = min(same_name, key=lambda chore: (-(chore.hours_before or 0), chore.school_days_after or 0))
        yield replace(strictest, text=" ".join((strictest.text, *texts_for(strictest.besides, grades))))


def _notices(subject: Subject) -> Iterator[_UndatedChore]:
    """Yield the notices of one group, the longest lead first; further ones to the same people are numbered."""
    numbers: Counter[str] = Counter()
    for notice in sorted(subject.facts.notices or (), key=lambda notice: -_hours(notice, subject.profile)):
        numbers[name := f"{notice.when}-{notice.audience}"] += 1
        wording = load_chores().notices[notice.when][notice.audience]
        if wording.unless is not None and evaluate_condition(wording.unless, subject).truth is True:
            continue
        before = notice.when is NoticeTime.BEFORE
        # A state's longest lead is for families only.
        latest = subject.profile.number("notice_max_hours") if notice.audience is ToldGroup.FAMILIES else None
        yield _UndatedChore(
            name=name if numbers[name] == 1 else f"{name}-{numbers[name]}",
            rule=wording.rule,
            kind="notify" if before else "notify_after",
            who=wording.who,
            text=wording.text,
            tells=(notice.audience,),
            hours_before=_hours(notice, subject.profile) if before else None,
            latest_days_before=latest // HOURS_OF_A_DAY if latest and before else None,
            school_days_after=None if before or notice.same_day is not False else 1,
        )


def _hours(notice: Notice, profile: Profile) -> int:
    required = profile.number("notice_min_hours") or 0
    if notice.hours_before is None:
        return 0
    return required if notice.hours_before == AS_THE_STATE_ASKS else int(notice.hours_before)


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


def _task(chore: _UndatedChore, drill: Drill, not_before: date | None, due: date) -> Task:
    return Task(
        task_id=f"{chore.rule}/{chore.name}/{drill.drill_id}",
        mandate_id=chore.rule,
        campus_id=drill.campus_id,
        drill_id=drill.drill_id,
        kind=chore.kind,
        who=chore.who,
        text=chore.text,
        due=due,
        due_words=_due_words(chore),
        not_before=not_before,
        developmental=True,
        tells=chore.tells,
        hours_before=chore.hours_before or None,
        covers=chore.covers,
    )


def _dated(chore: _UndatedChore, on: date, dates: tuple[date, ...]) -> tuple[date | None, date] | None:
    """Return the first day (None: any) and the last day of a chore for a drill on a date; None for no chore."""
    if chore.hours_before is not None:
        return _notice_deadline(chore.hours_before, chore.latest_days_before, on, dates)
    if chore.school_days_before is not None:
        school_day = school_days_before(dates, on, chore.school_days_before)
        if school_day is None and chore.with_students:
            return None
        return None, school_day or _last_weekday(on - timedelta(1))
    return on, _after(chore.school_days_after or 0, on, dates)


def _after(number: int, on: date, dates: tuple[date, ...]) -> date:
    """Return the last of ``number`` school days after a date; on the last day of the year, the day itself."""
    later = dates[bisect_right(dates, on) :]
    return later[min(number, len(later)) - 1] if number and later else on


def _notice_deadline(
    hours: int, latest: int | None, on: date, dates: tuple[date, ...]
) -> tuple[date | None, date]:
    """Return the first and last day of a notice: if possible a school day, else a weekday, else by the clock."""
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
    """Return the day itself, or the Friday before a weekend."""
    return on - timedelta(max(0, on.weekday() - 4))


def _lead(hours: int) -> str:
    """Return a lead time in hours, as in laws, or in whole days if it is longer than laws state in hours."""
    days, rest = divmod(hours, HOURS_OF_A_DAY)
    return counted(days, "day") if hours > _MAX_HOURS_SHOWN and not rest else counted(hours, "hour")


def _due_words(chore: _UndatedChore) -> str:
    if chore.hours_before:
        latest = f", at most {counted(chore.latest_days_before, 'day')}" if chore.latest_days_before else ""
        return f"at least {_lead(chore.hours_before)} before{latest}"
    if chore.hours_before == 0:
        return "before the drill"
    if chore.school_days_before is not None:
        return (
            "by the school day before"
            if chore.school_days_before == 1
            else (f"at least {chore.school_days_before} school days before")
        )
    if chore.school_days_after:
        return f"within {counted(chore.school_days_after, 'school day')}"
    return "on the day of the drill"
