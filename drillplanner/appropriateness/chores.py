"""Chores that a scenario's commitments bring to each of its drills (``chores.yaml``), dated and with their rule.

Hours in which something must be told are counted on the clock and rounded up to whole days. One day more is kept,
since a notice may leave at any hour of its day, unless the state's profile wants it no earlier.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.appropriateness.conditions import Condition
from drillplanner.appropriateness.profiles import Profile
from drillplanner.appropriateness.subject import Subject, subjects_of
from drillplanner.appropriateness.truth import read_condition
from drillplanner.documents import parse_as, read_document
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

_CHORES = Path(__file__).parent / "chores.yaml"
_HOURS_OF_A_DAY = 24


class Telling(Frozen):
    """Whom a notice reaches, in words, and the rule that asks for it."""

    rule: str
    who: str
    text: str


class PromisedDay(Frozen):
    """When a promise is due, counted from its drill; one of the three is given."""

    school_days_before: int | None = Field(default=None, ge=1)
    same_day: bool = False
    after_fact: str | None = Field(
        default=None, description="A fact that says how many school days after at most."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> PromisedDay:
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
    due: PromisedDay
    settles: str | None = Field(default=None, description="The fact of a dated drill that the chore answers.")


class ChoreBook(Frozen):
    """All chores that commitments can bring."""

    notices: Mapping[NoticeTime, Mapping[ToldGroup, Telling]]
    promises: Mapping[str, Promise]


@lru_cache(maxsize=1)
def load_chores() -> ChoreBook:
    """The chores that come with the program."""
    return parse_as(ChoreBook, read_document(_CHORES, _CHORES.name))


@dataclass(frozen=True)
class _Owed:
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


class PromisedChores:
    """The chores of a district's scenarios, each scenario read once for the bands that take part."""

    def __init__(self, scenarios: Mapping[str, Scenario], profile: Profile) -> None:
        self._scenarios = scenarios
        self._profile = profile
        self._owed: dict[Hashable, tuple[_Owed, ...]] = {}

    def of(self, drill: Drill, bands: Sequence[GradeBand], dates: tuple[date, ...]) -> Iterator[Task]:
        """The chores of one drill; ``bands`` take part, ``dates`` are the school days of the campus in order."""
        scenario = self._scenarios.get(drill.scenario_id or "")
        if scenario is None:
            return
        key = scenario.scenario_id, tuple(bands)
        if key not in self._owed:
            present = [
                one for one in subjects_of(scenario, self._profile) if one.band is None or one.band in bands
            ]
            self._owed[key] = tuple(_owed(present))
        for owed in self._owed[key]:
            yield _task(owed, drill, dates)


def _owed(subjects: Sequence[Subject]) -> Iterator[_Owed]:
    """What is owed to all groups that take part; where they differ, the strictest of it."""
    found: dict[str, list[_Owed]] = {}
    for subject in subjects:
        for one in (*_notices(subject), *_promises(subject)):
            found.setdefault(one.name, []).append(one)
    for alike in found.values():
        yield min(alike, key=lambda one: (-(one.hours_before or 0), one.school_days_after or 0))


def _notices(subject: Subject) -> Iterator[_Owed]:
    for notice in subject.facts.notices or ():
        telling = load_chores().notices[notice.when][notice.audience]
        before = notice.when is NoticeTime.BEFORE
        # The longest lead that a state allows is one for families.
        latest = subject.profile.number("notice_max_hours") if notice.audience is ToldGroup.FAMILIES else None
        yield _Owed(
            name=f"{notice.when}-{notice.audience}",
            rule=telling.rule,
            kind="notify" if before else "notify_after",
            who=telling.who,
            text=telling.text,
            tells=(notice.audience,),
            hours_before=_hours(notice, subject.profile) if before else None,
            latest_days_before=latest // _HOURS_OF_A_DAY if latest and before else None,
            school_days_after=None if before or notice.same_day is not False else 1,
        )


def _hours(notice: Notice, profile: Profile) -> int:
    asked = profile.number("notice_min_hours") or 0
    if notice.hours_before is None:
        return 0
    return asked if notice.hours_before == AS_THE_STATE_ASKS else int(notice.hours_before)


