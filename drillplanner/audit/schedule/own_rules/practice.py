"""Good practice over a finished schedule, counted without the solver. It is not law and never changes the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from drillplanner.audit.schedule.bells import bells_at
from drillplanner.audit.schedule.developmental_goals import breaches_of
from drillplanner.model import (
    BrokenPractice,
    Campus,
    DevelopmentalLimits,
    Drill,
    PracticeOutcome,
    Workspace,
    YearLimit,
)


def judge_practice(
    drills: Iterable[Drill], workspace: Workspace, limits: Mapping[str, DevelopmentalLimits]
) -> PracticeOutcome:
    """Return how far these drills keep the limits of good practice, by campus and practice.

    A drill that names no scenario counts as one of the first scenario of its type, audience, and format.
    """
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in sorted(drills, key=lambda drill: (drill.date, drill.drill_id)):
        by_campus[drill.campus_id].append(_with_scenario(drill, workspace))
    asked = 0
    broken: list[BrokenPractice] = []
    for campus in workspace.campuses:
        by_practice: dict[str, list[YearLimit]] = defaultdict(list)
        for limit in limits.get(campus.campus_id, DevelopmentalLimits()).all_limits:
            if limit.practice is not None:
                by_practice[limit.rule].append(limit)
        asked += len(by_practice)
        broken += _broken(campus, by_practice, by_campus[campus.campus_id], workspace)
    return PracticeOutcome(kept=asked - len(broken), of=asked, broken=tuple(broken))


def _broken(
    campus: Campus, by_practice: Mapping[str, list[YearLimit]], drills: list[Drill], workspace: Workspace
) -> Iterator[BrokenPractice]:
    """Yield each practice of the campus that its drills do not keep."""
    bells = bells_at(campus, workspace) if by_practice else {}
    school_days = workspace.calendar.dates_at(campus.campus_id)
    for practice, limits in by_practice.items():
        counts = [(limit.sentence, breaches_of(limit, drills, school_days, bells)) for limit in limits]
        missed = dict.fromkeys(sentence for sentence, breaches in counts if breaches)
        if missed:
            yield BrokenPractice(
                practice=practice,
                campus_id=campus.campus_id,
                text="; ".join(missed),
                breaches=sum(breaches for _, breaches in counts),
            )


def _with_scenario(drill: Drill, workspace: Workspace) -> Drill:
    if drill.scenario_id in workspace.scenario_by_id:
        return drill
    alike = (
        scenario.scenario_id
        for scenario in workspace.scenarios
        if scenario.drill_type is drill.drill_type
        and drill.audience in (None, scenario.audience)
        and drill.format in (None, scenario.format)
    )
    return drill.model_copy(update={"scenario_id": next(alike, None)})
