"""The checks of a campus's year: pure functions over its drills, named in the rule files.

Each gives what it found as ``YearFinding``: broken, or not to be told because the schedule does not say.
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
    """One campus's drills of a school year, and what is known beside them."""

    drills: Sequence[Drill]
    scenarios: Mapping[str, Scenario]
    bands: Sequence[GradeBand]
    profile: Profile
    school_days: Sequence[date] | None = None
    shared_cache: ConditionCache | None = None
    counted_by_law: bool = False
    """Whether the state's pack of mandates counts the drills, which knows more than the profile."""

    @cached_property
    def condition_cache(self) -> ConditionCache:
        """What conditions say of the drills, shared with the district's other campuses where there are some."""
        return self.shared_cache or ConditionCache(self.scenarios, self.profile)

    @cached_property
    def drills_by_time(self) -> list[Drill]:
        """The drills in order of time."""
        return drills_by_time(self.drills)

    @cached_property
    def missing_prerequisites(self) -> tuple[MissingPrerequisite, ...]:
        """What comes before what should be learned first."""
        return missing_prerequisites(self.drills, self.scenarios, self.bands, self.profile, self.condition_cache)


@dataclass(frozen=True)
class YearFinding:
    """A check's answer on some drills: ``broken`` False means that it cannot be told."""

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
    found = load_limits()[name].of(band)
    if found is None:
        raise KeyError(name)
    return found


def variety(year: DrillYear) -> Iterator[YearFinding]:
    """Drills of one type are not all on one weekday and hour."""
    ordered = sorted(year.drills, key=lambda one: one.drill_type)
    for drill_type, group in groupby(ordered, key=lambda one: one.drill_type):
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
    found: dict[tuple[str, LearningPrerequisite, bool], list[str]] = {}
    for prerequisite in year.missing_prerequisites:
        if prerequisite.prerequisite.rule == rule:
            who = "adults" if prerequisite.band is None else prerequisite.band.value
            found.setdefault((prerequisite.drill_id, prerequisite.prerequisite, prerequisite.certain), []).append(
                who
            )
    for (drill_id, before, certain), groups in found.items():
        first, then = (order.steps[name].means for name in (before.first, before.then))
        detail = f"For {', '.join(groups)}: {first} comes before {then}."
        yield YearFinding((drill_id,), detail, certain, before.severity)


def order_of_learning(year: DrillYear) -> Iterator[YearFinding]:
    """Lower levels of the ladder before higher ones, discussion before operation."""
    return _missing_prerequisites(year, "DA-301")


def base_lockdown(year: DrillYear) -> Iterator[YearFinding]:
    """The announced lockdown before any choices."""
    return _missing_prerequisites(year, "DA-302")


def taught_before_drilled(year: DrillYear) -> Iterator[YearFinding]:
    """A lesson before each drill of students."""
    return _missing_prerequisites(year, "DA-406")


def not_on_first_days(year: DrillYear) -> Iterator[YearFinding]:
    """No drill of students on the first school days."""
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
    """Whether students of the band do something in it, as far as can be told."""
    subject = year.condition_cache.subject(drill, band)
    if subject is None or subject.scenario.audience is Audience.STAFF:
        return False
    return year.condition_cache.truth("drilled", load_named_conditions()["drilled"].when, drill, band) is not False


def not_piled_up(year: DrillYear) -> Iterator[YearFinding]:
    """Not many more drills about violence than the law asks for."""
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
    """No other drill of students within the hour of one about violence."""
    days = groupby(year.drills_by_time, key=lambda drill: drill.date)
    for one, other in (pair for _, drills in days for pair in combinations(drills, 2)):
        if Audience.STAFF in (_audience(year, one), _audience(year, other)):
            continue
        answers = {_meets_violence(year, drill, band) for drill in (one, other) for band in year.bands}
        if answers <= {False}:
            continue
        ids = (one.drill_id, other.drill_id)
        if one.end is None or other.start is None:
            yield YearFinding(ids, "The schedule does not give their hours.", False, switches=("chain_allowed",))
            continue
        between = minutes_of(other.start) - minutes_of(one.end)
        if between < _limit("chain_minutes_least"):
            gap = max(between, 0)
            detail = f"{counted(gap, 'minute')} {'lies' if gap == 1 else 'lie'} between them."
            yield YearFinding(ids, detail, True in answers, switches=("chain_allowed",))


def spread(year: DrillYear) -> Iterator[YearFinding]:
    """Two weeks between drills about violence for the same students."""
    least = _limit("lockdown_gap_days_least")
    for band in year.bands:
        answers = [(drill, _meets_violence(year, drill, band)) for drill in year.drills_by_time]
        near = [(drill, answer) for drill, answer in answers if answer is not False]
        for position, (one, first) in enumerate(near, start=1):
            for other, second in near[position:]:
                days = (other.date - one.date).days
                if days >= least:
                    break
                yield YearFinding(
                    (one.drill_id, other.drill_id),
                    f"{counted(days, 'day')} {'lies' if days == 1 else 'lie'} between them.",
                    bool(first and second),
                )


def state_counts(year: DrillYear) -> Iterator[YearFinding]:
    """The yearly minimum of the state's profile, type by type, where no pack of mandates counts better."""
    if year.counted_by_law:
        return
    for drill_type, owed in sorted(year.profile.value("counts").items()):
        of_type = [drill for drill in year.drills_by_time if drill.drill_type == drill_type]
        sure = [drill.drill_id for drill in of_type if _audience(year, drill) not in (None, Audience.STAFF)]
        perhaps = [drill.drill_id for drill in of_type if _audience(year, drill) is None]
        if len(sure) >= owed:
            continue
        detail = f"{len(sure)} of {owed} of type {drill_type}."
        certain = len(sure) + len(perhaps) < owed
        yield YearFinding((*sure, *perhaps), detail, certain, switches=("counts",))


def _audience(year: DrillYear, drill: Drill) -> Audience | None:
    scenario = year.scenarios.get(drill.scenario_id or "")
    return drill.audience or (None if scenario is None else scenario.audience)


def profile_age(year: DrillYear) -> Iterator[YearFinding]:
    """The profile was checked within a year before the last drill."""
    checked = year.profile.checked
    if not year.drills:
        yield YearFinding((), "There is no drill whose day could be held against it.", broken=False)
        return
    last = year.drills_by_time[-1]
    if (last.date - checked).days > _limit("profile_age_days_most"):
        yield YearFinding((last.drill_id,), f"It was checked on {checked}, and the drill is on {last.date}.")


#: The checks by the names that rule files use.
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
