"""The checks of a campus's year: pure functions over its drills, named in the rule files.

Each gives what it found as ``Found``: broken, or not to be told because the schedule does not say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, groupby

from drillplanner.appropriateness.conditions.named_conditions import load_terms
from drillplanner.appropriateness.profiles.limits import load_limits, violence_drills_most
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.appropriateness.year_checks.order_of_learning import (
    Before,
    Readings,
    TooEarly,
    in_order,
    load_order,
    too_early,
)
from drillplanner.files.counting import counted
from drillplanner.model import Audience, Drill, GradeBand, Scenario, Severity, minutes_of


@dataclass(frozen=True)
class Year:
    """One campus's drills of a school year, and what is known beside them."""

    drills: Sequence[Drill]
    scenarios: Mapping[str, Scenario]
    bands: Sequence[GradeBand]
    profile: Profile
    school_days: Sequence[date] | None = None
    shared: Readings | None = None
    counted_by_law: bool = False
    """Whether the state's pack of mandates counts the drills, which knows more than the profile."""

    @cached_property
    def readings(self) -> Readings:
        """What conditions say of the drills, shared with the district's other campuses where there are some."""
        return self.shared or Readings(self.scenarios, self.profile)

    @cached_property
    def in_order(self) -> list[Drill]:
        """The drills in order of time."""
        return in_order(self.drills)

    @cached_property
    def too_early(self) -> tuple[TooEarly, ...]:
        """What comes before what should be learned first."""
        return too_early(self.drills, self.scenarios, self.bands, self.profile, self.readings)


@dataclass(frozen=True)
class Found:
    """A check's answer on some drills: ``broken`` False means that it cannot be told."""

    drills: tuple[str, ...]
    detail: str
    broken: bool = True
    severity: Severity | None = None
    switches: tuple[str, ...] = field(default=())


Check = Callable[[Year], Iterator[Found]]


def _meets_violence(year: Year, drill: Drill, band: GradeBand) -> bool | None:
    return year.readings.truth("meets_violence", load_terms()["meets_violence"].when, drill, band)


def _limit(name: str, band: GradeBand | None = None) -> int:
    found = load_limits()[name].of(band)
    if found is None:
        raise KeyError(name)
    return found


def variety(year: Year) -> Iterator[Found]:
    """Drills of one type are not all on one weekday and hour."""
    ordered = sorted(year.drills, key=lambda one: one.drill_type)
    for drill_type, group in groupby(ordered, key=lambda one: one.drill_type):
        drills = in_order(list(group))
        weekdays = {drill.date.weekday() for drill in drills}
        hours = {None if drill.start is None else drill.start.hour for drill in drills}
        if len(drills) < _limit("same_slot_drills_most") or len(weekdays) > 1 or len(hours - {None}) > 1:
            continue
        ids = tuple(drill.drill_id for drill in drills)
        yield Found(
            ids, f"All {len(drills)} of type {drill_type} fall on a {drills[0].date:%A}.", None not in hours
        )


def _early(year: Year, rule: str) -> Iterator[Found]:
    order = load_order()
    found: dict[tuple[str, Before, bool], list[str]] = {}
    for one in year.too_early:
        if one.before.rule == rule:
            who = "adults" if one.band is None else one.band.value
            found.setdefault((one.drill_id, one.before, one.certain), []).append(who)
    for (drill_id, before, certain), groups in found.items():
        first, then = (order.steps[name].means for name in (before.first, before.then))
        detail = f"For {', '.join(groups)}: {first} comes before {then}."
        yield Found((drill_id,), detail, certain, before.severity)


def order_of_learning(year: Year) -> Iterator[Found]:
    """Lower levels of the ladder before higher ones, discussion before operation."""
    return _early(year, "DA-301")


def base_lockdown(year: Year) -> Iterator[Found]:
    """The announced lockdown before any choices."""
    return _early(year, "DA-302")


def taught_before_drilled(year: Year) -> Iterator[Found]:
    """A lesson before each drill of students."""
    return _early(year, "DA-406")


def not_on_first_days(year: Year) -> Iterator[Found]:
    """No drill of students on the first school days."""
    for drill in year.in_order:
        bands = [band for band in year.bands if _is_drilled(year, drill, band)]
        if not bands:
            continue
        if year.school_days is None:
            yield Found((drill.drill_id,), "The first day of school is not known.", broken=False)
            continue
        number = bisect_right(year.school_days, drill.date)
        early = [band.value for band in bands if number <= _limit("first_school_days_free", band)]
        if early:
            yield Found((drill.drill_id,), f"It is school day {number} for {', '.join(early)}.")


