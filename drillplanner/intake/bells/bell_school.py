"""One school's ``.bell`` files as a bell schedule, and the dates on which it is not an ordinary day.

A bell schedule has one list of periods for each kind of day, but a school in this format may have dozens of day
schedules. For each kind of day that their words state, one is chosen; the others are variants, which apply on the
weekdays and dates that follow them. A day schedule that no day follows is reported as unused.
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

#: Kinds of day that a school's files can give to a full day of the academic calendar.
DIFFERENT_DAYS = (DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING, DayKind.TESTING)


@dataclass(frozen=True)
class BellCalendar:
    """The day schedule that a school follows on each day, and the kind of day of each (None: not stated)."""

    week: tuple[DayPlanRule, ...]
    dates: tuple[DayPlanRule, ...]
    kinds: dict[str, DayKind | None]
    titles: dict[str, str]

    def special_on(self, on: date) -> DayPlanRule | None:
        """Return the entry of a special day, the later one if there are two, or None."""
        return next((rule for rule in reversed(self.dates) if rule.covers(on)), None)

    def followed_on(self, on: date) -> DayPlanRule | None:
        """Return the entry of a special day, or else that of the weekday."""
        return self.special_on(on) or next((rule for rule in reversed(self.week) if rule.covers(on)), None)

    def kinds_on(self, dates: Iterable[date]) -> dict[date, DayKind]:
        """Return those of some full days that are of another kind here: early, late, or for testing."""
        followed = ((on, self.followed_on(on)) for on in dates)
        kinds = {on: self.kinds.get(entry.plan) for on, entry in followed if entry is not None}
        return {on: kind for on, kind in kinds.items() if kind in DIFFERENT_DAYS}


@dataclass(frozen=True)
class BellSchool:
    """The result of reading one school's files.

    ``schedule`` is None if there are problems; ``notes`` are sentences on what was assumed and what was not used.
    """

    schedule: BellSchedule | None
    calendar: BellCalendar
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def bell_school(text: BellText, bell_schedule_id: str, name: str, file: str) -> BellSchool:
    """Return the bell schedule of a school; ``file`` is named if no day of its files has periods."""
    kinds = {plan.name: _kind_of(plan) for plan in text.plans.values()}
    chosen = _schedule_by_kind(text, kinds)
    kinds |= {plan.name: kind for kind, plan in chosen.items()}
    calendar = BellCalendar(
        tuple(text.week), tuple(text.dates), kinds, {plan.name: plan.title for plan in text.plans.values()}
    )
    problems = list(text.problems)
    if not chosen and not problems:
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
                for kind, plan in sorted(chosen.items(), key=lambda item: list(DayKind).index(item[0]))
            },
            variants={
                plan.name: BellVariant(kind=kinds[plan.name] or DayKind.FULL, periods=_periods(plan))
                for plan in _other_schedules(text, kinds, chosen)
            },
        )
        if chosen and not problems
        else None
    )
    notes = () if schedule is None else tuple(_note_sentences(text, kinds, chosen))
    return BellSchool(schedule, calendar, notes, tuple(problems))


def _kind_of(plan: BellDayPlan) -> DayKind | None:
    """Return the kind that a day's words state; a day without periods is closed, whatever its name."""
    if not any(True for _ in _stretches(plan)):
        return DayKind.CLOSED
    kind = day_kind(plan.name, plan.title)
    return None if kind is DayKind.CLOSED else kind


def _schedule_by_kind(text: BellText, kinds: dict[str, DayKind | None]) -> dict[DayKind, BellDayPlan]:
    """Return the day schedule for each kind of day: the most followed one, or of equals the first in the file.

    Of early releases it is the one that ends first, and of delayed openings the one that begins last, because
    school is then held in its periods on the days of the others too. If no words state the full day, it is the one
    among the others that most weekdays follow.
    """
    weekdays = _weekdays_by_plan(text)
    dated = {plan: sum(1 for rule in text.dates if rule.plan == plan) for plan in text.plans}

    def weight(kind: DayKind, plan: BellDayPlan) -> tuple[int, ...]:
        days_followed = (len(weekdays.get(plan.name, ())), dated[plan.name])
        periods = _periods(plan)
        if kind is DayKind.EARLY_RELEASE:
            return (-minutes_of(periods[-1].end), *days_followed)
        if kind is DayKind.DELAYED_OPENING:
            return (minutes_of(periods[0].start), *days_followed)
        return days_followed

    chosen: dict[DayKind, BellDayPlan] = {}
    for kind in DayKind:
        candidates = [plan for plan in text.plans.values() if kinds[plan.name] is kind]
        if kind is DayKind.FULL and not candidates:
            candidates = [plan for plan in text.plans.values() if kinds[plan.name] is None]
        if candidates and kind is not DayKind.CLOSED:
            chosen[kind] = max(candidates, key=lambda plan: weight(kind, plan))
    return chosen


