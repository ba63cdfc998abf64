"""Districts without a plan: the true cause is named, every member is necessary, every offered change works."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.errors import InfeasibleError
from drillplanner.law import Duty
from drillplanner.model import Conflict, Drill, DutyStatus, Schedule, Workspace
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.conflicts.campuses import ConflictWithOptions, explain_conflicts
from drillplanner.solve.explain.conflicts.visit_sharing import explain_sharing
from drillplanner.solve.explain.district import problems_of
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import SolverSettings, solve
from tests.builders import all_ok
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.tiny_districts import duties_of, quiet
from tests.solve.explain.impossible_districts import CASES, book_of, district_of, dropped

NAMES = [case["name"] for case in CASES]


def planned(place: Workspace, duties: tuple[Duty, ...], screenings: Any = None) -> tuple[Drill, ...]:
    """Return the solver's plan after the judge has accepted it."""
    screenings = screenings or all_ok(place.scenarios)
    solution = solve(YearToPlan(place, duties, screenings), SolverSettings(), quiet)
    report = judge_schedule(Schedule(source="found", drills=solution.drills), place, duties, screenings, None, {})
    assert not report.entries
    assert all(verdict.status is DutyStatus.MET for verdict in report.verdicts), [
        verdict.reason for verdict in report.verdicts
    ]
    assert not report.broken_orders
    return solution.drills


def owed(place: Workspace, case: dict[str, Any]) -> tuple[Duty, ...]:
    gone, ends = dropped(case), case.get("drop_duty", "(none)")
    every = duties_of(place, book_of(case))
    return tuple(duty for duty in every if duty.mandate.mandate_id not in gone and not duty.duty_id.endswith(ends))


@cache
def explained(number: int) -> tuple[Conflict, ...]:
    case = CASES[number]
    place = district_of(case)
    with pytest.raises(InfeasibleError) as caught:
        planned(place, owed(place, case))
    assert caught.value.exit_code == 3
    return tuple(conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict))


@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_the_true_cause_is_named_and_nothing_else(number: int) -> None:
    case = CASES[number]
    (conflict,) = explained(number)
    sentences = [member.sentence for member in conflict.members]
    assert len(sentences) == len(case["members"]), sentences
    for member in case["members"]:
        assert any(member["says"] in sentence for sentence in sentences), (member["says"], sentences)
    assert conflict.confirmed
    assert conflict.only_law is case.get("only_law", conflict.only_law)
    assert case.get("note", "") in conflict.note
    words = "\n".join(relaxation.words for relaxation in conflict.relaxations)
    assert all(way in words for way in case["ways"]), words
    assert not any(way in words for way in case.get("no_ways", ())), words
    assert bool(conflict.relaxations) is bool(case["ways"])


WITHOUT = [
    pytest.param(number, member["without"], id=f"{case['name']}, without: {member['says']}")
    for number, case in enumerate(CASES)
    for member in case["members"]
]


@pytest.mark.parametrize(("number", "without"), WITHOUT)
def test_without_any_one_member_there_is_a_plan(number: int, without: Any) -> None:
    case = CASES[number]
    if without == "many_a_day":
        assert any(all_met(district_of(case), book_of(case), drills) for drills in several_a_day(number))
        return
    otherwise = case | without
    place = district_of(otherwise)
    planned(place, owed(place, otherwise))


def several_a_day(number: int) -> Iterator[tuple[Drill, ...]]:
    """Yield every schedule with up to two drills on each day, each in its own period."""
    case = CASES[number]
    trial = Trial(district_of(case), book_of(case))
    of_days = []
    for options in trial.options:
        held = [option for option in options if option is not None]
        pairs = [pair for pair in itertools.combinations(held, 2) if pair[0].period != pair[1].period]
        of_days.append([(), *((drill,) for drill in held), *pairs])
    for chosen in itertools.product(*of_days):
        drills = tuple(drill for drills_of_day in chosen for drill in drills_of_day)
        yield tuple(
            drill.model_copy(update={"drill_id": f"drill-{place}"}) for place, drill in enumerate(drills, start=1)
        )


def all_met(place: Workspace, book: Any, drills: tuple[Drill, ...]) -> bool:
    duties, screenings = duties_of(place, book), all_ok(place.scenarios)
    report = judge_schedule(Schedule(source="tried", drills=drills), place, duties, screenings, None, {})
    return not report.entries and all(verdict.status is DutyStatus.MET for verdict in report.verdicts)


def worked(case: dict[str, Any]) -> tuple[ConflictCase, ConflictWithOptions]:
    """Return the whole case, and its conflict with the changes that it offers."""
    place = district_of(case)
    duties = owed(place, case)
    builder = ProblemBuilder(YearToPlan(place, duties, all_ok(place.scenarios)))
    problems = problems_of(builder)
    whole = ConflictCase(builder, tuple(campus.campus_id for campus in place.campuses), duties)
    (found,) = explain_conflicts(whole) if len(problems) == 1 else explain_sharing(problems, builder)
    return whole, found


@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_every_change_that_is_offered_restores_a_plan(number: int) -> None:
    whole, found = worked(CASES[number])
    for change in found.changes:
        changed = change.apply(whole)
        if not changed.has_day_rules:
            assert any(
                all_met(district_of(CASES[number]), book_of(CASES[number]), drills)
                for drills in several_a_day(number)
            )
        else:
            planned(changed.workspace, changed.duties, changed.builder.year.screenings)
