"""The order of learning: a graph without cycles, and drills of a list that come too early."""

from __future__ import annotations

from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness.rules.rule import load_rules
from drillplanner.appropriateness.year_checks.order_of_learning import (
    OrderOfLearning,
    load_order_of_learning,
    missing_prerequisites,
)
from drillplanner.model import Drill, GradeBand
from tests.appropriateness.calm import year_of
from tests.bundled_scenarios import BUNDLED

BANDS = tuple(GradeBand)


def missing(entries: list[dict[str, Any]], bands: tuple[GradeBand, ...] = BANDS) -> set[tuple[str, str, str]]:
    """Drill, missing step and step of it, required ones only."""
    drills, scenarios = year_of(entries)
    return {
        (prerequisite.drill_id, prerequisite.prerequisite.first, prerequisite.prerequisite.then)
        for prerequisite in missing_prerequisites(drills, scenarios, bands)
        if prerequisite.prerequisite.severity is None
    }


def test_the_order_has_no_cycle() -> None:
    graph = networkx.DiGraph((entry.first, entry.then) for entry in load_order_of_learning().order)
    assert networkx.is_directed_acyclic_graph(graph)
    for first, then in (
        ("orientation", "walk_through"),
        ("walk_through", "lockdown"),
        ("orientation", "lockdown"),
        ("lockdown", "choices"),
        ("adults_tabletop", "full_scale"),
    ):
        assert networkx.has_path(graph, first, then)
        assert not networkx.has_path(graph, then, first)


def test_every_step_is_used_and_every_prerequisite_has_its_rule() -> None:
    order = load_order_of_learning()
    assert {name for entry in order.order for name in (entry.first, entry.then)} == set(order.steps)
    assert {entry.rule for entry in order.order} <= {rule.id for rule in load_rules()}


def test_a_prerequisite_of_an_unknown_step_is_refused() -> None:
    data = load_order_of_learning().model_dump(by_alias=True)
    data["order"] = [{"first": "orientation", "then": "flying", "rule": "DA-301"}]
    with pytest.raises(ValueError, match="steps that there are not: flying"):
        OrderOfLearning.model_validate(data)


def test_a_step_that_a_scenario_includes_is_not_missing() -> None:
    assert missing([{"scenario": "lockdown", "date": "2026-10-01"}]) == set()
    bare = {"lesson_before": False, "walk_through_before": False}
    entry = {"scenario": "lockdown", "date": "2026-10-01", "facts": {"teaching": bare}}
    assert missing([entry]) == {
        ("drill-1", "orientation", "lockdown"),
        ("drill-1", "walk_through", "lockdown"),
    }
    # From grade 6 on, the lesson is enough.
    assert missing([entry], (GradeBand.GRADES_9_12,)) == {("drill-1", "orientation", "lockdown")}


def test_a_lesson_counts_only_for_its_subject() -> None:
    bare = {"teaching": {"lesson_before": False}}
    drill = {"scenario": "fire", "date": "2026-10-01", "facts": bare}
    lesson = {"scenario": "lesson", "date": "2026-09-15"}  # about the lockdown
    assert missing([lesson, drill]) == {("drill-2", "orientation", "announced_drill")}


def test_a_lesson_for_other_grades_does_not_count() -> None:
    options = {"scenario": "options", "date": "2026-11-02"}  # grades 9-12
    lockdown = {"scenario": "lockdown", "date": "2026-10-01"}
    assert missing([lockdown, options]) == set()
    assert missing([options, {**lockdown, "date": "2026-12-01"}]) == {("drill-1", "lockdown", "choices")}
    assert missing([options], (GradeBand.GRADES_6_8,)) == set()


@given(st.permutations(range(4)))
@settings(max_examples=24, deadline=None)
def test_only_the_order_of_dates_matters_not_that_of_the_list(places: list[int]) -> None:
    entries: list[dict[str, Any]] = [
        {"scenario": "fire", "date": "2026-09-10"},
        {"scenario": "lockdown", "date": "2026-10-01"},
        {"scenario": "options", "date": "2026-11-02"},
        {"scenario": "functional", "date": "2026-12-01"},
    ]
    drills, scenarios = year_of(entries)
    shuffled = [drills[place] for place in places]
    assert missing_prerequisites(shuffled, scenarios, BANDS) == missing_prerequisites(drills, scenarios, BANDS)


def test_more_earlier_drills_never_make_a_drill_too_early() -> None:
    late: list[dict[str, Any]] = [
        {"scenario": "functional", "date": "2026-12-01"},
        {"scenario": "options", "date": "2026-12-02"},
    ]
    early: list[dict[str, Any]] = [
        {"scenario": "tabletop", "date": "2026-09-10"},
        {"scenario": "lockdown", "date": "2026-09-11"},
    ]
    drills, scenarios = year_of([*late, *early])
    only, _ = year_of(late)
    every = {
        (prerequisite.drill_id, prerequisite.prerequisite)
        for prerequisite in missing_prerequisites(drills, scenarios, BANDS)
    }
    alone = {
        (prerequisite.drill_id, prerequisite.prerequisite)
        for prerequisite in missing_prerequisites(only, scenarios, BANDS)
    }
    assert {drill for drill, _ in every} & {"drill-1", "drill-2"} == set()
    assert {drill for drill, _ in alone} == {"drill-1", "drill-2"}


def test_bundled_scenarios_in_a_sensible_order_come_none_too_early() -> None:
    order = (
        "fire-evacuation",
        "lockdown",
        "active-assailant-discussion",
        "tabletop-exercise",
        "functional-exercise",
    )
    drills = [
        Drill.model_validate(
            {
                "drill_id": name,
                "campus_id": "one",
                "scenario_id": name,
                "drill_type": BUNDLED[name].drill_type,
                "date": f"2026-{month:02}-10",
            }
        )
        for month, name in zip(range(8, 13), order, strict=True)
    ]
    assert missing_prerequisites(drills, BUNDLED, BANDS) == ()
    turned = [
        drill.model_copy(update={"date": drill.date.replace(month=20 - drill.date.month)}) for drill in drills
    ]
    assert {prerequisite.drill_id for prerequisite in missing_prerequisites(turned, BUNDLED, BANDS)} >= {
        "functional-exercise",
        "active-assailant-discussion",
    }
