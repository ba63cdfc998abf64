"""The same plan whatever the number of workers; one search for campuses, and for scenarios, that are alike."""

from __future__ import annotations

import pytest

from drillplanner.audit.schedule import recount
from drillplanner.law import LawBook
from drillplanner.model import DayKind, FiledDrill
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.solver import SolverSettings
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.random_laws import FILED, LENGTH
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    POLICE,
    SHORT_LUNCH_BELLS,
    count,
    duties_of,
    law,
    match,
    planned,
    stand_in_of,
    year_of,
)

OFFER = {
    "kind": "offer",
    "what": "fire drill",
    "match": match("fire_evacuation", agency="police"),
    "dates": 3,
    "weeks": 2,
    "offer_by": "09-15",
    "who": "the police",
    "due_words": "by 15 September",
}
VARY = {"kind": "vary", "what": "drills", "match": match("lockdown"), "field": "period", "at_least": 2}
LAWS = [
    law(OFFER, count("lockdown", minimum=2), VARY),
    law(count("fire_evacuation", per="week", minimum=2), stand_in_of("T-1", "lockdown", up_to=1), LENGTH),
    law(
        count("fire_evacuation"),
        count("fire_evacuation", agency="police"),
        count("instruction", minimum=3),
        mandates={2: {"separate_from": ["T-1"]}},
    ),
]
POLICE_OF_MANY = POLICE.model_copy(update={"visits_per_day": 2, "crews": 2})


@pytest.mark.parametrize("book", LAWS)
def test_the_number_of_workers_does_not_change_the_plan(book: LawBook) -> None:
    place = days(12, campuses=4, agencies=(POLICE_OF_MANY,))
    found = [planned(place, book, SolverSettings(workers=workers)) for workers in (1, 2, 4)]
    assert found[0] == found[1] == found[2]
    assert len({drill.campus_id for drill in found[0].drills}) == 4


def test_campuses_are_one_class_until_something_distinguishes_them() -> None:
    place = days(5, campuses=3, agencies=(POLICE,))
    book = law(count("fire_evacuation"), FILED)
    filed = FiledDrill(campus_id="c2", drill_type="fire_evacuation", on=MONDAY)
    other = place.model_copy(update={"filed": (filed,)})
    for workspace, kinds in ((place, 1), (other, 2)):
        problems = build_problems(year_of(workspace, book))
        assert len({problem.symmetry_key for problem in problems}) == kinds


def test_a_period_that_is_a_lesson_on_some_days_costs_only_on_those() -> None:
    # On both Mondays the drill of 31 minutes fits period One, which is lunch on the first of them.
    long = FRONT.model_copy(update={"minutes": 31})
    kinds = [(0, DayKind.EARLY_RELEASE), *((day, DayKind.CLOSED) for day in range(1, 5))]
    place = days(8, *kinds, agencies=(), scenarios=(long,), bells=SHORT_LUNCH_BELLS)
    book = law(count("fire_evacuation", minimum=2))
    found = planned(place, book)
    costs = recount(found.drills, duties_of(place, book), place, {}, {})
    assert sum(cost.points for cost in costs) == found.cost == found.bound
    assert next(cost.breaches for cost in costs if cost.goal == "lesson") == 0


def test_scenarios_that_are_alike_take_turns_and_cost_what_the_judge_counts() -> None:
    second = FRONT.model_copy(update={"scenario_id": "second-front"})
    place = days(9, agencies=(), scenarios=(FRONT, second))
    book = law(count("fire_evacuation", minimum=6))
    found = planned(place, book)
    assert [drill.scenario_id for drill in found.drills] == ["front", "second-front"] * 3
    costs = recount(found.drills, duties_of(place, book), place, {}, {})
    assert sum(cost.points for cost in costs) == found.cost
    # The third use of each is one beyond the second.
    assert next(cost.breaches for cost in costs if cost.goal == "repetition") == 2


def test_scenarios_that_no_duty_distinguishes_are_one_to_the_search() -> None:
    place = days(3, agencies=())
    (problem,) = build_problems(year_of(place, law(count("lockdown"))))
    assert [[scenario.scenario_id for scenario in members] for members in problem.members] == [
        ["lockdown"],
        ["staff"],
    ]
    alike = law(count("lockdown", "fire_evacuation"))
    place = place.model_copy(
        update={"scenarios": tuple(scenario.model_copy(update={"minutes": 10}) for scenario in place.scenarios)}
    )
    (problem,) = build_problems(year_of(place, alike))
    # In lessons alone the back door and the lockdown, at lunch too the front door; staff is a choice of its own.
    assert sorted(sorted(scenario.scenario_id for scenario in members) for members in problem.members) == [
        ["back", "lockdown"],
        ["front"],
        ["staff"],
    ]


def test_a_lockdown_is_a_choice_of_its_own_only_where_a_counselor_is_missing_on_some_day() -> None:
    place = days(3, agencies=())
    scenarios = tuple(scenario.model_copy(update={"minutes": 10}) for scenario in place.scenarios)

    def members(counselor_days: tuple[int, ...] | None) -> set[tuple[str, ...]]:
        (campus,) = place.campuses
        changed_place = place.model_copy(
            update={
                "scenarios": scenarios,
                "campuses": (campus.model_copy(update={"counselor_days": counselor_days}),),
            }
        )
        (problem,) = build_problems(year_of(changed_place, law(count("lockdown", "fire_evacuation"))))
        return {tuple(sorted(scenario.scenario_id for scenario in members)) for members in problem.members}

    together = {("back", "lockdown"), ("front",), ("staff",)}
    assert members(None) == members((0, 1, 2, 3, 4)) == together
    assert members(()) == {("back",), ("lockdown",), ("front",), ("staff",)}


def test_campuses_with_other_counselor_days_are_built_separately() -> None:
    place = days(3, agencies=())
    (first,) = place.campuses
    second = first.model_copy(update={"campus_id": "c1", "counselor_days": ()})
    both = place.model_copy(update={"campuses": (first, second)})
    first_problem, second_problem = build_problems(year_of(both, law(count("lockdown"))))
    assert [day.is_without_counselor for day in first_problem.days] == [False] * 3
    assert [day.is_without_counselor for day in second_problem.days] == [True] * 3
    assert first_problem.symmetry_key != second_problem.symmetry_key
