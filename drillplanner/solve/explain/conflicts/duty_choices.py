"""Sentences that count the scenarios, days, and agency days that a campus has for one duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drillplanner.law import Duty
from drillplanner.model import AgencyKind
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.problem.campus_problem import CampusProblem, selects
from drillplanner.solve.requirements import demanded_matches

#: The most days to name one by one.
_FEW = 3


def choices_sentence(
    duty: Duty, case: ConflictCase, beside: Sequence[Duty], unlisted_kinds: frozenset[AgencyKind] = frozenset()
) -> str:
    """Return the choices for the duty at its campus, given the duties of ``beside`` and all facts.

    ``unlisted_kinds`` are kinds of agencies that the district does not list, which another sentence says already.
    """
    alone = replace(case, campus_ids=(duty.campus_id,), duties=tuple(beside), set_aside=())
    return _room_in(alone.problems()[0], duty, unlisted_kinds)


def _room_in(problem: CampusProblem, duty: Duty, unlisted_kinds: frozenset[AgencyKind]) -> str:
    if not any(day.periods for day in problem.days):
        return "the campus has no bell schedule, so that no time of day can be chosen"
    matches = demanded_matches([duty])
    if not matches:
        return "it asks for something about drills, not for a drill"
    used = sum(len(problem.members[index]) for index in _chosen(problem, duty))
    days = days_open(problem, duty)
    room = f"scenarios that can be used: {used}; school days on which they fit: {len(days)}{_named(problem, days)}"
    for kind in sorted({match.agency for match in matches if match.agency is not None}):
        agencies = problem.agencies_of_kind(kind)
        if not agencies:
            return room if kind in unlisted_kinds else f"{room}; no {_agency(kind)} is listed in district.yaml"
        coming = [
            day
            for day in problem.days_of(duty)
            if any(agency.is_open_on(problem.days[day].date) for agency in agencies)
        ]
        named = f"{len(coming)}{_named(problem, coming)}"
        room = f"{room}; school days on which some {_agency(kind)} can come (hours not looked at): {named}"
    return room


def _agency(kind: AgencyKind) -> str:
    return f"{kind.replace('_', ' ')} agency"


def days_open(problem: CampusProblem, duty: Duty) -> list[int]:
    """Return the days of the duty's window on which a drill that it requires fits."""
    fitting = {day for index in _chosen(problem, duty) for day in problem.possible_days[index]}
    return sorted(fitting & set(problem.days_of(duty)))


def _chosen(problem: CampusProblem, duty: Duty) -> list[int]:
    matches = demanded_matches([duty])
    return [
        index
        for index, scenario in enumerate(problem.scenarios)
        if any(selects(match, scenario) for match in matches)
    ]


def _named(problem: CampusProblem, days: Sequence[int]) -> str:
    named = ", ".join(problem.days[day].date.isoformat() for day in days)
    return f" ({named})" if 0 < len(days) <= _FEW else ""