def _other_schedules(
    text: BellText, kinds: dict[str, DayKind | None], chosen: dict[DayKind, BellDayPlan]
) -> list[BellDayPlan]:
    """Return the day schedules with periods that some day follows, but that no kind of day uses."""
    named = {rule.plan for rule in (*text.week, *text.dates)}
    return [
        plan
        for plan in text.plans.values()
        if plan.name in named and plan not in chosen.values() and kinds[plan.name] is not DayKind.CLOSED
    ]


def _weekdays_by_plan(text: BellText) -> dict[str, list[str]]:
    """Return the weekdays of the default week that follow each day schedule; the later of two lines counts."""
    followed = {rule.weekday: rule.plan for rule in text.week if rule.weekday is not None}
    weekdays_by_plan: dict[str, list[str]] = {}
    for weekday in sorted(followed):
        weekdays_by_plan.setdefault(followed[weekday], []).append(WEEKDAYS[weekday])
    return weekdays_by_plan


def _stretches(plan: BellDayPlan) -> Iterable[tuple[Bell, Bell]]:
    """Yield each line that is a period, with the line at which it ends."""
    return (
        (bell, until)
        for bell, until in zip(plan.bells, plan.bells[1:], strict=False)
        if not ends_the_day(bell.words)
    )


def _periods(plan: BellDayPlan) -> tuple[Period, ...]:
    """Return the periods of a day; names that occur twice are numbered."""
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
            tags = (PeriodTag.ARRIVAL,)  # students arrive on the way to the first class
        periods.append(Period(name=name, start=bell.start, end=until.start, tags=tags))
    return tuple(periods)


def _note_sentences(
    text: BellText, kinds: dict[str, DayKind | None], chosen: dict[DayKind, BellDayPlan]
) -> Iterable[str]:
    """Yield sentences on every choice that the words did not settle, and on what is not used."""
    weekdays = _weekdays_by_plan(text)
    for kind, plan in chosen.items():
        is_stated = day_kind(plan.name, plan.title) is kind
        yield (
            f"{plan.file}, line {plan.line}: '{plan.name}' ({plan.title}, {_hours(plan)}) is taken as the bells "
            f"of the kind of day '{kind.value}'"
            + ("." if is_stated else ", because no day's words say which is the full day. Please check.")
        )
    variants = _other_schedules(text, kinds, chosen)
    for name, days in weekdays.items():
        plan_of_day = text.plans.get(name)
        if plan_of_day in variants and plan_of_day is not None:
            line = next(rule.line for rule in reversed(text.week) if rule.plan == name)
            yield (
                f"{text.week[0].file}, line {line}: on {listed(days)} this school follows '{name}' "
                f"({_hours(plan_of_day)})."
            )
    dated = [variant for variant in variants if variant.name not in weekdays]
    if dated:
        shown = listed(f"{plan.shown}, {_hours(plan)}" for plan in dated)
        yield f"{dated[0].file}: followed on single days: {shown}."
    unused = [
        plan
        for plan in text.plans.values()
        if plan not in chosen.values() and plan not in variants and kinds[plan.name] is not DayKind.CLOSED
    ]
    if unused:
        yield f"{unused[0].file}: left out, since no day follows them: {listed(plan.shown for plan in unused)}."
    yield from _week_sentences(text)
    yield from _wording_sentences(chosen)


def _week_sentences(text: BellText) -> Iterable[str]:
    if not text.week:
        return
    missing = [day for number, day in enumerate(WEEKDAYS[:5]) if all(rule.weekday != number for rule in text.week)]
    if missing:
        yield f"{text.week[0].file}: the default week does not say what is followed on {listed(missing)}."
    unknown = [rule for rule in text.week if rule.plan not in text.plans]
    if unknown:
        named = listed(f"'{rule.plan}' (line {rule.line})" for rule in unknown)
        yield f"{unknown[0].file}: left out, since there is no such day schedule: {named}."


def _wording_sentences(chosen: dict[DayKind, BellDayPlan]) -> Iterable[str]:
    unsure: dict[tuple[str, str], list[str]] = {}
    for plan in chosen.values():
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
    full = chosen.get(DayKind.FULL)
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
