"""Tiny campuses whose grades have their own bells, with the possible times of a drill found minute by minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from hypothesis import strategies as st

from drillplanner.model import (
    Audience,
    BellSchedule,
    DayKind,
    Drill,
    GradeMoment,
    Period,
    PeriodTag,
    Scenario,
    SchoolDay,
    TouchedPeriod,
    clock_of,
    minutes_of,
)
from drillplanner.model.calendar.bells import GradeBells
from tests.solve.brute_force.exhaustive_search import Trial

#: Grades and their periods on one day.
Groups = Sequence[tuple[tuple[str, ...], tuple[Period, ...]]]
GATHERED = {PeriodTag.LUNCH, PeriodTag.RECESS, PeriodTag.PASSING, PeriodTag.ASSEMBLY}
TAGS = (PeriodTag.INSTRUCTION, PeriodTag.LUNCH, PeriodTag.RECESS, PeriodTag.ARRIVAL)


def bells_of(*groups: tuple[tuple[str, ...], tuple[Period, ...]], short: bool = False) -> BellSchedule:
    """Return a schedule in which each of these grades has these periods on full days, and on short ones too."""
    kinds = (DayKind.FULL, DayKind.EARLY_RELEASE) if short else (DayKind.FULL,)
    return BellSchedule(
        bell_schedule_id="regular",
        name="By grades",
        days={},
        groups=tuple(
            GradeBells(
                grades=grades,
                schedule=BellSchedule(
                    bell_schedule_id=f"of-{grades[0]}",
                    name=f"Of {grades[0]}",
                    days=dict.fromkeys(kinds, periods) if periods else {},
                ),
            )
            for grades, periods in groups
        ),
    )


@st.composite
def days_of_periods(draw: st.DrawFn, name: str) -> tuple[Period, ...]:
    """Draw up to four periods in order, with gaps between some. Times are whole five minutes, 8:00 to 13:00."""
    lengths = draw(st.lists(st.sampled_from([10, 15, 20, 30, 45]), min_size=1, max_size=4))
    gaps = draw(st.lists(st.sampled_from([0, 0, 0, 5]), min_size=len(lengths), max_size=len(lengths)))
    at, periods = 8 * 60 + draw(st.sampled_from([0, 0, 10, 25])), []
    for number, (length, gap) in enumerate(zip(lengths, gaps, strict=True)):
        at += gap
        tags = (draw(st.sampled_from(TAGS)),)
        periods.append(Period(name=f"{name}{number}", start=clock_of(at), end=clock_of(at + length), tags=tags))
        at += length
    return tuple(periods)


def places_in(groups: Groups, scenario: Scenario) -> Iterator[tuple[int, tuple[GradeMoment, ...]]]:
    """Return when the scenario could be held and what each grade then has, found minute by minute."""
    day = range(8 * 60, 13 * 60)
    at = {minute: tuple(_at(periods, minute) for _, periods in groups) for minute in day}
    found: dict[tuple[int, tuple[GradeMoment, ...]], None] = {}
    stretches: list[list[int]] = []
    for minute in day:
        if any(at[minute]):
            if stretches and stretches[-1][-1] == minute - 1 and at[minute] == at[minute - 1]:
                stretches[-1].append(minute)
            else:
                stretches.append([minute])
    fit = [run for run in stretches if len(run) >= scenario.minutes and _fits(scenario, groups, run)]
    for run in fit:
        start = min(run[0] + 10, run[-1] + 1 - scenario.minutes)
        found[start, _moments(groups, range(start, start + scenario.minutes))] = None
    for _, periods in groups if scenario.audience is not Audience.STAFF else ():
        for period in periods:
            minutes = range(minutes_of(period.start), minutes_of(period.end))
            if len(minutes) < scenario.minutes or any(run[0] in minutes for run in fit):
                continue
            start = min(minutes[0] + 10, minutes[-1] + 1 - scenario.minutes)
            run = list(range(start, start + scenario.minutes))
            if _may_run_over_bells(scenario, groups, run) and _fits(scenario, groups, run):
                found[start, _moments(groups, run)] = None
    yield from found


def _at(periods: tuple[Period, ...], minute: int) -> Period | None:
    return next(
        (period for period in periods if minutes_of(period.start) <= minute < minutes_of(period.end)), None
    )


def _touched(periods: tuple[Period, ...], run: Sequence[int]) -> list[Period]:
    return list(dict.fromkeys(period for minute in run if (period := _at(periods, minute)) is not None))


def _tags(periods: tuple[Period, ...], run: Sequence[int]) -> set[PeriodTag]:
    return {tag for period in _touched(periods, run) for tag in period.tags}


def _moments(groups: Groups, run: Sequence[int]) -> tuple[GradeMoment, ...]:
    found = []
    for grades, periods in groups:
        touched = [TouchedPeriod(name=period.name, tags=period.tags) for period in _touched(periods, run)]
        found.append(
            GradeMoment(
                grades=grades,
                period=" and ".join(period.name for period in touched) or None,
                tags=tuple(dict.fromkeys(tag for period in touched for tag in period.tags)),
                touched=tuple(touched) if len(touched) > 1 else (),
            )
        )
    return tuple(found)


def _fits(scenario: Scenario, groups: Groups, run: Sequence[int]) -> bool:
    of_groups = [_tags(periods, run) for _, periods in groups]
    wanted = set(scenario.moments)
    if scenario.audience is Audience.STAFF:
        return any(tags & wanted for tags in of_groups)
    if not all(tags & (wanted | {PeriodTag.INSTRUCTION}) for tags in of_groups):
        return False
    return all(tags & wanted for tags in of_groups) or any(tags & wanted & GATHERED for tags in of_groups)


def _may_run_over_bells(scenario: Scenario, groups: Groups, run: Sequence[int]) -> bool:
    wanted = {*scenario.moments, PeriodTag.INSTRUCTION}
    return all(
        periods
        and minutes_of(periods[0].start) <= run[0]
        and run[-1] < minutes_of(periods[-1].end)
        and all(wanted & set(period.tags) for period in _touched(periods, run))
        for _, periods in groups
    )


class GradesTrial(Trial):
    """Every schedule of a campus whose grades have their own bells."""

    def _on(self, day: SchoolDay) -> Iterator[Drill]:
        campus = self.workspace.campuses[0]
        schedule = self.workspace.bells["regular"]
        kind = day.kind_at(campus.campus_id)
        kind = DayKind.FULL if kind is DayKind.TESTING else kind  # it has no periods of its own here
        groups = [(group.grades, group.schedule.days.get(kind, ())) for group in schedule.groups]
        for scenario in self.workspace.scenarios:
            for start, moments in places_in(groups, scenario):
                tags = {tag for part in moments for tag in part.tags}
                yield Drill(
                    drill_id=f"{scenario.scenario_id}-{day.date}",
                    campus_id=campus.campus_id,
                    drill_type=scenario.drill_type,
                    date=day.date,
                    scenario_id=scenario.scenario_id,
                    format=scenario.format,
                    audience=scenario.audience,
                    start=clock_of(start),
                    end=clock_of(start + scenario.minutes),
                    period=str([part.period for part in moments]),
                    period_tags=tuple(tag for tag in PeriodTag if tag in tags),
                    by_grades=moments,
                    route=scenario.route,
                    announced=scenario.announced,
                    agencies=(),
                )


def clock(text: str) -> time:
    return time.fromisoformat(text)
