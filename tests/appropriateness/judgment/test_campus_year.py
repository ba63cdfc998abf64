"""The judgment of a campus's year as a whole."""

from __future__ import annotations

from datetime import date

from drillplanner.appropriateness import judge_drill, judge_year, profile_of
from drillplanner.model import Drill, GradeBand, PlacedFacts
from tests.appropriateness.calm import SCHOOL_DAYS, year_of
from tests.bundled_scenarios import BUNDLED


def held(name: str, on: str, start: str, end: str) -> Drill:
    return Drill.model_validate(
        {
            "drill_id": f"{name}-{on}",
            "campus_id": "one",
            "scenario_id": name,
            "drill_type": BUNDLED[name].drill_type,
            "date": on,
            "start": start,
            "end": end,
        }
    )


#: A calm year for any age.
YEAR = (
    held("fire-evacuation", "2026-09-15", "09:00", "09:12"),
    held("hold", "2026-09-28", "10:00", "10:10"),
    held("fire-evacuation-secondary-exit", "2026-10-07", "13:00", "13:12"),
    held("lockdown", "2026-10-22", "09:30", "09:42"),
    held("severe-weather", "2026-12-03", "11:00", "11:12"),
    held("lockdown", "2027-02-09", "13:30", "13:42"),
    held("fire-evacuation", "2027-03-19", "12:00", "12:12"),
)


def test_a_calm_year_has_no_findings() -> None:
    screening = judge_year(YEAR, BUNDLED, tuple(GradeBand), school_days=SCHOOL_DAYS)
    assert (screening.id, screening.verdict, screening.findings) == ("one", "ok", ())


def test_a_crowded_year_has_a_finding_for_each_problem() -> None:
    crowd = tuple(held("lockdown", f"2026-11-{day:02}", "09:13", "09:25") for day in (2, 9, 16))
    chained = held("fire-evacuation", "2026-11-02", "09:40", "09:52")
    screening = judge_year((*YEAR, *crowd, chained), BUNDLED, tuple(GradeBand), school_days=SCHOOL_DAYS)
    assert {finding.rule for finding in screening.findings} == {"DA-403", "DA-404", "DA-405"}
    assert screening.verdict == "ok"  # recommendations, here
    in_minnesota = judge_year(
        (*YEAR, *crowd, chained), BUNDLED, tuple(GradeBand), profile_of("MN"), school_days=SCHOOL_DAYS
    )
    assert in_minnesota.verdict == "violation"


def test_without_school_days_only_the_first_days_cannot_be_told() -> None:
    screening = judge_year(YEAR, BUNDLED, tuple(GradeBand))
    assert {(finding.rule, finding.status) for finding in screening.findings} == {("DA-406", "cannot_tell")}
    assert screening.verdict == "ok"


def test_a_schedule_without_scenarios_gives_questions_and_no_violations() -> None:
    bare = tuple(drill.model_copy(update={"scenario_id": None}) for drill in YEAR)
    screening = judge_year(bare, BUNDLED, tuple(GradeBand), school_days=SCHOOL_DAYS)
    assert {finding.status for finding in screening.findings} <= {"cannot_tell"}


def test_an_empty_year_lacks_what_the_profile_counts() -> None:
    screening = judge_year((), BUNDLED, tuple(GradeBand), profile_of("NY"), school_days=SCHOOL_DAYS)
    assert {(finding.rule, finding.status) for finding in screening.findings} == {
        ("DA-401", "violation"),
        ("DA-1206", "cannot_tell"),
    }
    (counted,) = (finding for finding in screening.findings if finding.rule == "DA-401")
    assert any(switch.startswith("counts: {'lockdown': 4} (New York;") for switch in counted.switches)


def test_a_date_without_facts_leaves_the_questions_about_the_date() -> None:
    screening = judge_drill("one-lockdown", BUNDLED["lockdown"], PlacedFacts(date=date(2026, 10, 22)))
    assert screening.id == "one-lockdown"
    assert screening.verdict == "cannot_tell"
    assert all(path.startswith("placed.") for path in screening.missing)
    assert {"placed.notices", "placed.recent_events", "placed.counselors_named"} <= set(screening.missing)


def test_an_ordinary_drill_needs_fewer_facts_on_its_date() -> None:
    fire = judge_drill("one-fire", BUNDLED["fire-evacuation"], PlacedFacts(date=date(2026, 10, 22)))
    lockdown = judge_drill("one-lockdown", BUNDLED["lockdown"], PlacedFacts(date=date(2026, 10, 22)))
    assert set(fire.missing) < set(lockdown.missing)


def test_the_same_year_is_judged_the_same_in_any_order() -> None:
    drills, scenarios = year_of(
        [
            {"scenario": "lockdown", "date": "2026-10-01"},
            {"scenario": "fire", "date": "2026-10-01"},
            {"scenario": "options", "date": "2026-09-02"},
        ]
    )
    bands = tuple(GradeBand)
    assert judge_year(drills, scenarios, bands) == judge_year(drills[::-1], scenarios, bands)
