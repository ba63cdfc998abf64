"""One school's ``.bell`` files as a bell schedule and the dates on which it is not an ordinary day.

A bell schedule has one list of periods for each kind of day; a school in this format may have dozens of day
schedules. One of them is taken for each kind that their words tell; the others are variants, which hold on the
weekdays and dates that follow them. A day schedule that nothing follows is said to be left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed
from drillplanner.intake.bells.bell_text import WEEKDAYS, Bell, BellDayPlan, BellText, DayPlanRule
from drillplanner.intake.bells.bell_wording import day_kind, ends_the_day, period_meaning
from drillplanner.model import STAFF_HOURS, BellSchedule, DayKind, Period, PeriodTag, minutes_of
from drillplanner.model.calendar.bells import BellVariant

#: Kinds of day that a school's files can tell of a day that the academic calendar has as a full day.
DIFFERENT_DAYS = (DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING, DayKind.TESTING)


@dataclass(frozen=True)
class BellCalendar:
    """Which day schedule a school follows when, and the kind of day that each one tells (None: it tells none)."""

    week: tuple[DayPlanRule, ...]
    dates: tuple[DayPlanRule, ...]
    kinds: dict[str, DayKind | None]
    titles: dict[str, str]

    def special_on(self, on: date) -> DayPlanRule | None:
        """The entry of a special day; the later one where there are two."""
        return next((one for one in reversed(self.dates) if one.is_on(on)), None)

    def followed_on(self, on: date) -> DayPlanRule | None:
        """The entry of a special day, else that of the weekday."""
        return self.special_on(on) or next((one for one in reversed(self.week) if one.is_on(on)), None)

    def kinds_on(self, dates: Iterable[date]) -> dict[date, DayKind]:
        """Those of some full days that are of another kind here: early, late, or for testing."""
        followed = ((on, self.followed_on(on)) for on in dates)
        kinds = {on: self.kinds.get(entry.plan) for on, entry in followed if entry is not None}
        return {on: kind for on, kind in kinds.items() if kind in DIFFERENT_DAYS}


@dataclass(frozen=True)
class BellSchool:
    """What one school's files give; ``said`` are sentences on what was assumed and what was left out."""

    schedule: BellSchedule | None
    calendar: BellCalendar
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def bell_school(text: BellText, bell_schedule_id: str, name: str, file: str) -> BellSchool:
    """The bell schedule of a school; ``file`` is named where its files hold no day with periods."""
    kinds = {plan.name: _kind_of(plan) for plan in text.plans.values()}
    taken = _schedule_by_kind(text, kinds)
    kinds |= {plan.name: kind for kind, plan in taken.items()}
    calendar = BellCalendar(
        tuple(text.week), tuple(text.dates), kinds, {plan.name: plan.title for plan in text.plans.values()}
    )
    problems = list(text.problems)
    if not taken and not problems:
        problems.append(
            Problem(
                file, None, "no day schedule has periods", allowed="'* regular # Regular day' with bells below it"
            )
        )
    schedule = (
        BellSchedule(
            bell_schedule_id=bell_schedule_id,
            name=name,
            days={
                kind: _periods(plan)
                for kind, plan in sorted(taken.items(), key=lambda one: list(DayKind).index(one[0]))
            },
            variants={
                plan.name: BellVariant(kind=kinds[plan.name] or DayKind.FULL, periods=_periods(plan))
                for plan in _other_schedules(text, kinds, taken)
            },
        )
        if taken and not problems
        else None
    )
    said = () if schedule is None else tuple(_note_sentences(text, kinds, taken))
    return BellSchool(schedule, calendar, said, tuple(problems))


def _kind_of(plan: BellDayPlan) -> DayKind | None:
    """What the words of a day tell; a day without periods is a day without school, whatever it is called."""
    if not any(True for _ in _stretches(plan)):
        return DayKind.CLOSED
    told = day_kind(plan.name, plan.title)
    return None if told is DayKind.CLOSED else told


def _schedule_by_kind(text: BellText, kinds: dict[str, DayKind | None]) -> dict[DayKind, BellDayPlan]:
    """The day schedule of each kind: the one that is followed most; the first in the file of equals.

    Of early releases the one that ends first, of delayed openings the one that begins last: school is then
    held in its periods on the days of the others too. Where no words tell the full day, it is the one among
    the others that most weekdays follow.
    """
    weekdays = _weekdays_by_plan(text)
    dated = {plan: sum(1 for one in text.dates if one.plan == plan) for plan in text.plans}

    def weight(kind: DayKind, plan: BellDayPlan) -> tuple[int, ...]:
        often = (len(weekdays.get(plan.name, ())), dated[plan.name])
        periods = _periods(plan)
        if kind is DayKind.EARLY_RELEASE:
            return (-minutes_of(periods[-1].end), *often)
        if kind is DayKind.DELAYED_OPENING:
            return (minutes_of(periods[0].start), *often)
        return often

    taken: dict[DayKind, BellDayPlan] = {}
    for kind in DayKind:
        fitting = [plan for plan in text.plans.values() if kinds[plan.name] is kind]
        if kind is DayKind.FULL and not fitting:
            fitting = [plan for plan in text.plans.values() if kinds[plan.name] is None]
        if fitting and kind is not DayKind.CLOSED:
            taken[kind] = max(fitting, key=lambda plan: weight(kind, plan))
    return taken


def _other_schedules(
    text: BellText, kinds: dict[str, DayKind | None], taken: dict[DayKind, BellDayPlan]
) -> list[BellDayPlan]:
    """The day schedules with periods that are not taken for a kind of day and that some day follows."""
    named = {one.plan for one in (*text.week, *text.dates)}
    return [
        plan
        for plan in text.plans.values()
        if plan.name in named and plan not in taken.values() and kinds[plan.name] is not DayKind.CLOSED
    ]


