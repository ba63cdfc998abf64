"""What a row of a schedule says of a drill is judged, and not only the scenario that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

import pytest

from drillplanner.appropriateness import profile_of
from drillplanner.audit.schedule import DevelopmentalReport, judge_development
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import (
    Audience,
    DrillType,
    Event,
    EventKind,
    GradeBand,
    OnSite,
    Scenario,
    Workspace,
)
from tests import builders

BUNDLED = {path.stem: parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios()}
WEDNESDAY = date(2025, 11, 12)
SEPTEMBER, JUNE = date(2025, 9, 2), date(2026, 6, 12)


def varied(name: str, bands: tuple[GradeBand, ...] | None = None, **facts: object) -> Scenario:
    """A bundled scenario with other facts, and fit for other bands."""
    kept = BUNDLED[name]
    changed: dict[str, object] = {"facts": kept.facts.model_copy(update=facts), "band_facts": {}}
    if bands is not None:
        scripts = {band: script for band, script in kept.scripts.items() if band in bands}
        changed |= {"bands": bands, "scripts": scripts, "translations": {}, "for_families_by_grade": ()}
    return kept.model_copy(update=changed)


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
) -> DevelopmentalReport:
    """The judgement of one drill of the scenario, in the morning unless the row says otherwise, without chores."""
    said = {"scenario_id": scenario.scenario_id, "start": time(9), "end": time(9, 10)} | dict(row or {})
    one = builders.drill("elm", scenario.drill_type, WEDNESDAY).model_copy(update=said)
    return judge_development((one,), district(scenario, grades, events), profile_of(None), None)


def found(report: DevelopmentalReport, status: str = "violation") -> set[str]:
    return {finding.rule for finding in report.findings if finding.status == status and finding.binds}


FULL_SCALE = varied(
    "active-assailant-staff", simulation=True, ladder_level=9, students_on_site=OnSite.NONE, school_hours=False
)


@pytest.mark.parametrize(
    ("start", "end"), [(time(9), time(9, 30)), (time(7, 45), time(8, 5)), (time(12, 20), time(13))]
)
def test_an_exercise_without_students_is_not_one_between_the_bells_of_a_school_day(start: time, end: time) -> None:
    report = judged(FULL_SCALE, {"start": start, "end": end})
    assert {"DA-1102", "DA-303"} <= found(report)


@pytest.mark.parametrize("row", [{"start": time(15), "end": time(16)}, {"date": date(2025, 11, 15)}])
def test_after_the_last_bell_and_on_a_free_day_no_student_is_there(row: dict[str, object]) -> None:
    assert not {"DA-1102", "DA-303"} & found(judged(FULL_SCALE, row))


def test_an_exercise_without_an_hour_on_a_school_day_cannot_be_told() -> None:
    report = judged(FULL_SCALE, {"start": None, "end": None})
    assert "DA-1102" in found(report, "cannot_tell")
    assert "DA-1102" not in found(report)


def test_a_lockdown_that_the_row_does_not_announce_is_not_announced() -> None:
    assert "DA-202" not in found(judged(BUNDLED["lockdown"], {"announced": True}))
    assert "DA-202" in found(judged(BUNDLED["lockdown"], {"announced": False}))


def test_students_who_are_brought_to_an_exercise_of_adults_take_part_in_it() -> None:
    staff = varied("active-assailant-staff", ladder_level=8, students_on_site=OnSite.NONE)
    assert "DA-303" in found(judged(staff, {"audience": Audience.EVERYONE, "start": None, "end": None}))


@pytest.mark.parametrize("grades", [None, ("K", "1", "2", "3", "4", "5")])
def test_grades_for_which_a_scenario_is_not_written_are_judged_by_its_level(
    grades: tuple[str, ...] | None,
) -> None:
    older = varied("active-assailant", (GradeBand.GRADES_9_12,), ladder_level=6)
    assert not {"DA-304", "DA-305"} & found(judged(older))
    report = judged(older, {"grades": grades}, grades=("K", "1", "2", "3", "4", "5"))
    assert {"DA-304", "DA-305"} <= found(report)
    assert {"DA-304", "DA-305"} <= found(report, "cannot_tell")
    # Words that are not there for them are not held against the words.
    assert "DA-202" not in found(report)


def test_low_levels_for_grades_without_a_script_cannot_be_told() -> None:
    older = varied("fire-evacuation", (GradeBand.GRADES_9_12,), ladder_level=2)
    report = judged(older, grades=("3", "4"))
    assert "DA-305" in found(report, "cannot_tell")
    assert "DA-305" not in found(report)


def test_what_is_wrong_for_bands_that_are_not_there_is_not_laid_at_the_campus() -> None:
    mixed = varied("lockdown", ladder_level=5)
    assert "DA-305" in found(judged(mixed, grades=("1", "2")))
    assert not {"DA-304", "DA-305"} & found(judged(mixed, grades=("9", "10")))


@pytest.mark.parametrize("kind", [EventKind.VIOLENCE_ON_CAMPUS, EventKind.DEATH_AT_SCHOOL])
def test_a_drill_while_an_event_lasts_falls_in_its_pause(kind: EventKind) -> None:
    lockdown = varied("lockdown", ladder_level=4)
    during = Event(kind=kind, first=date(2025, 11, 10), last=date(2025, 11, 14))
    assert "DA-1001" in found(judged(lockdown, events=(during,)), "cannot_tell")
    later = Event(kind=kind, first=date(2025, 11, 13), last=date(2025, 11, 14))
    assert not found(judged(lockdown, events=(later,)), "cannot_tell") & {"DA-1001"}


def test_a_mental_health_lead_may_agree_to_drills_in_the_pause() -> None:
    lockdown = varied("lockdown", ladder_level=4)
    days = date(2025, 11, 10), date(2025, 11, 10)

    def pause(*answers: bool | None) -> str:
        events = tuple(
            Event(kind=EventKind.DEATH_IN_COMMUNITY, first=days[0], last=days[1], mental_health_signoff=answer)
            for answer in answers
        )
        report = judged(lockdown, events=events)
        return next((one for one in ("violation", "cannot_tell") if "DA-1001" in found(report, one)), "kept")

    assert pause(True) == pause(True, True) == "kept"
    assert pause(None) == pause(True, None) == "cannot_tell"
    assert pause(False) == pause(True, False) == pause(False, None) == "violation"


def test_a_lesson_of_staff_or_of_other_grades_teaches_these_students_nothing() -> None:
    lesson = BUNDLED["fire-safety-lesson"].model_copy(update={"bands": tuple(GradeBand)})
    drill = BUNDLED["fire-evacuation"].model_copy(update={"bands": tuple(GradeBand)})

    def taught(**row: object) -> bool:
        made = district(drill, ("1", "2", "3"))
        both = made.model_copy(update={"scenarios": (drill, lesson)})
        held = builders.drill("elm", DrillType.FIRE_EVACUATION, WEDNESDAY).model_copy(
            update={"scenario_id": drill.scenario_id}
        )
        earlier = builders.drill("elm", DrillType.INSTRUCTION, date(2025, 11, 5)).model_copy(
            update={"scenario_id": lesson.scenario_id} | row
        )
        report = judge_development((earlier, held), both, profile_of(None), ())
        return "DA-406" not in found(report, "cannot_tell")

    assert taught()
    assert taught(grades=("1", "2", "3"))
    assert not taught(grades=("1", "2"))
    assert not taught(audience=Audience.STAFF)


def test_what_a_bare_form_does_not_show_is_counted_in_drills() -> None:
    report = judged(BUNDLED["lockdown"], grades=("K", "1", "4", "7", "9"))
    assert report.not_judged
    assert all(": 1 drill;" in line for line in report.not_judged)
