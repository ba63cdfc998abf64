"""The checks of a campus's year: pure functions over its drills, called by name from rule files.

Each yields ``YearFinding``s: the rule is broken, or cannot be judged because the schedule does not say enough.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, groupby

from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.profiles.limits import load_limits, violence_drills_most
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.appropriateness.year_checks.order_of_learning import (
    ConditionCache,
    LearningPrerequisite,
    MissingPrerequisite,
    drills_by_time,
    load_order_of_learning,
    missing_prerequisites,
)
from drillplanner.files.counting import counted
from drillplanner.model import Audience, Drill, GradeBand, Scenario, Severity, minutes_of


@dataclass(frozen=True)
class DrillYear:
    """The drills of one campus in a school year, and what the checks need to know about the campus."""

    drills: Sequence[Drill]
    scenarios: Mapping[str, Scenario]
    bands: Sequence[GradeBand]
    profile: Profile
    school_days: Sequence[date] | None = None
    shared_cache: ConditionCache | None = None
    counted_by_law: bool = False
    """Whether the state's pack of mandates counts the drills, which is more exact than the profile."""

    @cached_property
    def condition_cache(self) -> ConditionCache:
        """Answers of conditions about the drills, shared with the district's other campuses if possible."""
        return self.shared_cache or ConditionCache(self.scenarios, self.profile)

    @cached_property
    def drills_by_time(self) -> list[Drill]:
        """The drills in order of time."""
        return drills_by_time(self.drills)

    @cached_property
    def missing_prerequisites(self) -> tuple[MissingPrerequisite, ...]:
        """Drills that come before a step that should be learned first."""
        return missing_prerequisites(self.drills, self.scenarios, self.bands, self.profile, self.condition_cache)


@dataclass(frozen=True)
class YearFinding:
    """A finding of a check on some drills; ``broken`` is False if it cannot be told."""

    drills: tuple[str, ...]
    detail: str
    broken: bool = True
    severity: Severity | None = None
    switches: tuple[str, ...] = field(default=())


Check = Callable[[DrillYear], Iterator[YearFinding]]


def _meets_violence(year: DrillYear, drill: Drill, band: GradeBand) -> bool | None:
    return year.condition_cache.truth(
        "meets_violence", load_named_conditions()["meets_violence"].when, drill, band
    )


def _limit(name: str, band: GradeBand | None = None) -> int:
    number = load_limits()[name].of(band)
    if number is None:
        raise KeyError(name)
    return number


def variety(year: DrillYear) -> Iterator[YearFinding]:
    """Find types of drill that are always held on the same weekday and at the same hour."""
    ordered = sorted(year.drills, key=lambda drill: drill.drill_type)
    for drill_type, group in groupby(ordered, key=lambda drill: drill.drill_type):
        drills = drills_by_time(list(group))
        weekdays = {drill.date.weekday() for drill in drills}
        hours = {None if drill.start is None else drill.start.hour for drill in drills}
        if len(drills) < _limit("same_slot_drills_most") or len(weekdays) > 1 or len(hours - {None}) > 1:
            continue
        ids = tuple(drill.drill_id for drill in drills)
        yield YearFinding(
            ids, f"All {len(drills)} of type {drill_type} fall on a {drills[0].date:%A}.", None not in hours
        )


def _missing_prerequisites(year: DrillYear, rule: str) -> Iterator[YearFinding]:
    order = load_order_of_learning()
    groups: dict[tuple[str, LearningPrerequisite, bool], list[str]] = {}
    for missing in year.missing_prerequisites:
        if missing.prerequisite.rule == rule:
            group = "adults" if missing.band is None else missing.band.value
            groups.setdefault((missing.drill_id, missing.prerequisite, missing.certain), []).append(group)
    for (drill_id, prerequisite, certain), names in groups.items():
        first, then = (order.steps[name].means for name in (prerequisite.first, prerequisite.then))
        detail = f"For {', '.join(names)}: {first} comes before {then}."
        yield YearFinding((drill_id,), detail, certain, prerequisite.severity)


