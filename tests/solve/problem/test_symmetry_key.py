"""Campuses with equal keys have the same model, so that the plan of one is the best plan of the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from drillplanner.model import BandDelay, Delay, DevelopmentalLimits, GradeBand
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import STAFF, count, law, sparing, tiny, year_of

GRADES = st.sampled_from([("PK", "K"), ("K", "1", "2"), ("3", "4"), ("1", "2", "3", "4"), ("6", "7", "8")])
BANDS = st.dictionaries(st.sampled_from(list(GradeBand)), st.integers(1, 4), min_size=1, max_size=3)


def model_of(problem: CampusProblem) -> str:
    """The text of the model that counts all breaches."""
    model, (variables,) = build_together((problem,), ResourceUse(), ModelOptions(periods=False))
    breaches = add_breaches(variables)
    return f"{model.proto}\n{[term.index for term in breaches.required]}"


def limits_with(days: dict[GradeBand, int], sentence: str) -> DevelopmentalLimits:
    by_band = tuple(BandDelay(band=band, school_days=days[band]) for band in GradeBand if band in days)
    wait = Delay(rule="DA-304", scenarios=("lockdown", "staff"), by_band=by_band, sentence=sentence)
    return DevelopmentalLimits(delays=(wait,))


@settings(max_examples=150, deadline=None)
@given(
    spares=st.booleans(),
    grades=st.tuples(GRADES, GRADES),
    days=st.tuples(BANDS, BANDS),
    sentences=st.tuples(st.sampled_from(["", "for all"]), st.sampled_from(["", "for 3-5"])),
)
def test_campuses_with_equal_keys_have_the_same_model(
    spares: bool,
    grades: tuple[tuple[str, ...], tuple[str, ...]],
    days: tuple[dict[GradeBand, int], dict[GradeBand, int]],
    sentences: tuple[str, str],
) -> None:
    place = tiny(MONDAY, MONDAY + timedelta(6), campuses=2)
    book = law(count("lockdown"), *([sparing("K-2", 2, "lockdown")] if spares else []))
    place = place.model_copy(
        update={
            "scenarios": (*place.scenarios, STAFF),
            "campuses": tuple(
                campus.model_copy(update={"grades": of_campus})
                for campus, of_campus in zip(place.campuses, grades, strict=True)
            ),
        }
    )
    first, second = (
        replace(problem, limits=limits_with(*limited))
        for problem, limited in zip(
            build_problems(year_of(place, book)), zip(days, sentences, strict=True), strict=True
        )
    )
    is_same = first.symmetry_key == second.symmetry_key
    event("alike" if is_same else "different")
    if is_same:
        assert model_of(first) == model_of(second)


def test_words_do_not_tell_campuses_apart_and_days_do() -> None:
    place = tiny(MONDAY, MONDAY + timedelta(6))
    (problem,) = build_problems(year_of(place, law(count("lockdown"))))
    with_all = {
        GradeBand.PK_K: 4,
        GradeBand.GRADES_1_2: 4,
        GradeBand.GRADES_3_5: 2,
        GradeBand.GRADES_6_8: 2,
        GradeBand.GRADES_9_12: 2,
    }
    plain = replace(problem, limits=limits_with(with_all, "")).symmetry_key
    assert replace(problem, limits=limits_with(with_all, "for all grades")).symmetry_key == plain
    assert replace(problem, limits=limits_with(dict.fromkeys(GradeBand, 1), "")).symmetry_key != plain
