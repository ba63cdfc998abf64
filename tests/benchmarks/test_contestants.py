"""The contestants on tiny districts: the same duties, the same judge, and the same best cost."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from benchmarks.instances import Capacity, resized
from benchmarks.rivals import greedy, ours, single_model
from benchmarks.rivals.attempt import Attempt, Stopwatch
from benchmarks.rivals.cpsat_engine import CpSatEngine
from benchmarks.rivals.groundwork import problems_of
from benchmarks.rivals.judging import JudgedPlan, judge_attempt
from benchmarks.rivals.single_model import Answer, Engine, Values
from benchmarks.rivals.watch import IsOver
from drillplanner.cp_sat import CpModel, LinearExpr
from drillplanner.law import LawBook
from drillplanner.model import Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from tests.builders import all_ok
from tests.solve.brute_force.tiny_districts import POLICE, count, law, tiny

#: Never reached on an idle machine; enough on a busy one.
SECONDS = 900.0
#: Monday to the Friday of the week after.
FIRST, LAST = date(2025, 9, 8), date(2025, 9, 19)
ALONE = POLICE.model_copy(update={"visits_per_day": 1, "crews": 1})


def instance_of(place: Workspace, book: LawBook) -> YearToPlan:
    return resized(place, book, all_ok(place.scenarios), len(place.campuses), Capacity.NONE)


TWO_DRILLS = instance_of(tiny(FIRST, LAST), law(count("fire_evacuation", minimum=2)))
SHARED = instance_of(
    tiny(FIRST, LAST, campuses=2, agencies=(ALONE,)),
    law(count("fire_evacuation", minimum=2), count("fire_evacuation", agency="police"), count("lockdown")),
)
OFFERED = instance_of(
    tiny(FIRST, LAST),
    law(
        {
            "kind": "offer",
            "what": "drill",
            "match": {"types": ["fire_evacuation"]},
            "dates": 3,
            "weeks": 2,
            "offer_by": "09-05",
            "who": "the chief",
            "due_words": "by then",
        },
        count("lockdown", minimum=2),
    ),
)
INSTANCES = {"two drills": TWO_DRILLS, "a shared agency": SHARED, "offered dates": OFFERED}


def verdict(instance: YearToPlan, attempt: Attempt) -> JudgedPlan:
    found = judge_attempt(instance, attempt)
    assert found is not None, attempt.note
    return found


@pytest.mark.parametrize("name", INSTANCES)
def test_one_model_finds_our_cost_and_breaks_nothing(name: str) -> None:
    instance = INSTANCES[name]
    by_us = verdict(instance, ours.attempt(instance))
    attempt = single_model.attempt(instance, problems_of(instance), CpSatEngine(), SECONDS)
    assert (by_us.broken, by_us.breaches) == (0, 0)
    assert verdict(instance, attempt) == by_us
    assert attempt.bound == by_us.cost
    assert attempt.trace[-1][1] == by_us.cost


@pytest.mark.parametrize("name", INSTANCES)
def test_highs_finds_our_cost_and_breaks_nothing(name: str) -> None:
    pytest.importorskip("highspy", reason="HiGHS is a library of the benchmark alone: benchmarks/requirements.txt")
    from benchmarks.rivals.highs_engine import HighsEngine

    instance = INSTANCES[name]
    attempt = single_model.attempt(instance, problems_of(instance), HighsEngine(), SECONDS)
    by_us = verdict(instance, ours.attempt(instance))
    assert verdict(instance, attempt) == by_us
    assert attempt.bound == by_us.cost


@pytest.mark.parametrize("name", INSTANCES)
def test_the_greedy_plan_is_lawful_where_nothing_is_scarce(name: str) -> None:
    instance = INSTANCES[name]
    by_rule = verdict(instance, greedy.attempt(instance, problems_of(instance)))
    assert (by_rule.broken, by_rule.first_broken) == (0, "")
    assert by_rule.cost >= verdict(instance, ours.attempt(instance)).cost


def test_the_greedy_rule_takes_the_first_days() -> None:
    attempt = greedy.attempt(TWO_DRILLS, problems_of(TWO_DRILLS))
    assert attempt.drills is not None
    assert [drill.date for drill in attempt.drills] == [date(2025, 9, 8), date(2025, 9, 9)]


def test_the_greedy_rule_sends_the_agency_to_drills_that_stand_where_it_has_room() -> None:
    attempt = greedy.attempt(SHARED, problems_of(SHARED))
    assert attempt.drills is not None
    visited = sorted((drill.date, drill.campus_id) for drill in attempt.drills if drill.agencies)
    assert visited == [(date(2025, 9, 8), "c0"), (date(2025, 9, 9), "c1")]
    assert len(attempt.drills) == 6


def test_a_duty_that_the_greedy_rule_cannot_meet_is_left_to_the_judge() -> None:
    instance = instance_of(
        tiny(FIRST, FIRST, campuses=2, agencies=(ALONE,)), law(count("fire_evacuation", agency="police"))
    )
    assert verdict(instance, greedy.attempt(instance, problems_of(instance))).broken == 1


@dataclass
class StoppedEngine:
    """Uses the processor until it is told to end, and finds a plan of all zeros first if it is to."""

    finds: bool
    seconds: list[float] = field(default_factory=list)

    def minimize(
        self, model: CpModel, start: Values, is_over: IsOver, when_found: Callable[[float], None]
    ) -> Answer:
        clock = Stopwatch()
        if self.finds:
            when_found(0)
        while not is_over():
            pass
        self.seconds.append(clock.seconds)
        return Answer(dict.fromkeys(range(len(model.proto.variables)), 0) if self.finds else None)


def test_searches_before_the_last_share_half_of_the_limit_if_there_is_a_plan() -> None:
    engine = StoppedEngine(finds=True)
    single_model.attempt(SHARED, problems_of(SHARED), engine, 8.0)
    *before, _ = engine.seconds
    assert len(before) == 2  # drills and visits
    assert sum(before) == pytest.approx(4.0, abs=1.0)
    assert max(before) - min(before) < 1.0
    assert engine.seconds[-1] == pytest.approx(4.0, abs=1.0)


def test_a_search_without_a_plan_goes_on_to_the_limit() -> None:
    engine = StoppedEngine(finds=False)
    attempt = single_model.attempt(TWO_DRILLS, problems_of(TWO_DRILLS), engine, 4.0)
    assert attempt.drills is None
    assert len(engine.seconds) == 1
    assert 3.0 < engine.seconds[0] < 5.0


def market_split() -> CpModel:
    """Return a model that no engine proves within minutes: customers halved exactly for five products."""
    numbers = random.Random(21)  # noqa: S311 - no secret
    model = CpModel()
    customers = [model.new_bool_var("") for _ in range(40)]
    apart = []
    for _ in range(5):
        sold = [numbers.randrange(100) for _ in customers]
        over, under = model.new_int_var(0, 5000, ""), model.new_int_var(0, 5000, "")
        model.add(LinearExpr.weighted_sum(customers, sold) + under - over == sum(sold) // 2)
        apart += [over, under]
    model.minimize(LinearExpr.sum(apart))
    return model


@pytest.mark.parametrize("name", ["cpsat", "highs"])
def test_an_engine_ends_when_it_is_told_to(name: str) -> None:
    engine: Engine = CpSatEngine()
    if name == "highs":
        pytest.importorskip("highspy", reason="a library of the benchmark alone: benchmarks/requirements.txt")
        from benchmarks.rivals.highs_engine import HighsEngine

        engine = HighsEngine()
    clock = Stopwatch(2.0)
    answer = engine.minimize(market_split(), {}, lambda: clock.left <= 0, lambda objective: None)
    assert 2.0 <= clock.seconds < 20.0
    assert answer.values is not None
    assert not answer.is_proven


def test_one_model_that_has_no_solution_gives_no_plan() -> None:
    instance = instance_of(tiny(FIRST, FIRST), law(count("fire_evacuation", minimum=2)))
    attempt = single_model.attempt(instance, problems_of(instance), CpSatEngine(), SECONDS)
    assert (attempt.drills, attempt.note) == (None, "infeasible")
    assert judge_attempt(instance, attempt) is None
