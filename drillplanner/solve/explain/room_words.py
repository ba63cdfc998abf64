"""What a campus has to meet a duty with, in words: scenarios, days, and days on which the agency can come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drillplanner.mandates import Duty
from drillplanner.solve.encoders import wanted
from drillplanner.solve.explain.case import Case
from drillplanner.solve.problem import CampusProblem, selects

#: So few days are named one by one.
_FEW = 3


def room_for(duty: Duty, case: Case, beside: Sequence[Duty]) -> str:
    """What there is for the duty at its campus, beside these duties, with all facts as they are."""
    alone = replace(case, campus_ids=(duty.campus_id,), duties=tuple(beside), aside=())
    return room_in(alone.problems()[0], duty)


def room_in(problem: CampusProblem, duty: Duty) -> str:
    """What there is for the duty in this problem."""
    if not any(day.periods for day in problem.days):
        return "the campus has no bell schedule, so that no time of day can be chosen"
    matches = wanted([duty])
    if not matches:
        return "it limits which drills can be held, and when"
    used = sum(len(problem.members[index]) for index in _chosen(problem, duty))
    days = days_open(problem, duty)
    room = f"scenarios that can be used: {used}; school days on which they fit: {len(days)}{_named(problem, days)}"
    for kind in sorted({match.agency for match in matches if match.agency is not None}):
        comers = [agency for agency in problem.agencies if agency.kind == kind]
        if not comers:
            return f"{room}; no {kind.replace('_', ' ')} agency is listed in district.yaml"
        coming = [
            day for day in problem.days_of(duty) if any(one.can_come_on(problem.days[day].date) for one in comers)
        ]
        room = f"{room}; days on which the agency can come: {len(coming)}{_named(problem, coming)}"
    return room


def days_open(problem: CampusProblem, duty: Duty) -> list[int]:
    """Days of the duty's window on which a drill that it asks for fits."""
    fitting = {day for index in _chosen(problem, duty) for day in problem.possible_days[index]}
    return sorted(fitting & set(problem.days_of(duty)))


def _chosen(problem: CampusProblem, duty: Duty) -> list[int]:
    matches = wanted([duty])
    return [
        index
        for index, scenario in enumerate(problem.scenarios)
        if any(selects(match, scenario) for match in matches)
    ]


def _named(problem: CampusProblem, days: Sequence[int]) -> str:
    named = ", ".join(problem.days[day].date.isoformat() for day in days)
    return f" ({named})" if 0 < len(days) <= _FEW else ""
