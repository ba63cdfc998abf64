"""Required developmental limits that a finished plan breaks, and sentences about them.

The search breaks as few as the law's drills allow, and each one is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from drillplanner.model import Delay, Precedence, YearLimit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.participants import participating_bands
from drillplanner.solve.problem.plans import Placement

_ADVICE: dict[type[YearLimit], str] = {
    Precedence: "Teach the step that is missing as a lesson before that day, or ask for a drill of it in a "
    "mandate of your own.",
    Delay: "Hold it for them as a talk or a walk-through as far as the law allows.",
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
