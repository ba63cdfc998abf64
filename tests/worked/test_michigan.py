"""Michigan: ten drills with dates filed by September 15, and a storm on March 30."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import Outcome, district, judged, planned, statuses, verdicts_of

SECURED = (DrillType.LOCKDOWN, DrillType.SECURE, DrillType.SHELTER_HAZMAT)
BY_HAND = "campus_id,drill_type,date,format,audience"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return planned(district(tmp_path_factory.mktemp("michigan"), "MI"))


def test_the_ten_drills_are_when_the_law_requires_them(year: Outcome) -> None:
    fire, tornado = year.drills(DrillType.FIRE_EVACUATION), year.drills(DrillType.SEVERE_WEATHER)
    secured = year.drills(*SECURED)
    assert (len(fire), len(tornado), len(secured)) == (5, 2, 3)
    assert sum(1 for drill in fire if drill.date <= date(2025, 12, 1)) == 3
    assert any(drill.date.month == 3 for drill in tornado)
    assert secured[0].date <= date(2025, 12, 1)
    assert secured[-1].date > date(2026, 1, 1)


def test_one_is_at_lunch_or_recess_and_none_in_the_state_assessment(year: Outcome) -> None:
    gathering = {"lunch", "recess", "assembly"}
    assert any(gathering & set(drill.period_tags or ()) for drill in year.drills())
    assert not any(date(2026, 4, 27) <= drill.date <= date(2026, 5, 8) for drill in year.drills())


def test_the_list_is_due_by_september_15(year: Outcome) -> None:
    assert [task.due for task in year.plan.tasks if task.mandate_id == "MI-05"] == [date(2025, 9, 15)]


def filed(year: Outcome, moved_to: str, cause: str) -> str:
    """Return filed.csv with the plan's drills, the March tornado drill filed for March 30 and then moved."""
    lines = ["campus_id,drill_type,date,start,moved_to,cause"]
    for drill in year.drills():
        march = drill.drill_type is DrillType.SEVERE_WEATHER and drill.date.month == 3
        on = "2026-03-30" if march else drill.date.isoformat()
        lines.append(f"burnet-hill,{drill.drill_type},{on},,{moved_to if march else ''},{cause if march else ''}")
    return "\n".join(lines) + "\n"


def held(year: Outcome, march: str) -> list[tuple[str, ...]]:
    return [
        (
            "burnet-hill",
            str(drill.drill_type),
            march
            if drill.drill_type is DrillType.SEVERE_WEATHER and drill.date.month == 3
            else drill.date.isoformat(),
            "physical",
            "everyone",
        )
        for drill in year.drills()
    ]


def test_a_make_up_in_april_follows_the_filing_but_leaves_march_without_its_drill(
    year: Outcome, tmp_path: Path
) -> None:
    place = district(tmp_path, "MI", files={"filed.csv": filed(year, "2026-04-14", "severe_weather")})
    report = judged(place, held(year, "2026-04-14"), BY_HAND)
    assert statuses(report, "MI-06") == {DutyStatus.MET}
    assert statuses(report, "MI-02") == {DutyStatus.MET}
    # The text has no exception for March, so the audit reports it.
    assert statuses(report, "MI-02.march") == {DutyStatus.VIOLATED}


@pytest.mark.parametrize(
    ("moved_to", "cause", "words"),
    [
        ("2026-05-12", "severe_weather", "within 10 school days"),
        ("2026-04-14", "public_event", "may move only for"),
    ],
)
def test_a_late_make_up_or_another_cause_breaks_the_filing(
    year: Outcome, tmp_path: Path, moved_to: str, cause: str, words: str
) -> None:
    place = district(tmp_path, "MI", files={"filed.csv": filed(year, moved_to, cause)})
    (verdict,) = verdicts_of(judged(place, held(year, moved_to), BY_HAND), "MI-06").values()
    assert verdict.status is DutyStatus.VIOLATED
    assert words in verdict.reason


def test_a_filed_date_stays_when_the_year_is_planned_again(year: Outcome, tmp_path: Path) -> None:
    lines = ["campus_id,drill_type,date,start,moved_to,cause", "burnet-hill,severe_weather,2026-03-30,,,"]
    place = district(tmp_path, "MI", files={"filed.csv": "\n".join(lines) + "\n"})
    again = planned(place)
    assert date(2026, 3, 30) in {drill.date for drill in again.drills(DrillType.SEVERE_WEATHER)}
    assert statuses(again.report, "MI-06") == {DutyStatus.MET}
