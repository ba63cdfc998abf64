"""Required developmental limits that a finished plan breaks, sentences about them, and what all breaches weigh.

The search breaks as few as the law's drills allow, and each one is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from drillplanner.model import (
    REQUIRED_WEIGHT,
    AvoidedDates,
    Ceiling,
    Delay,
    Floor,
    MinimumGap,
    PracticeRank,
    Precedence,
    SeasonalDrill,
    TimeOfDay,
    YearLimit,
)
from drillplanner.solve.goals.practice_limits import is_at_times, missing_drills
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.participants import participating_bands
from drillplanner.solve.problem.plans import Placement

_ADVICE: dict[type[YearLimit], str] = {
    Precedence: "Teach the step that is missing as a lesson before that day, or ask for a drill of it in a "
    "mandate of your own.",
    Delay: "Hold it for them as a talk or a walk-through as far as the law allows.",
}


def breaches_of(problem: CampusProblem, placements: Sequence[Placement]) -> int:
    """Return what the breaches of required limits, and those of good practice, weigh."""
    of_practice = (
        limit.weight * _BROKEN_OF_PRACTICE[type(limit)](limit, problem, sorted(placements))
        for limit in problem.limits.all_limits
        if limit.practice is not None
    )
    return REQUIRED_WEIGHT * len(broken_limits(problem, placements)) + sum(of_practice)


def breaches_of_rank(weight: int, rank: PracticeRank) -> int:
    """Return the number of breaches of a rank among those that weigh so much together."""
    heavier = min((other.weight for other in PracticeRank if other.weight > rank.weight), default=REQUIRED_WEIGHT)
    return weight % heavier // rank.weight


def missing_of(problem: CampusProblem, placements: Sequence[Placement]) -> int:
    """Return how many drills that good practice may add are missing."""
    addable = (limit for limit in problem.limits.floors if limit.may_add and limit.practice is not None)
    return sum(_missing(limit, problem, placements) for limit in addable)


def _missing(limit: Floor, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    return missing_drills(problem, ((placement.scenario, placement.day) for placement in placements), limit)


def _too_early(limit: Precedence, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    return sum(1 for _ in _broken_on(limit, problem, placements))


def _on_dates(limit: AvoidedDates, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    return sum(
        problem.days[placement.day].date in limit.dates for placement in _limited(limit, problem, placements)
    )


def _too_near(limit: MinimumGap, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    dates = [problem.days[placement.day].date for placement in _limited(limit, problem, placements)]
    runs = ([on for on in dates if 0 <= (on - day.date).days < limit.days] for day in problem.days)
    return sum(max(0, len(run) - 1) for run in runs)


def _too_many(limit: Ceiling, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    return max(0, len(_limited(limit, problem, placements)) - limit.most)


def _beyond_share(limit: TimeOfDay, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    drills = _limited(limit, problem, placements)
    at_times = sum(
        is_at_times(
            limit,
            problem.slot(drill.scenario, drill.day, drill.period),
            problem.days[drill.day],
            problem.scenarios[drill.scenario].minutes,
        )
        for drill in drills
    )
    return max(0, at_times - -(-limit.most_percent * len(drills) // 100))


def _out_of_season(limit: SeasonalDrill, problem: CampusProblem, placements: Sequence[Placement]) -> int:
    dates = [problem.days[drill.day].date for drill in _limited(limit, problem, placements)]
    return int(bool(dates) and not any(limit.first <= on <= limit.last for on in dates))


def _limited(limit: YearLimit, problem: CampusProblem, placements: Sequence[Placement]) -> list[Placement]:
    return [drill for drill in placements if problem.scenarios[drill.scenario].scenario_id in limit.scenarios]


#: How often a finished plan breaks a limit of good practice, for each kind that practice uses.
_BROKEN_OF_PRACTICE: dict[type[YearLimit], Callable[[Any, CampusProblem, Sequence[Placement]], int]] = {
    Floor: _missing,
    Precedence: _too_early,
    AvoidedDates: _on_dates,
    MinimumGap: _too_near,
    Ceiling: _too_many,
    SeasonalDrill: _out_of_season,
    TimeOfDay: _beyond_share,
}


def broken_limits(problem: CampusProblem, placements: Sequence[Placement]) -> tuple[tuple[YearLimit, int], ...]:
    """Return each breach of a required limit: the limit, and the day of the drill that breaks it."""
    required = [limit for limit in problem.limits.all_limits if limit.is_required]
    return tuple((limit, day) for limit in required for day in _broken_on(limit, problem, sorted(placements)))


def _broken_on(limit: YearLimit, problem: CampusProblem, placements: Sequence[Placement]) -> Iterator[int]:
    held = [(placement.day, problem.scenarios[placement.scenario].scenario_id) for placement in placements]
    if isinstance(limit, Precedence):
        begun = min((day for day, scenario_id in held if scenario_id in limit.after), default=len(problem.days))
        yield from (day for day, scenario_id in held if scenario_id in limit.scenarios and day <= begun)
    elif isinstance(limit, Delay):
        for placement in placements:
            if problem.scenarios[placement.scenario].scenario_id in limit.scenarios:
                bands = participating_bands(problem, placement.scenario, placement.day)
                if placement.day < limit.school_days_for(bands):
                    yield placement.day
    else:
        raise TypeError(f"no required limit is a {type(limit).__name__}")


def broken_limit_sentences(
    problems: Sequence[CampusProblem], plans: Sequence[Sequence[Placement]]
) -> tuple[str, ...]:
    """Return a sentence for each rule that is broken, with the campuses and days."""
    where: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for problem, placements in zip(problems, plans, strict=True):
        days: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for limit, day in broken_limits(problem, placements):
            days[limit.rule, limit.sentence, _ADVICE[type(limit)]].append(day)
        for key, broken_days in days.items():
            on = ", ".join(problem.days[day].date.isoformat() for day in sorted(set(broken_days)))
            where[key].append(f"{problem.campus.name} (drill on {on})")
    return tuple(
        f"{rule} is not kept at {'; '.join(names)}: {sentence}. No year with as few drills as the law asks for "
        f"was found to keep it. {advice}"
        for (rule, sentence, advice), names in where.items()
    )
