"""The last day on which a duty that is short can still be mended, found by judging the days one by one.

The rest of the year stays as planned. First a single drill is tried on each day, from the last to the first. If
none mends the duty, drills are added one a day from the last day back until it is met, and those that are not
needed are taken away again. Only if too few days are left for that may several share a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice

from drillplanner.law import Duty
from drillplanner.model import MOST_DRILLS_A_DAY, Drill
from drillplanner.workflow.status.campus_trial import CampusTrial
from drillplanner.workflow.status.candidate_drills import CandidateDrills

#: Forms and times of a day that are taken in turn if several drills are added: a law may ask for different ones.
_FORMS_IN_TURN = 8


@dataclass(frozen=True)
class Mend:
    """The drills that mend a duty, as late in the year as can be, in order of date.

    ``needs_replan``: other planned drills have to move for them.
    """

    drills: tuple[Drill, ...]
    needs_replan: bool = False

    @property
    def until(self) -> date:
        """The last day on which the first of them can be held."""
        return self.drills[0].date


def latest_mend(trial: CampusTrial, duty: Duty) -> Mend | None:
    """Return the drills that mend a violated duty, as late as can be; None if no lawful day is left.

    If nothing mends it with the drills that are planned ahead, these are left aside: it must then be possible with
    what was held, and a new plan has to find out how.
    """
    days = tuple(on for on in reversed(trial.days_left) if duty.window.covers(on))
    if not days or not duty.mandate.requirement.can_be_mended:
        return None
    without_plan = _with_plan_left_aside(trial)
    if without_plan.is_broken_for_good(duty) or _is_hopeless(without_plan, duty, days):
        return None
    found = _one_drill(trial, duty, days)
    if found is None and not duty.mandate.requirement.is_about_one_drill:
        found = _several(trial, duty, days)
        if found is None:
            return _by_a_new_plan(without_plan, duty, days)
    return None if found is None else Mend(found)


def _by_a_new_plan(held: CampusTrial, duty: Duty, days: Sequence[date]) -> Mend | None:
    """Return drills that meet the duty with what was held, if other planned drills move."""
    for way in _ways(duty):
        freed = _added_from_the_end(held, duty, days, way)
        if freed is not None:
            return Mend(freed, needs_replan=True)
    # The law's limits on many drills keep this search from an answer; the search of a new plan may have one.
    if duty.mandate.requirement.without_limits is None:
        return None
    candidates = CandidateDrills(held, duty)
    last = next((drill for on in days for drill in candidates.counting_on(on)), None)
    return None if last is None else Mend((last,), needs_replan=True)


def _with_plan_left_aside(trial: CampusTrial) -> CampusTrial:
    """Return the campus with what was held: all that is planned ahead, here and elsewhere, may move."""
    drills = tuple(drill for drill in trial.drills if drill.held or drill.date < trial.as_of)
    return replace(trial, drills=drills, elsewhere={})


def _is_hopeless(held: CampusTrial, duty: Duty, days: Sequence[date]) -> bool:
    """Check whether even the most drills on every day would not meet the duty, where more drills never hurt it."""
    requirement = duty.mandate.requirement.without_limits
    if requirement is None:
        return False
    at_least = duty.model_copy(update={"mandate": duty.mandate.model_copy(update={"requirement": requirement})})
    candidates = CandidateDrills(held, at_least)
    if _is_met_by_most(held, at_least, candidates, days, 1):
        return False
    # Quicker than several a day: these drills need no time of day.
    more_than_possible = [drill for on in days for drill in candidates.without_times_on(on)]
    if held.is_violated(at_least, more_than_possible):
        return True
    return not _is_met_by_most(held, at_least, candidates, days, MOST_DRILLS_A_DAY)


def _is_met_by_most(
    held: CampusTrial, at_least: Duty, candidates: CandidateDrills, days: Sequence[date], most_a_day: int
) -> bool:
    """Check whether the most drills on every day meet a duty that more drills never hurt."""
    added: list[Drill] = []
    for number, on in enumerate(days, start=1):
        for _ in range(most_a_day):
            added += islice(candidates.counting_on(on, added), 1)
        # Mostly one drill is enough; judging the whole year after each day would take long.
        is_time_to_judge = number & (number - 1) == 0 or number == len(days)
        if is_time_to_judge and held.is_met(at_least, added):
            return True
    return False


def _one_drill(trial: CampusTrial, duty: Duty, days: Sequence[date]) -> tuple[Drill, ...] | None:
    candidates = CandidateDrills(trial, duty)
    if _needs_more_than_one(trial, duty, candidates, days):
        return None
    for on in days:
        for drill in candidates.on(on):
            if trial.is_met(duty, (drill,)) and trial.is_mended_by(duty, (drill,)):
                return (drill,)
    return None


def _needs_more_than_one(
    trial: CampusTrial, duty: Duty, candidates: CandidateDrills, days: Sequence[date]
) -> bool:
    """Check whether one drill cannot be enough, where each that counts is one more, on whatever day it is.

    A cohort or a bus is not at school every day: then it is not known before each day is tried.
    """
    if duty.demand is None or not duty.demand.is_enough or duty.unit is not None:
        return False
    for on in days:
        drill = next(candidates.counting_on(on), None)
        if drill is not None:
            return not trial.is_met(duty, (drill,))
    return False


def _several(trial: CampusTrial, duty: Duty, days: Sequence[date]) -> tuple[Drill, ...] | None:
    """Return several drills, of which each alone breaks nothing, on as many days; else several on a day."""

    def is_harmless(drill: Drill) -> bool:
        return trial.is_harmless(duty, (drill,))

    for way in _ways(duty):
        found = _added_from_the_end(trial, duty, days, way, is_harmless)
        if found is not None and trial.is_mended_by(duty, found):
            return found
    return None


@dataclass(frozen=True)
class _Way:
    """How drills are added: so many a day, and each time the most usual one first, or another one."""

    most_a_day: int
    takes_turns: bool


def _ways(duty: Duty) -> Iterator[_Way]:
    """Yield the ways to try. Where more drills may hurt the duty, it may ask for variety."""
    may_ask_for_variety = duty.mandate.requirement.without_limits is None
    for most_a_day in (1, MOST_DRILLS_A_DAY):
        yield _Way(most_a_day, takes_turns=False)
        if may_ask_for_variety:
            yield _Way(most_a_day, takes_turns=True)


def _added_from_the_end(
    trial: CampusTrial,
    duty: Duty,
    days: Sequence[date],
    way: _Way,
    may_be: Callable[[Drill], bool] = lambda _: True,
) -> tuple[Drill, ...] | None:
    """Return drills that meet the duty, added from the last day back; None if it is not met with one on each.

    ``days`` are in order from the last to the first. Drills that the duty does not need are left out.
    """
    candidates = CandidateDrills(trial, duty)
    added: list[Drill] = []
    for on in days:
        for _ in range(way.most_a_day):
            drills = _first_forms(candidates, on, added)
            drill = next(filter(may_be, _from_another(drills, added) if way.takes_turns else drills), None)
            if drill is None:
                break
            added.append(drill)
            if trial.is_met(duty, added):
                return _needed(trial, duty, added)
    return None


def _first_forms(candidates: CandidateDrills, on: date, added: Sequence[Drill]) -> Iterator[Drill]:
    """Return drills that can be added on the day, the most usual first."""
    return islice(candidates.counting_on(on, added), _FORMS_IN_TURN)


def _from_another(found: Iterator[Drill], added: Sequence[Drill]) -> Iterator[Drill]:
    """Return the drills in turn, so that another one comes first for each that was added."""
    drills = list(found)
    first = len(added) % len(drills) if drills else 0
    return iter(drills[first:] + drills[:first])


def _needed(trial: CampusTrial, duty: Duty, added: Sequence[Drill]) -> tuple[Drill, ...]:
    """Return the drills without those that the duty does not need, in order of date; the earliest go first."""
    needed = sorted(added, key=lambda drill: (drill.date, drill.start or time.min))
    while len(needed) > 1:
        fewer = (needed[:at] + needed[at + 1 :] for at in range(len(needed)))
        enough = next((drills for drills in fewer if trial.is_met(duty, drills)), None)
        if enough is None:
            break
        needed = enough
    return tuple(needed)
