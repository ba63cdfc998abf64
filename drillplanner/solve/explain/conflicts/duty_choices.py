"""Sentences that count the scenarios, days, and agency days that a campus has for one duty."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drillplanner.law import Duty, Match
from drillplanner.model import AgencyKind
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.requirements import attended_matches, demanded_matches

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
        agencies = _agency_days(problem, duty, attended_matches([duty]), unlisted_kinds)
        return "; ".join(("it asks for something about drills, not for a drill", *agencies))
    used = sum(len(problem.members[index]) for index in _chosen(problem, duty))
    days = days_open(problem, duty)
    room = f"scenarios that can be used: {used}; school days on which they fit: {len(days)}{_named(problem, days)}"
    return "; ".join((room, *_agency_days(problem, duty, matches, unlisted_kinds)))


def _agency_days(
    problem: CampusProblem, duty: Duty, matches: Sequence[Match], unlisted_kinds: frozenset[AgencyKind]
) -> Iterator[str]:
    """Yield for each kind of agency on how many days of the duty one can come, or that none is listed."""
    for kind, agencies in agencies_asked_for(matches, problem):
        if not agencies:
            if kind not in unlisted_kinds:
                yield f"no {_agency(kind)} is listed in district.yaml"
            continue
        coming = [
            day
            for day in problem.days_of(duty)
            if any(agency.is_open_on(problem.days[day].date) for agency in agencies)
        ]
        named = f"{len(coming)}{_named(problem, coming)}"
        yield f"school days on which some {_agency(kind)} can come (hours not looked at): {named}"


def agencies_asked_for(
    matches: Sequence[Match], problem: CampusProblem
) -> Iterator[tuple[AgencyKind, tuple[Resource, ...]]]:
    """Yield each kind of agency that the matches ask for, and the agencies that serve, in order of kind."""
    wanted = {(match.agency, match.agency_id or ""): match for match in matches if match.agency is not None}
    for (kind, _), match in sorted(wanted.items(), key=operator.itemgetter(0)):
        yield kind, problem.agencies_for(match)


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
        if any(match.selects_scenario(scenario) for match in matches)
    ]


def _named(problem: CampusProblem, days: Sequence[int]) -> str:
    named = ", ".join(problem.days[day].date.isoformat() for day in days)
    return f" ({named})" if 0 < len(days) <= _FEW else ""
