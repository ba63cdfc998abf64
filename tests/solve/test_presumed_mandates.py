"""Presumed mandates that the campuses cannot meet together: only those that do not fit are left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.solve.presumed_mandates import MOST_TRIALS, with_fewer_presumed
from drillplanner.solve.problem.plans import Solution
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import SolverSettings
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    LOCKDOWN,
    LUNCH_BELLS,
    count,
    judged,
    law,
    planned,
    tiny,
    with_presumed,
    year_of,
)

#: Three campuses and two days. The police come once a day, so that one campus is left without a visit.
PLACE = tiny(MONDAY, MONDAY + timedelta(1), campuses=3, scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS)
VISIT, FIRE = count("lockdown", agency="police"), count("fire_evacuation")
KNOWN = law(count("fire_evacuation", minimum=None, maximum=2))


def of_code(mandates: int) -> LawBook:
    return with_presumed(KNOWN, *[FIRE] * mandates)


@pytest.mark.parametrize("settings", [SolverSettings(), SolverSettings(time_limit=60.0)])
@pytest.mark.parametrize(("code", "lost"), [((VISIT, FIRE), "P-1"), ((FIRE, VISIT), "P-2")])
def test_one_mandate_that_does_not_fit_takes_no_other_away(
    code: tuple[dict[str, object], ...], lost: str, settings: SolverSettings
) -> None:
    book = with_presumed(KNOWN, *code)
    found = planned(PLACE, book, settings)
    assert [drill.drill_type for drill in found.drills] == ["fire_evacuation"] * 3
    assert set(found.set_aside) == {f"{lost}/c{number}/year" for number in range(3)}
    assert found.warnings == (
        f"{lost}: planned for at no school. No year was found that has it at all schools beside the rest of the "
        "plan. Whether it is owed depends on: whether the state keeps the code.",
    )
    report = judged(PLACE, book, found.drills)
    assert not report.violated
    assert {verdict.mandate for verdict in report.cannot_tell} == {lost}


class Trials:
    """A planner of years that only counts presumed mandates: ``most`` fit together, and never ``bad`` ones."""

    def __init__(self, bad: frozenset[str], most: int) -> None:
        self.bad, self.most, self.number = bad, most, 0

    def fits(self, mandates: tuple[str, ...]) -> bool:
        return len(mandates) <= self.most and not self.bad.intersection(mandates)

    def __call__(self, year: YearToPlan) -> Solution:
        self.number += 1
        if not self.fits(year.presumed_mandates):
            raise InfeasibleError("too many")
        return Solution("optimal", (), 0, 0, set_aside=tuple(sorted(year.set_aside)))


def kept_of(year: YearToPlan, found: Solution) -> tuple[str, ...]:
    return tuple(mandate for mandate in year.presumed_mandates if f"{mandate}/c0/year" not in found.set_aside)


@given(mandates=st.integers(1, 9), bad=st.sets(st.integers(1, 9)), most=st.integers(0, 9))
def test_what_is_left_out_did_not_fit_or_is_said_to_be_untried(mandates: int, bad: set[int], most: int) -> None:
    year = year_of(PLACE, of_code(mandates))
    trials = Trials(frozenset(f"P-{number}" for number in bad), most)
    if trials.fits(year.presumed_mandates):
        return
    found = with_fewer_presumed(year, trials, lambda: False)
    assert trials.number <= 1 + MOST_TRIALS
    kept = kept_of(year, found)
    assert trials.fits(kept)
    said = {sentence.split(":")[0]: sentence for sentence in found.warnings}
    left_out = {name for names in said for name in names.split(", ")}
    assert left_out == set(year.presumed_mandates).difference(kept)
    untried = [names for names, sentence in said.items() if "the search ended before" in sentence]
    assert trials.number == 1 + MOST_TRIALS or not untried
    if not untried:
        one_by_one: tuple[str, ...] = ()
        for mandate in year.presumed_mandates:
            if trials.fits((*one_by_one, mandate)):
                one_by_one = (*one_by_one, mandate)
        assert kept == one_by_one


@pytest.mark.parametrize("bad", range(1, 9))
def test_one_of_eight_that_does_not_fit_is_always_found(bad: int) -> None:
    year = year_of(PLACE, of_code(8))
    found = with_fewer_presumed(year, Trials(frozenset({f"P-{bad}"}), 8), lambda: False)
    assert set(year.presumed_mandates).difference(kept_of(year, found)) == {f"P-{bad}"}


def test_a_search_that_is_over_keeps_the_year_of_known_law_and_says_so() -> None:
    year = year_of(PLACE, of_code(2))
    found = with_fewer_presumed(year, Trials(frozenset({"P-1"}), 2), lambda: True)
    assert found.warnings == (
        "P-1, P-2: planned for at no school. No year was found with all presumed requirements, and the search "
        "ended before it tried them. Whether they are owed depends on: whether the state keeps the code.",
    )
