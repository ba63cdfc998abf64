"""Charts of one day compared: a person named at two campuses is found, whoever made the charts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.audit.charts.case.same_day_posts import PostsByDay
from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record import CommandRecord
from drillplanner.audit.charts.record_sources.exercise_program import posts_by_day
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.audit.charts.record_sources.typed_file import parse_record
from drillplanner.audit.charts.rules.chart_rules import load_rules
from drillplanner.files.errors import InputError
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import DrillType, StaffList
from drillplanner.publish.exercise_papers.output import exercise_year_of
from tests.audit.charts.records import changed
from tests.builders import drill
from tests.command_line import run
from tests.publish.exercise_papers.test_output import request

RULE = tuple(rule for rule in load_rules() if rule.id == "DEP-07")


def found(record: CommandRecord) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.severity.value, finding.subjects) for finding in judge_record(record, RULE).findings]


@pytest.mark.parametrize(
    "other",
    [
        {"person": "stc", "campus": "sample"},  # the same campus, twice on a day
        {"person": "director", "campus": "elm"},  # a district's director, for each campus
        {"person": "nobody-of-this-chart", "campus": "elm"},
    ],
)
def test_posts_at_the_same_campus_and_directors_do_not_count_as_a_second_campus(other: dict[str, str]) -> None:
    assert found(changed("middle", {"elsewhere": [other]})) == []


def test_without_other_charts_the_rule_is_not_judged() -> None:
    report = judge_record(changed("middle", {"elsewhere": None}))
    assert report.not_judged["other_charts"] == ("DEP-07",)
    assert "DEP-07" not in report.kept


def typed(
    campus: str | None, who: str, *, day: str | None = "2025-10-14", name: str = "", **more: Any
) -> dict[str, Any]:
    occasion = {"drill_type": "lockdown", "date": day, "campus": campus} | more
    return {
        "occasion": occasion,
        "people": [{"id": who, "name": name}],
        "positions": [{"id": "CMD-IC", "people": who}],
    }


HOURS = [
    {"start": "09:00", "end": "10:00"},
    {"start": "09:59", "end": "11:00"},
    {"start": "10:00", "end": "11:00"},
    {},
]
shapes = st.tuples(
    st.sampled_from(["oak", "elm", "fir", None]),
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["2025-10-14", "2025-10-15", None]),
    st.sampled_from(["", "Sample One", "sample  one", "Sample Two"]),
    st.sampled_from(HOURS),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(shapes, max_size=7))
def test_everyone_at_two_campuses_is_found_as_by_comparing_every_pair_of_charts(
    charts: list[tuple[str | None, str, str | None, str, dict[str, str]]],
) -> None:
    records = [
        CommandRecord.model_validate(typed(campus, person_id, day=day, name=name, **hours) | {"id": f"c{number}"})
        for number, (campus, person_id, day, name, hours) in enumerate(charts)
    ]
    by_day = PostsByDay(records)
    for record, (campus, person_id, day, name, hours) in zip(records, charts, strict=True):
        expected = []
        for other_campus, other, other_day, other_name, other_hours in charts:
            names = {" ".join(spelling.lower().split()) for spelling in (name, other_name)} - {""}
            if (
                None in (campus, day, other_campus)
                or (other, other_day) != (person_id, day)
                or campus == other_campus
            ):
                continue
            if len(names) == 2:
                continue
            apart = (
                hours
                and other_hours
                and (hours["end"] <= other_hours["start"] or other_hours["end"] <= hours["start"])
            )
            expected.append(("warning" if apart else "error", (person_id, other_campus)))
        with_other_charts = record.model_copy(update={"elsewhere": by_day.at_other_campuses(record)})
        assert sorted(found(with_other_charts)) == sorted(expected)
        assert (with_other_charts.elsewhere is None) == (None in (campus, day))


def test_several_charts_typed_by_hand_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for campus in ("oak", "elm"):
        path = tmp_path / f"{campus}.yaml"
        path.write_text(yaml.safe_dump(typed(campus, "p1", start="09:00", end="10:00")), encoding="utf-8")
        files.append(path)
    ran = run(capsys, "charts", "--chart", files[0], "--chart", files[1], "--format", "json")
    reports = json.loads(ran.out)["charts"]
    messages = [
        finding["message"] for report in reports for finding in report["findings"] if finding["rule"] == "DEP-07"
    ]
    assert ran.code == 1
    assert messages == [
        f"Our advice: p1 is named here and at {other} ({other}) at the same time (09:00 to 10:00, 09:00 to 10:00)."
        for other in ("elm", "oak")
    ]
    alone = run(capsys, "charts", "--chart", files[0])
    assert "other charts of that day" in alone.out
    assert "DEP-07 (" not in alone.out


def test_a_person_who_is_not_on_the_chart_is_reported_with_the_line() -> None:
    text = yaml.safe_dump(typed("oak", "p1") | {"elsewhere": [{"person": "p11", "campus": "elm"}]})
    with pytest.raises(InputError) as caught:
        parse_record(text.encode(), "chart.yaml")
    (problem,) = caught.value.problems
    assert problem.line is not None
    assert (problem.value, "p1" in str(problem.maybe)) == ("p11", True)


def test_our_own_exercises_are_compared_too() -> None:
    publish_request = request()
    charts = organize_year(publish_request.plan.drills, publish_request.workspace)
    year = exercise_year_of(publish_request, charts)
    package = next(package for package in year.packages if package.drill.drill_id == "oak-functional-01")
    controller = next(seat.staff_id for seat in package.staff if seat.role_id == "EXR-LCT")
    assert controller is not None
    elsewhere = drill("elm", DrillType.TABLETOP, package.drill.date, start="14:00", end="14:30")
    twice = package.model_copy(update={"drill": elsewhere})
    spoilt = year.model_copy(update={"packages": (*year.packages, twice)})
    chart = charts.chart(package.drill.drill_id)
    other = chart.model_copy(update={"drill_id": elsewhere.drill_id, "campus_id": "elm"})
    both_campuses = posts_by_day([(package.drill, chart), (elsewhere, other)], spoilt)
    record = chart_record(chart, package.drill, StaffList(publish_request.workspace.staff))
    with_other_charts = record.model_copy(update={"elsewhere": both_campuses.at_other_campuses(record)})
    assert {severity for severity, _ in found(with_other_charts)} == {"error"}
    one_campus = posts_by_day([(package.drill, chart)], year)
    assert one_campus.at_other_campuses(record) == ()
    running = CommandRecord.model_validate(
        {
            "occasion": {"campus": "fir", "drill_type": "tabletop", "date": package.drill.date},
            "exercise": {
                "id": "x",
                "exercise_type": "tabletop",
                "staff": [{"person": controller, "role": "evaluator"}],
            },
        }
    )
    assert found(running.model_copy(update={"elsewhere": one_campus.at_other_campuses(running)})) == [
        ("error", (controller, "oak"))
    ]
    assert date(2026, 3, 10) == package.drill.date
