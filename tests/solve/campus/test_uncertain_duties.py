"""Duties in doubt: kept if they can be, set aside if they cannot or would add drills, as few as necessary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from drillplanner.audit.schedule import recount
from drillplanner.law import LawBook
from drillplanner.model import DutyStatus, ForbiddenDays
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FRONT,
    LOCKDOWN,
    LUNCH_BELLS,
    count,
    duties_of,
    judged,
    law,
    match,
    planned,
    tiny,
    with_presumed,
    year_of,
)

VAGUE = {"vague": "at reasonable intervals", "reading": "As we read it."}
PLACE = tiny(MONDAY, MONDAY + timedelta(2), scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS, agencies=())


def doubtful(*requirements: dict[str, Any], sure: int = 1) -> LawBook:
    """A law of which the first ``sure`` requirements are sure and the others are vague."""
    return law(*requirements, mandates=dict.fromkeys(range(sure + 1, len(requirements) + 1), VAGUE))


def test_a_vague_duty_that_can_be_met_is_planned_for() -> None:
    found = planned(PLACE, doubtful(count("fire_evacuation"), count("lockdown", minimum=2)))
    assert len(found.drills) == 3
    assert found.set_aside == found.warnings == ()


def test_a_vague_duty_that_cannot_be_met_is_set_aside_with_a_warning() -> None:
    book = doubtful(count("fire_evacuation", minimum=2), count("lockdown", minimum=2))
    found = planned(PLACE, book)
    assert len(found.drills) == 2
    assert found.set_aside == ("T-2/c0/year",)
    (warning,) = found.warnings
    assert warning == (
        "T-2 is not planned for at C0: at least 2 drills in the school year. It cannot be met beside the rest "
        'of the plan, and whether it is owed depends on: what "at reasonable intervals" means here.'
    )
    (verdict,) = judged(PLACE, book, found.drills).cannot_tell
    assert verdict.mandate == "T-2"


def test_a_presumed_duty_that_the_campuses_cannot_meet_together_prevents_no_plan() -> None:
    # The police come once a day, so that one day has no visit for the second campus.
    place = tiny(MONDAY, MONDAY, campuses=2, scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS)
    book = with_presumed(
        law(count("fire_evacuation", minimum=None, maximum=2)), count("lockdown", agency="police")
    )
    found = planned(place, book)
    assert found.drills == ()
    assert set(found.set_aside) == {"P-1/c0/year", "P-1/c1/year"}
    assert found.warnings == (
        "P-1: planned for at no school. No year was found that has it at all schools beside the rest of the plan. "
        "Whether it is owed depends on: whether the state keeps the code.",
    )
    report = judged(place, book, found.drills)
    assert not report.violated
    assert {verdict.mandate for verdict in report.cannot_tell} == {"P-1"}


def test_a_presumed_duty_that_can_be_met_is_planned_for() -> None:
    found = planned(PLACE, with_presumed(law(count("fire_evacuation")), count("lockdown", minimum=2)))
    assert len(found.drills) == 3
    assert found.set_aside == found.warnings == ()


def test_the_first_of_two_that_exclude_each_other_is_kept() -> None:
    none, two = count("lockdown", minimum=None, maximum=0), count("lockdown", minimum=2)
    found = planned(PLACE, doubtful(count("fire_evacuation"), none, two, count("fire_evacuation", minimum=3)))
    # No lockdown, and three fire drills beside it; of the four only the lockdowns cannot be.
    assert found.set_aside == ("T-3/c0/year",)
    assert len(found.drills) == 3
    other = planned(PLACE, doubtful(count("fire_evacuation"), two, none, count("fire_evacuation", minimum=3)))
    assert other.set_aside == ("T-3/c0/year", "T-4/c0/year")
    assert len(other.drills) == 3


def test_the_windows_of_one_mandate_are_set_aside_one_by_one() -> None:
    # Two days in September, one in October: a drill of each type fits into September alone.
    monthly = count("lockdown", per="month_in_session")
    found = planned(PLACE, doubtful(count("fire_evacuation", per="month_in_session"), monthly))
    assert found.set_aside == ("T-2/c0/2025-10",)
    assert len(found.drills) == 3


def test_the_goals_look_at_duties_set_aside_as_the_judge_does() -> None:
    # With five days there is a margin to keep; the duty that is set aside counts as late for both readings.
    place = tiny(MONDAY, MONDAY + timedelta(4), scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS, agencies=())
    book = doubtful(count("fire_evacuation", minimum=4), count("lockdown", minimum=2))
    found = planned(place, book)
    assert found.set_aside == ("T-2/c0/year",)
    costs = recount(found.drills, duties_of(place, book), place, {}, {})
    assert sum(cost.points for cost in costs) == found.cost
    assert next(cost.breaches for cost in costs if cost.goal == "margin") == 2


def test_an_uncertain_duty_takes_no_drill_from_a_certain_one() -> None:
    # Both ask for the same drills, each for one of its own, and there is one day.
    place = tiny(MONDAY, MONDAY, scenarios=(FRONT,), bells=LUNCH_BELLS, agencies=())
    for vague, sure in ((1, 2), (2, 1)):
        book = law(
            count("fire_evacuation"),
            count("fire_evacuation"),
            mandates={vague: VAGUE | ({"separate_from": ["T-1"]} if vague == 2 else {}), sure: {}}
            | ({2: {"separate_from": ["T-1"]}} if vague == 1 else {}),
        )
        found = planned(place, book)
        assert found.set_aside == (f"T-{vague}/c0/year",)
        statuses = {verdict.mandate: verdict.status for verdict in judged(place, book, found.drills).verdicts}
        assert statuses == {f"T-{sure}": DutyStatus.MET, f"T-{vague}": DutyStatus.CANNOT_TELL}


def test_an_uncertain_rule_about_every_drill_binds_where_possible() -> None:
    at_lunch = {"kind": "every", "what": "d", "match": match("fire_evacuation"), "has": {"moments": ["lunch"]}}
    found = planned(PLACE, doubtful(count("fire_evacuation", minimum=3), at_lunch))
    assert {drill.period for drill in found.drills} == {"Lunch"}


def test_a_rule_that_hides_what_tells_two_schools_apart_is_set_aside_at_each_by_itself() -> None:
    # No drill is at recess, so the vague rule leaves no fire drill, and with it nothing that tells them apart.
    at_recess = {"kind": "every", "what": "d", "match": match("fire_evacuation"), "has": {"moments": ["recess"]}}
    two = tiny(MONDAY, MONDAY + timedelta(2), scenarios=(FRONT,), bells=LUNCH_BELLS, agencies=(), campuses=2)
    shut = ForbiddenDays(date=MONDAY, campuses=("c1",), drill_types=("fire_evacuation",))
    place = two.model_copy(update={"district": two.district.model_copy(update={"forbidden": (shut,)})})
    builder = ProblemBuilder(year_of(place, doubtful(count("fire_evacuation"), at_recess)))
    alike = build_problems(builder.year)
    assert alike[0].symmetry_key == alike[1].symmetry_key
    free, without_monday = without_unmeetable_uncertain(alike, builder.problem_of, class_of=builder.class_of)
    assert (free.possible_days, without_monday.possible_days) == (((0, 1, 2),), ((1, 2),))


UNKNOWN = {"applies_if": {"has_aed": True}}


def with_unknown(*requirements: dict[str, Any], vague: int | None = None) -> LawBook:
    """A law of which all requirements but the first hang on a fact that no file gives."""
    mandates: dict[int, Mapping[str, Any]] = dict.fromkeys(range(2, len(requirements) + 1), UNKNOWN)
    return law(*requirements, mandates=mandates | ({vague: VAGUE} if vague else {}))


def test_a_duty_that_hangs_on_a_missing_fact_adds_no_drill() -> None:
    found = planned(PLACE, with_unknown(count("fire_evacuation"), count("lockdown")))
    assert [drill.drill_type for drill in found.drills] == ["fire_evacuation"]
    assert found.set_aside == ("T-2/c0/year",)
    assert found.warnings == (), "the question about the fact names it"


def test_a_duty_that_hangs_on_a_missing_fact_is_met_by_the_drills_that_are_owed_anyway() -> None:
    within: dict[str, Any] = {
        "within": {"first": 1, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    }
    book = with_unknown(count("fire_evacuation"), count("fire_evacuation", **within))
    found = planned(PLACE, book)
    (drill,) = found.drills
    assert (drill.date, found.set_aside) == (MONDAY, ())
    assert judged(PLACE, book, found.drills).cannot_tell == ()


def test_the_drills_that_are_owed_anyway_are_counted_with_their_periods() -> None:
    # Dates alone would let one drill be at lunch and in class; there are two, and they meet the duty in doubt.
    at_lunch, in_class = (
        count("fire_evacuation") | {"match": match("fire_evacuation", moments=[moment])}
        for moment in ("lunch", "instruction")
    )
    book = law(at_lunch, in_class, count("fire_evacuation", minimum=2), mandates={3: UNKNOWN})
    found = planned(PLACE, book)
    assert (len(found.drills), found.set_aside) == (2, ())


def test_all_windows_of_a_mandate_that_hangs_on_a_missing_fact_are_kept_or_none() -> None:
    # The certain drill could meet the duty of one month, and not those of both.
    monthly = count("fire_evacuation", per="month_in_session")
    found = planned(PLACE, with_unknown(count("fire_evacuation"), monthly))
    assert len(found.drills) == 1
    assert found.set_aside == ("T-2/c0/2025-09", "T-2/c0/2025-10")


def test_the_drills_of_vague_duties_are_owed_before_facts_are_asked() -> None:
    # The lockdown that a vague law asks for meets the duty in doubt as well.
    book = with_unknown(count("fire_evacuation"), count("lockdown"), count("lockdown"), vague=3)
    found = planned(PLACE, book)
    assert len(found.drills) == 2
    assert found.set_aside == ()


def test_a_vague_duty_that_cannot_be_met_is_set_aside_beside_one_that_hangs_on_a_missing_fact() -> None:
    book = with_unknown(count("fire_evacuation", minimum=3), count("lockdown"), count("lockdown"), vague=3)
    found = planned(PLACE, book)
    assert len(found.drills) == 3
    assert set(found.set_aside) == {"T-2/c0/year", "T-3/c0/year"}
    assert [sentence[:4] for sentence in found.warnings] == ["T-3 "]


def test_what_may_not_be_owed_costs_no_points() -> None:
    place = tiny(MONDAY, MONDAY + timedelta(4), scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS, agencies=())
    book = with_unknown(count("fire_evacuation"), count("lockdown", minimum=2))
    costs = recount(planned(place, book).drills, duties_of(place, book), place, {}, {})
    assert next(cost.breaches for cost in costs if cost.goal == "margin") == 0