def _is_drilled(year: Year, drill: Drill, band: GradeBand) -> bool:
    """Whether students of the band do something in it, as far as can be told."""
    subject = year.readings.subject(drill, band)
    if subject is None or subject.scenario.audience is Audience.STAFF:
        return False
    return year.readings.truth("drilled", load_terms()["drilled"].when, drill, band) is not False


def not_piled_up(year: Year) -> Iterator[Found]:
    """Not many more drills about violence than the law asks for."""
    most = violence_drills_most(year.profile)
    for band in year.bands:
        answers = [(drill.drill_id, _meets_violence(year, drill, band)) for drill in year.in_order]
        sure = tuple(name for name, answer in answers if answer is True)
        perhaps = tuple(name for name, answer in answers if answer is None)
        if len(sure) > most:
            yield Found(sure, f"{len(sure)} are planned, {most} are advised at most.", switches=("counts",))
        elif len(sure) + len(perhaps) > most:
            detail = f"It is not known whether {', '.join(perhaps)} counts."
            yield Found((*sure, *perhaps), detail, broken=False, switches=("counts",))


def not_chained(year: Year) -> Iterator[Found]:
    """No other drill of students within the hour of one about violence."""
    days = groupby(year.in_order, key=lambda drill: drill.date)
    for one, other in (pair for _, drills in days for pair in combinations(drills, 2)):
        if Audience.STAFF in (_audience(year, one), _audience(year, other)):
            continue
        answers = {_meets_violence(year, drill, band) for drill in (one, other) for band in year.bands}
        if answers <= {False}:
            continue
        ids = (one.drill_id, other.drill_id)
        if one.end is None or other.start is None:
            yield Found(ids, "The schedule does not give their hours.", False, switches=("chain_allowed",))
            continue
        between = minutes_of(other.start) - minutes_of(one.end)
        if between < _limit("chain_minutes_least"):
            gap = max(between, 0)
            detail = f"{counted(gap, 'minute')} {'lies' if gap == 1 else 'lie'} between them."
            yield Found(ids, detail, True in answers, switches=("chain_allowed",))


def spread(year: Year) -> Iterator[Found]:
    """Two weeks between drills about violence for the same students."""
    least = _limit("lockdown_gap_days_least")
    for band in year.bands:
        answers = [(drill, _meets_violence(year, drill, band)) for drill in year.in_order]
        near = [(drill, answer) for drill, answer in answers if answer is not False]
        for position, (one, first) in enumerate(near, start=1):
            for other, second in near[position:]:
                days = (other.date - one.date).days
                if days >= least:
                    break
                yield Found(
                    (one.drill_id, other.drill_id),
                    f"{counted(days, 'day')} {'lies' if days == 1 else 'lie'} between them.",
                    bool(first and second),
                )


def state_counts(year: Year) -> Iterator[Found]:
    """The yearly minimum of the state's profile, type by type, where no pack of mandates counts better."""
    if year.counted_by_law:
        return
    for drill_type, owed in sorted(year.profile.value("counts").items()):
        of_type = [drill for drill in year.in_order if drill.drill_type == drill_type]
        sure = [drill.drill_id for drill in of_type if _audience(year, drill) not in (None, Audience.STAFF)]
        perhaps = [drill.drill_id for drill in of_type if _audience(year, drill) is None]
        if len(sure) >= owed:
            continue
        detail = f"{len(sure)} of {owed} of type {drill_type}."
        certain = len(sure) + len(perhaps) < owed
        yield Found((*sure, *perhaps), detail, certain, switches=("counts",))


def _audience(year: Year, drill: Drill) -> Audience | None:
    scenario = year.scenarios.get(drill.scenario_id or "")
    return drill.audience or (None if scenario is None else scenario.audience)


def profile_age(year: Year) -> Iterator[Found]:
    """The profile was checked within a year before the last drill."""
    checked = year.profile.checked
    if not year.drills:
        yield Found((), "There is no drill whose day could be held against it.", broken=False)
        return
    last = year.in_order[-1]
    if (last.date - checked).days > _limit("profile_age_days_most"):
        yield Found((last.drill_id,), f"It was checked on {checked}, and the drill is on {last.date}.")


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