def _weekdays_by_plan(text: BellText) -> dict[str, list[str]]:
    """The weekdays of the default week that follow each day schedule; the later of two lines counts."""
    followed = {one.weekday: one.plan for one in text.week if one.weekday is not None}
    found: dict[str, list[str]] = {}
    for weekday in sorted(followed):
        found.setdefault(followed[weekday], []).append(WEEKDAYS[weekday])
    return found


def _stretches(plan: BellDayPlan) -> Iterable[tuple[Bell, Bell]]:
    """Each line that is a period, with the line at which it ends."""
    return (
        (bell, until)
        for bell, until in zip(plan.bells, plan.bells[1:], strict=False)
        if not ends_the_day(bell.words)
    )


def _periods(plan: BellDayPlan) -> tuple[Period, ...]:
    """The periods of a day; names that occur twice are numbered."""
    periods: list[Period] = []
    used: set[str] = set()
    for position, (bell, until) in enumerate(_stretches(plan)):
        plain = " ".join(bell.words.replace("{", "").replace("}", "").split()) or f"Period at {bell.start:%H:%M}"
        if plain.casefold() == STAFF_HOURS.casefold():
            plain = f"{plain} ({bell.start:%H:%M})"
        name, number = plain, 2
        while name in used:
            name, number = f"{plain} ({number})", number + 1
        used.add(name)
        tags = period_meaning(bell.words).tags
        if position == 0 and tags == (PeriodTag.PASSING,):
            tags = (PeriodTag.ARRIVAL,)  # on the way to the first class, students come in
        periods.append(Period(name=name, start=bell.start, end=until.start, tags=tags))
    return tuple(periods)


def _note_sentences(
    text: BellText, kinds: dict[str, DayKind | None], taken: dict[DayKind, BellDayPlan]
) -> Iterable[str]:
    """Sentences on every choice that the words did not settle, and on what was left out."""
    weekdays = _weekdays_by_plan(text)
    for kind, plan in taken.items():
        told = day_kind(plan.name, plan.title) is kind
        yield (
            f"{plan.file}, line {plan.line}: '{plan.name}' ({plan.title}, {_hours(plan)}) is taken as the bells "
            f"of the kind of day '{kind.value}'"
            + ("." if told else ", because no day's words say which is the full day. Please check.")
        )
    variants = _other_schedules(text, kinds, taken)
    for name, days in weekdays.items():
        plan_of_day = text.plans.get(name)
        if plan_of_day in variants and plan_of_day is not None:
            line = next(one.line for one in reversed(text.week) if one.plan == name)
            yield (
                f"{text.week[0].file}, line {line}: on {listed(days)} this school follows '{name}' "
                f"({_hours(plan_of_day)})."
            )
    dated = [variant for variant in variants if variant.name not in weekdays]
    if dated:
        shown = listed(f"{one.shown}, {_hours(one)}" for one in dated)
        yield f"{dated[0].file}: followed on single days: {shown}."
    left_out = [
        plan
        for plan in text.plans.values()
        if plan not in taken.values() and plan not in variants and kinds[plan.name] is not DayKind.CLOSED
    ]
    if left_out:
        yield f"{left_out[0].file}: left out, since no day follows them: {listed(one.shown for one in left_out)}."
    yield from _week_sentences(text)
    yield from _wording_sentences(taken)


def _week_sentences(text: BellText) -> Iterable[str]:
    if not text.week:
        return
    missing = [day for number, day in enumerate(WEEKDAYS[:5]) if all(one.weekday != number for one in text.week)]
    if missing:
        yield f"{text.week[0].file}: the default week does not say what is followed on {listed(missing)}."
    unknown = [one for one in text.week if one.plan not in text.plans]
    if unknown:
        named = listed(f"'{one.plan}' (line {one.line})" for one in unknown)
        yield f"{unknown[0].file}: left out, since there is no such day schedule: {named}."


def _wording_sentences(taken: dict[DayKind, BellDayPlan]) -> Iterable[str]:
    unsure: dict[tuple[str, str], list[str]] = {}
    for plan in taken.values():
        for position, (bell, _) in enumerate(_stretches(plan)):
            meaning = period_meaning(bell.words)
            if position and not meaning.is_sure:
                tags = ", ".join(tag.value for tag in meaning.tags)
                unsure.setdefault((plan.file, tags), []).append(f"'{bell.words}' (line {bell.line})")
            elif position == 0 and (not meaning.is_sure or meaning.tags == (PeriodTag.PASSING,)):
                tags = "arrival" if meaning.tags == (PeriodTag.PASSING,) else ", ".join(meaning.tags)
                unsure.setdefault((plan.file, tags), []).append(
                    f"'{bell.words}' (line {bell.line}, the first of the day)"
                )
        if last := _last_bell_without_end(plan):
            yield f"{plan.file}, line {last.line}: '{last.words}' has no line after it to end it; it is left out."
    for (file, tags), words in unsure.items():
        yield f"{file}: taken as {tags}: {listed(words)}."
    full = taken.get(DayKind.FULL)
    if full and not any(PeriodTag.LUNCH in period.tags for period in _periods(full)):
        yield (
            f"{full.file}, line {full.line}: no line of '{full.name}' is a lunch; students may eat in some of its "
            "periods, which are taken as they are called."
        )


def _last_bell_without_end(plan: BellDayPlan) -> Bell | None:
    last = plan.bells[-1] if plan.bells else None
    return last if last is not None and not ends_the_day(last.words) else None


def _hours(plan: BellDayPlan) -> str:
    periods = _periods(plan)
    return f"{periods[0].start:%H:%M} to {periods[-1].end:%H:%M}" if periods else "no periods"