def _promises(subject: Subject) -> Iterator[_Owed]:
    for name, promise in load_chores().promises.items():
        if read_condition(promise.when, subject).truth is not True:
            continue
        fact = promise.due.after_fact
        yield _Owed(
            name=name,
            rule=promise.rule,
            kind=promise.kind,
            who=promise.who,
            text=promise.text,
            school_days_before=promise.due.school_days_before,
            school_days_after=None if fact is None else int(subject.value_of(fact)),
        )


def _task(owed: _Owed, drill: Drill, dates: tuple[date, ...]) -> Task:
    not_before, due = _dated(owed, drill.date, dates)
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
    )


def _dated(owed: _Owed, on: date, dates: tuple[date, ...]) -> tuple[date | None, date]:
    """The first day (None: any) and the last day for the chore of a drill on that date."""
    if owed.hours_before is not None:
        return _told_by(owed.hours_before, owed.latest_days_before, on, dates)
    if owed.school_days_before is not None:
        return None, school_days_before(dates, on, owed.school_days_before) or _weekday_before(on)
    later = dates[bisect_right(dates, on) :]
    number = owed.school_days_after or 0
    if number == 0 or not later:
        return on, on + timedelta(number)
    return on, later[min(number, len(later)) - 1]


def _told_by(hours: int, latest: int | None, on: date, dates: tuple[date, ...]) -> tuple[date | None, date]:
    days = -(-hours // _HOURS_OF_A_DAY)
    not_before = None if latest is None else on - timedelta(latest)
    if days == 0:
        return not_before, on
    end = on - timedelta(days + 1)
    position = bisect_right(dates, end)
    due = dates[position - 1] if position else _weekday_before(end + timedelta(1))
    if not_before is not None and due < not_before:
        return not_before, max(not_before, on - timedelta(days))
    return not_before, due


def _weekday_before(on: date) -> date:
    day = on - timedelta(1)
    while day.weekday() >= 5:
        day -= timedelta(1)
    return day


def _due_words(owed: _Owed) -> str:
    if owed.hours_before:
        latest = f", at most {owed.latest_days_before} days" if owed.latest_days_before else ""
        return f"at least {owed.hours_before} hours before{latest}"
    if owed.hours_before == 0:
        return "before the drill"
    if owed.school_days_before is not None:
        return (
            "by the school day before"
            if owed.school_days_before == 1
            else (f"at least {owed.school_days_before} school days before")
        )
    if owed.school_days_after:
        return f"within {owed.school_days_after} school days"
    return "on the day of the drill"


def joined(law: Iterable[Task], promised: Iterable[Task]) -> tuple[Task, ...]:
    """Both sorts of chores, none doubled: where the law asks for the same of a drill, its chore stays.

    It is then due on the earlier of the two days, and says so; what it tells is that it serves the rule as well.
    A promised notice is the same where the law's reaches everyone whom it reaches.
    """
    held = list(law)
    by_drill: dict[tuple[str, str], list[int]] = {}
    for position, task in enumerate(held):
        if task.drill_id is not None:
            by_drill.setdefault((task.drill_id, task.kind), []).append(position)
    for own in promised:
        alike = by_drill.get((own.drill_id or "", own.kind), ())
        same = next((one for one in alike if _serves(held[one], own)), None)
        if same is None:
            held.append(own)
        else:
            held[same] = _both(held[same], own)
    return tuple(held)


def _serves(law: Task, own: Task) -> bool:
    return not law.developmental and set(own.tells) <= set(law.tells) and (bool(own.tells) or own.kind in _WHOLE)


#: Kinds that are one and the same thing for a drill whoever asks for it; two preparations are two things.
_WHOLE = frozenset({"debrief", "record", "evaluate"})


def _both(law: Task, own: Task) -> Task:
    earlier = own.due < law.due and (law.not_before is None or own.due >= law.not_before)
    whose = "which is earlier and taken" if earlier else "which this day serves as well"
    said = f"{law.due_words}; {own.mandate_id} asks for it {own.due_words}, {whose}"
    return law.model_copy(
        update={"due": own.due if earlier else law.due, "due_words": said, "serves": (*law.serves, own.mandate_id)}
    )
