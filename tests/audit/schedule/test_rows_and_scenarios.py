"""Well-being rules apply to what a row of a schedule states, not only to the scenario that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

import pytest

from drillplanner.appropriateness import profile_of
from drillplanner.audit.schedule import DevelopmentalReport, judge_development
from drillplanner.model import (
    Audience,
    AvoidedDay,
    AvoidedKind,
    DrillType,
    Event,
    EventKind,
    GradeBand,
    OnSite,
    Scenario,
    Workspace,
)
from tests import builders
from tests.bundled_scenarios import BUNDLED

WEDNESDAY = date(2025, 11, 12)
SEPTEMBER, JUNE = date(2025, 9, 2), date(2026, 6, 12)


def varied(name: str, bands: tuple[GradeBand, ...] | None = None, **facts: object) -> Scenario:
    """Return a bundled scenario with other facts, and for other grade bands."""
    bundled = BUNDLED[name]
    changed: dict[str, object] = {"facts": bundled.facts.model_copy(update=facts), "band_facts": {}}
    if bands is not None:
        scripts = {band: script for band, script in bundled.scripts.items() if band in bands}
        changed |= {
            "bands": bands,
            "scripts": scripts,
            "translations": {},
            "for_families_by_grade": (),
            "instead": (),
        }
    return bundled.model_copy(update=changed)


def district(scenario: Scenario, grades: Sequence[str], events: tuple[Event, ...] = ()) -> Workspace:
    made = builders.workspace(
        [builders.campus("elm", grades)], builders.calendar(SEPTEMBER, JUNE), scenarios=[scenario]
    )
    return made.model_copy(update={"events": events})


def judged(
    scenario: Scenario,
    row: Mapping[str, object] | None = None,
    grades: Sequence[str] = ("9", "10"),
    events: tuple[Event, ...] = (),
    avoided: tuple[AvoidedDay, ...] | None = None,
) -> DevelopmentalReport:
    """Return the report on one drill of the scenario, without tasks, at 9:00 unless the row says otherwise."""
    fields = {"scenario_id": scenario.scenario_id, "start": time(9), "end": time(9, 10)} | dict(row or {})
    drill = builders.drill("elm", scenario.drill_type, WEDNESDAY).model_copy(update=fields)
    days = None if avoided is None else {"elm": avoided}
    return judge_development((drill,), district(scenario, grades, events), profile_of(None), None, days)


def rules(report: DevelopmentalReport, status: str = "violation") -> set[str]:
    """Return the binding rules with findings of that status."""
    return {finding.rule for finding in report.findings if finding.status == status and finding.binds}


FULL_SCALE = varied(
    "active-assailant-staff", simulation=True, ladder_level=9, students_on_site=OnSite.NONE, school_hours=False
)


@pytest.mark.parametrize(
    ("start", "end"), [(time(9), time(9, 30)), (time(7, 45), time(8, 5)), (time(12, 20), time(13))]
)
def test_an_exercise_without_students_may_not_be_in_school_hours(start: time, end: time) -> None:
    report = judged(FULL_SCALE, {"start": start, "end": end})
    assert {"DA-1102", "DA-303"} <= rules(report)


@pytest.mark.parametrize("row", [{"start": time(15), "end": time(16)}, {"date": date(2025, 11, 15)}])
def test_no_students_are_there_after_the_last_bell_and_on_days_without_school(row: dict[str, object]) -> None:
    assert not {"DA-1102", "DA-303"} & rules(judged(FULL_SCALE, row))


def test_an_exercise_without_a_time_on_a_school_day_cannot_be_decided() -> None:
    report = judged(FULL_SCALE, {"start": None, "end": None})
    assert "DA-1102" in rules(report, "cannot_tell")
    assert "DA-1102" not in rules(report)


def test_a_lockdown_that_the_row_calls_unannounced_is_unannounced() -> None:
    assert "DA-202" not in rules(judged(BUNDLED["lockdown"], {"announced": True}))
    assert "DA-202" in rules(judged(BUNDLED["lockdown"], {"announced": False}))


def test_students_in_the_audience_of_a_staff_exercise_take_part_in_it() -> None:
    staff = varied("active-assailant-staff", ladder_level=8, students_on_site=OnSite.NONE)
    assert "DA-303" in rules(judged(staff, {"audience": Audience.EVERYONE, "start": None, "end": None}))


@pytest.mark.parametrize("grades", [None, ("K", "1", "2", "3", "4", "5")])
def test_grades_without_a_script_are_checked_by_the_level_of_the_scenario(
    grades: tuple[str, ...] | None,
) -> None:
    older = varied("active-assailant", (GradeBand.GRADES_9_12,), ladder_level=6)
    assert not {"DA-304", "DA-305"} & rules(judged(older))
    report = judged(older, {"grades": grades}, grades=("K", "1", "2", "3", "4", "5"))
    assert {"DA-304", "DA-305"} <= rules(report)
    assert {"DA-304", "DA-305"} <= rules(report, "cannot_tell")
    # Without a script for these grades, rules about its words find nothing.
    assert "DA-202" not in rules(report)


def test_low_levels_for_grades_without_a_script_cannot_be_decided() -> None:
    older = varied("fire-evacuation", (GradeBand.GRADES_9_12,), ladder_level=2)
    report = judged(older, grades=("3", "4"))
    assert "DA-305" in rules(report, "cannot_tell")
    assert "DA-305" not in rules(report)


def test_findings_for_absent_grade_bands_do_not_concern_the_campus() -> None:
    mixed = varied("lockdown", ladder_level=5)
    assert "DA-305" in rules(judged(mixed, grades=("1", "2")))
    assert not {"DA-304", "DA-305"} & rules(judged(mixed, grades=("9", "10")))


@pytest.mark.parametrize("kind", [EventKind.VIOLENCE_ON_CAMPUS, EventKind.DEATH_AT_SCHOOL])
def test_a_drill_during_an_event_is_in_its_pause(kind: EventKind) -> None:
    lockdown = varied("lockdown", ladder_level=4)
    during = Event(kind=kind, first=date(2025, 11, 10), last=date(2025, 11, 14))
    assert "DA-1001" in rules(judged(lockdown, events=(during,)), "cannot_tell")
    later = Event(kind=kind, first=date(2025, 11, 13), last=date(2025, 11, 14))
    assert not rules(judged(lockdown, events=(later,)), "cannot_tell") & {"DA-1001"}


def test_a_mental_health_lead_may_approve_drills_in_the_pause() -> None:
    lockdown = varied("lockdown", ladder_level=4)
    days = date(2025, 11, 10), date(2025, 11, 10)

    def pause(*answers: bool | None) -> str:
        events = tuple(
            Event(kind=EventKind.DEATH_IN_COMMUNITY, first=days[0], last=days[1], mental_health_signoff=answer)
            for answer in answers
        )
        report = judged(lockdown, events=events)
        statuses = ("violation", "cannot_tell")
        return next((status for status in statuses if "DA-1001" in rules(report, status)), "followed")

    assert pause(True) == pause(True, True) == "followed"
    assert pause(None) == pause(True, None) == "cannot_tell"
    assert pause(False) == pause(True, False) == pause(False, None) == "violation"


def test_a_lesson_for_staff_or_other_grades_does_not_prepare_these_students() -> None:
    lesson = BUNDLED["fire-safety-lesson"].model_copy(update={"bands": tuple(GradeBand)})
    drill = BUNDLED["fire-evacuation"].model_copy(update={"bands": tuple(GradeBand)})

    def taught(**row: object) -> bool:
        workspace = district(drill, ("1", "2", "3"))
        both = workspace.model_copy(update={"scenarios": (drill, lesson)})
        held = builders.drill("elm", DrillType.FIRE_EVACUATION, WEDNESDAY).model_copy(
            update={"scenario_id": drill.scenario_id}
        )
        earlier = builders.drill("elm", DrillType.INSTRUCTION, date(2025, 11, 5)).model_copy(
            update={"scenario_id": lesson.scenario_id} | row
        )
        report = judge_development((earlier, held), both, profile_of(None), ())
        return "DA-406" not in rules(report, "cannot_tell")

    assert taught()
    assert taught(grades=("1", "2", "3"))
    assert not taught(grades=("1", "2"))
    assert not taught(audience=Audience.STAFF)


def test_rules_that_a_table_cannot_show_are_counted_in_drills() -> None:
    report = judged(BUNDLED["lockdown"], grades=("K", "1", "4", "7", "9"))
    assert report.not_judged
    assert all(": 1 drill;" in line for line in report.not_judged)


def about(report: DevelopmentalReport, rule: str) -> list[tuple[str, str]]:
    """Return status and detail of the findings of a rule."""
    return [
        (finding.status, place.detail)
        for finding in report.findings
        if finding.rule == rule
        for place in finding.places
    ]


def a_day(on: date, kind: AvoidedKind = AvoidedKind.RELIGIOUS_HOLIDAY) -> AvoidedDay:
    return AvoidedDay(on=on, name="Diwali", kind=kind, source="tests")


def test_a_drill_on_a_day_of_the_list_is_told_with_its_name() -> None:
    report = judged(BUNDLED["lockdown"], avoided=(a_day(WEDNESDAY),))
    assert about(report, "DA-1011") == [("notice", "Diwali (religious holiday)")]
    assert report.verdict == judged(BUNDLED["lockdown"], avoided=()).verdict


def test_a_drill_on_another_day_keeps_the_rule() -> None:
    assert about(judged(BUNDLED["lockdown"], avoided=(a_day(date(2025, 11, 13)),)), "DA-1011") == []
    # Test days are told by the rule on examinations.
    assert about(judged(BUNDLED["lockdown"], avoided=(a_day(WEDNESDAY, AvoidedKind.TESTING),)), "DA-1011") == []


def test_dates_that_nobody_looked_up_cannot_be_decided() -> None:
    assert about(judged(BUNDLED["lockdown"]), "DA-1011") == [("cannot_tell", "")]


def test_own_dates_of_the_district_count_on_days_without_school_too() -> None:
    saturday = date(2025, 11, 15)
    vigil = Event(kind=EventKind.SENSITIVE_DATE, first=saturday, last=saturday, row=2)
    report = judged(BUNDLED["lockdown"], {"date": saturday}, events=(vigil,), avoided=())
    assert about(report, "DA-1011") == [("notice", "")]


def test_without_test_days_the_rule_on_examinations_is_said_once_to_be_not_judged() -> None:
    report = judged(BUNDLED["lockdown"], avoided=())
    assert about(report, "DA-1012") == []
    assert "DA-1012: 1 drill; neither the calendar nor events.csv lists test days." in report.not_judged


@pytest.mark.parametrize(("starts", "status"), [(12, ["notice"]), (13, ["notice"]), (14, ["notice"]), (17, [])])
def test_a_drill_on_a_test_day_or_the_two_days_before(starts: int, status: list[str]) -> None:
    first = date(2025, 11, starts)
    tests = Event(kind=EventKind.STATE_ASSESSMENT, first=first, last=date(2025, 11, 21), row=2)
    report = judged(BUNDLED["lockdown"], events=(tests,), avoided=())
    assert [found for found, _ in about(report, "DA-1012")] == status
    assert not any(line.startswith("DA-1012") for line in report.not_judged)