def order_of_learning(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills before a lower level of the ladder, or operations before their discussion."""
    return _missing_prerequisites(year, "DA-301")


def base_lockdown(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills with choices before the announced lockdown."""
    return _missing_prerequisites(year, "DA-302")


def taught_before_drilled(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills with students before their lesson."""
    return _missing_prerequisites(year, "DA-406")


def not_on_first_days(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills with students on the first school days."""
    for drill in year.drills_by_time:
        bands = [band for band in year.bands if _is_drilled(year, drill, band)]
        if not bands:
            continue
        if year.school_days is None:
            yield YearFinding((drill.drill_id,), "The first day of school is not known.", broken=False)
            continue
        number = bisect_right(year.school_days, drill.date)
        early = [band.value for band in bands if number <= _limit("first_school_days_free", band)]
        if early:
            yield YearFinding((drill.drill_id,), f"It is school day {number} for {', '.join(early)}.")


def _is_drilled(year: DrillYear, drill: Drill, band: GradeBand) -> bool:
    """Check whether students of the band do something in the drill, or might."""
    subject = year.condition_cache.subject(drill, band)
    if subject is None or subject.scenario.audience is Audience.STAFF:
        return False
    return year.condition_cache.truth("drilled", load_named_conditions()["drilled"].when, drill, band) is not False


def not_piled_up(year: DrillYear) -> Iterator[YearFinding]:
    """Find bands with many more drills about violence than the law asks for."""
    most = violence_drills_most(year.profile)
    for band in year.bands:
        answers = [(drill.drill_id, _meets_violence(year, drill, band)) for drill in year.drills_by_time]
        sure = tuple(name for name, answer in answers if answer is True)
        perhaps = tuple(name for name, answer in answers if answer is None)
        if len(sure) > most:
            yield YearFinding(sure, f"{len(sure)} are planned, {most} are advised at most.", switches=("counts",))
        elif len(sure) + len(perhaps) > most:
            detail = f"It is not known whether {', '.join(perhaps)} counts."
            yield YearFinding((*sure, *perhaps), detail, broken=False, switches=("counts",))


def not_chained(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills with students within the hour of a drill about violence."""
    days = groupby(year.drills_by_time, key=lambda drill: drill.date)
    for first, second in (pair for _, drills in days for pair in combinations(drills, 2)):
        if Audience.STAFF in (_audience(year, first), _audience(year, second)):
            continue
        answers = {_meets_violence(year, drill, band) for drill in (first, second) for band in year.bands}
        if answers <= {False}:
            continue
        ids = (first.drill_id, second.drill_id)
        if first.end is None or second.start is None:
            yield YearFinding(ids, "The schedule does not give their hours.", False, switches=("chain_allowed",))
            continue
        between = minutes_of(second.start) - minutes_of(first.end)
        if between < _limit("chain_minutes_least"):
            gap = max(between, 0)
            detail = f"{counted(gap, 'minute')} {'lies' if gap == 1 else 'lie'} between them."
            yield YearFinding(ids, detail, True in answers, switches=("chain_allowed",))


def spread(year: DrillYear) -> Iterator[YearFinding]:
    """Find drills about violence for the same students that are less than two weeks apart."""
    least = _limit("lockdown_gap_days_least")
    for band in year.bands:
        answers = [(drill, _meets_violence(year, drill, band)) for drill in year.drills_by_time]
        possible = [(drill, answer) for drill, answer in answers if answer is not False]
        for position, (first, first_answer) in enumerate(possible, start=1):
            for second, second_answer in possible[position:]:
                days = (second.date - first.date).days
                if days >= least:
                    break
                yield YearFinding(
                    (first.drill_id, second.drill_id),
                    f"{counted(days, 'day')} {'lies' if days == 1 else 'lie'} between them.",
                    bool(first_answer and second_answer),
                )


def state_counts(year: DrillYear) -> Iterator[YearFinding]:
    """Find types below the yearly minimum of the state's profile, unless a pack of mandates counts the drills."""
    if year.counted_by_law:
        return
    for drill_type, minimum in sorted(year.profile.value("counts").items()):
        of_type = [drill for drill in year.drills_by_time if drill.drill_type == drill_type]
        sure = [drill.drill_id for drill in of_type if _audience(year, drill) not in (None, Audience.STAFF)]
        perhaps = [drill.drill_id for drill in of_type if _audience(year, drill) is None]
        if len(sure) >= minimum:
            continue
        detail = f"{len(sure)} of {minimum} of type {drill_type}."
        certain = len(sure) + len(perhaps) < minimum
        yield YearFinding((*sure, *perhaps), detail, certain, switches=("counts",))


def _audience(year: DrillYear, drill: Drill) -> Audience | None:
    scenario = year.scenarios.get(drill.scenario_id or "")
    return drill.audience or (None if scenario is None else scenario.audience)


def profile_age(year: DrillYear) -> Iterator[YearFinding]:
    """Find a profile that was checked more than a year before the last drill."""
    checked = year.profile.checked
    if not year.drills:
        yield YearFinding((), "There is no drill whose day could be held against it.", broken=False)
        return
    last = year.drills_by_time[-1]
    if (last.date - checked).days > _limit("profile_age_days_most"):
        yield YearFinding((last.drill_id,), f"It was checked on {checked}, and the drill is on {last.date}.")


#: The checks, by the names that rule files use.
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        variety,
        order_of_learning,
        base_lockdown,
        taught_before_drilled,
        not_on_first_days,
        not_piled_up,
        not_chained,
        spread,
        state_counts,
        profile_age,
    )
}
