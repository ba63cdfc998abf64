"""Classes report by wing or floor, to a leader of each where there are people enough."""

from __future__ import annotations

import pytest

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import DrillType, StaffList, StaffMember
from tests.incident_command.people import person
from tests.incident_command.schools import office, space_of, teachers, year_of

WINGS = ("East wing", "West wing", "Upper floor")
AIDES = tuple(person(f"a{number}", "Instructional Aide") for number in range(8))
(DRILL,) = year_of((DrillType.FIRE_EVACUATION,))


def chart_of(staff: tuple[StaffMember, ...], wings: tuple[str, ...] = WINGS) -> RoleChart:
    space = space_of(staff)
    oak = space.campuses[0].model_copy(update={"wings": wings})
    space = space.model_copy(update={"campuses": (oak, *space.campuses[1:])})
    return organize_year((DRILL,), space).chart(DRILL.drill_id)


def test_each_wing_has_a_leader_and_the_classes_report_to_them() -> None:
    staff = (*office(), *AIDES, *teachers(24))
    chart = chart_of(staff)
    leaders = chart.by_id["OPS-WNG"]
    assert [holder.area for holder in leaders.people] == list(WINGS)
    assert len({holder.staff_id for holder in leaders.people}) == 3
    assert leaders.supervisor == "OPS-STC"
    assert chart.by_id["OPS-TCH"].supervisor == "OPS-WNG"
    assert chart.by_id["OPS-TCH"].everyone == "24 teachers, each with a class, by 3 wings"
    elsewhere = {holder.staff_id for post in chart.posts if post is not leaders for holder in post.people}
    assert elsewhere.isdisjoint(holder.staff_id for holder in leaders.people)
    report = judge_record(chart_record(chart, DRILL, StaffList(staff)))
    assert [
        finding.message
        for finding in report.findings
        if finding.status == "violation" and finding.severity == "error"
    ] == []


def too_wide(chart: RoleChart, staff: tuple[StaffMember, ...]) -> bool:
    report = judge_record(chart_record(chart, DRILL, StaffList(staff)))
    return any(
        finding.rule == "ICS-07" and "direct reports; up to" in finding.message for finding in report.findings
    )


@pytest.mark.parametrize("wings", [3, 6, 7, 9, 14])
def test_many_wings_share_leaders_so_that_nobody_has_too_many_reports(wings: int) -> None:
    """Seven wings once had seven leaders under one supervisor, who has other teams too."""
    staff = (
        *office(),
        *AIDES,
        *(person(f"b{number}", "Instructional Aide") for number in range(12)),
        *teachers(24),
    )
    names = tuple(f"Wing {number}" for number in range(wings))
    chart = chart_of(staff, names)
    areas = [holder.area for holder in chart.by_id["OPS-WNG"].people]
    assert ", ".join(areas) == ", ".join(names)
    assert not too_wide(chart, staff)


def test_the_judge_counts_each_leader_of_a_wing() -> None:
    staff = (*office(), *AIDES, *teachers(24))
    chart = chart_of(staff)
    leaders = chart.by_id["OPS-WNG"]
    many = leaders.model_copy(
        update={"people": tuple(leaders.people[0].model_copy(update={"staff_id": f"a{n}"}) for n in range(8))}
    )
    posts = tuple(many if post is leaders else post for post in chart.posts)
    assert not too_wide(chart, staff)
    assert too_wide(chart.model_copy(update={"posts": posts}), staff)


@pytest.mark.parametrize(
    ("staff", "wings"),
    [
        ((*office(), *AIDES, *teachers(5)), WINGS),  # five classes
        ((*office(), *AIDES, *teachers(24)), WINGS[:1]),  # one wing
        ((*office()[:10], *teachers(24)), WINGS),  # nobody left
    ],
)
def test_few_classes_one_wing_or_few_people_have_no_leaders(
    staff: tuple[StaffMember, ...], wings: tuple[str, ...]
) -> None:
    chart = chart_of(staff, wings)
    assert "OPS-WNG" not in chart.by_id
    assert chart.by_id["OPS-TCH"].supervisor == "OPS-STC"
