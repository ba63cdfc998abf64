"""Four schools worked through: two adults, the principal absent, no one trained, 120 adults."""

from __future__ import annotations

from datetime import date

from drillplanner.incident_command.chart.remedy import RemedyKind
from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.incident_command.positions.catalog import Band, Tier
from drillplanner.incident_command.year.organize_district import CampusCharts, organize_year
from drillplanner.model import Absence, Drill, DrillType, StaffMember
from drillplanner.publish.chart.content import chart_tree
from drillplanner.publish.sheets.role_list import open_points
from tests.builders import campus
from tests.incident_command.lawful import assert_lawful
from tests.incident_command.people import person
from tests.incident_command.schools import FIRST, office, space_of, teachers, year_of

ELM = campus("elm")


def organized(
    staff: tuple[StaffMember, ...], drills: tuple[Drill, ...], others: tuple[StaffMember, ...] = ()
) -> CampusCharts:
    """Return the year of "oak", with each chart found lawful by counting."""
    charts = organize_year(drills, space_of((*staff, *others), (ELM,))).campus("oak")
    for chart, drill in zip(charts.charts, drills, strict=True):
        assert_lawful(chart, drill, staff)
    return charts


def led(chart: RoleChart) -> dict[str, list[str]]:
    return {
        post.position_id: [holder.staff_id for holder in post.people] for post in chart.posts if not post.everyone
    }


def test_a_school_of_two_adults_who_both_teach() -> None:
    two = (
        person("a", "Principal", teaches=True, certifications=("IS-100", "IS-700", "IS-200", "IS-800")),
        person("b", "Teacher", teaches=True),
    )
    year = organized(two, year_of((DrillType.FIRE_EVACUATION, DrillType.EARTHQUAKE)), office("elm"))
    fire, quake = year.charts
    # One takes both classes, the other commands; command does everything that may be absorbed.
    assert (fire.band, fire.adults_free) == (Band.XS, 0)
    assert led(fire) == {"CMD-IC": ["a"]}
    commander = fire.by_id["CMD-IC"].people[0]
    assert commander.class_covered_by is not None
    assert commander.class_covered_by.staff_id == "b"
    assert fire.by_id["OPS-TCH"].everyone == "1 teacher with 2 classes"
    # ICS 207 says so where the commander stands.
    assert "Sample b takes the class" in [
        "".join(run.text for run in row.runs) for row in chart_tree(fire, "Oak").top.body
    ]
    assert {"CMD-SO", "OPS-STC", "PLN-DOC"} <= set(fire.by_id["CMD-IC"].absorbs)
    assert set(fire.closed) >= {"CMD-SO", "OPS-SFC", "OPS-STC", "PLN-DOC"}
    requests = [
        (remedy.kind, remedy.position_ids, remedy.from_campus)
        for remedy in fire.remedies
        if remedy.kind is not RemedyKind.TRAIN
    ]
    # A safety officer, a person for first aid on call, and a second commander, each from the neighboring campus.
    assert requests == [
        (RemedyKind.ASK, ("OPS-MED",), "elm"),
        (RemedyKind.ASK, ("CMD-SO",), "elm"),
        (RemedyKind.ASK, ("CMD-IC",), "elm"),
    ]
    assert len({remedy.staff_id for remedy in fire.remedies if remedy.kind is RemedyKind.ASK}) == 3
    # An earthquake needs more than two people can do: those posts stay open, and someone is asked for each.
    assert quake.tier is Tier.L3
    vacant = [post.position_id for post in quake.posts if post.vacancy]
    assert vacant == ["CMD-SO", "OPS-SR", "OPS-SRM", "OPS-MED", "OPS-SRL", "OPS-RQG", "OPS-RLG"]
    for_posts = [remedy.position_ids[0] for remedy in quake.remedies if remedy.kind is RemedyKind.ASK]
    assert for_posts == [
        "CMD-SO",
        "OPS-SR",
        "OPS-SRM",
        "OPS-SRM",
        "OPS-MED",
        "OPS-SRL",
        "OPS-RQG",
        "OPS-RLG",
        "CMD-IC",
    ]
    assert (
        "09/30/2025, Safety Officer: ask Sample elm-01 (Assistant Principal, Elm), free at that hour and trained "
        "for it." in [remedy.message for remedy in quake.remedies]
    )


def test_one_adult_alone_leaves_no_class_alone() -> None:
    year = organized((person("a", "Principal", teaches=True),), year_of((DrillType.FIRE_EVACUATION,)))
    (chart,) = year.charts
    assert led(chart) == {"CMD-IC": []}
    assert chart.by_id["CMD-IC"].vacancy == "nobody is free of a class"
    # No one else is on the district's list: the plan says so, and where to ask.
    assert [remedy.kind for remedy in chart.remedies] == [RemedyKind.ASK_OUTSIDE] * 3
    assert chart.remedies[0].message == (
        "09/09/2025, Incident Commander: nobody of the district's staff list is free then and fit for it. Ask a "
        "neighboring district or the county's emergency management agency."
    )


def test_a_school_whose_principal_is_absent_on_a_date() -> None:
    adults = office()
    away = Absence(first=FIRST, last=FIRST)
    staff = (adults[0].model_copy(update={"absent": (away,)}), *adults[1:], *teachers(6))
    year = organized(staff, year_of())
    first = year.charts[0]
    named_ids = {holder.staff_id for post in first.posts for holder in (*post.people, *post.alternates)}
    assert staff[0].staff_id not in named_ids
    assert led(first)["CMD-IC"] != []
    assert len(first.by_id["CMD-IC"].alternates) == 2
    # On the other days the principal commands, except when the alternates practice it.
    times = [led(chart)["CMD-IC"] for chart in year.charts[1:]].count([staff[0].staff_id])
    assert times >= len(year.charts) - 3
    assert not any(gap.kind in (GapKind.VACANT, GapKind.ONE_ABSENCE) for gap in first.gaps)
    everybody_away = tuple(adult.model_copy(update={"absent": (away,)}) for adult in adults)
    (chart,) = organized(everybody_away, year_of((DrillType.LOCKDOWN,))).charts
    assert chart.by_id["CMD-IC"].vacancy == "nobody on the staff list is at work then"


def test_a_school_with_nobody_trained() -> None:
    staff = (*(adult.model_copy(update={"certifications": ()}) for adult in office()), *teachers(6))
    staff = tuple(member for member in staff if member.title != "School Nurse")
    year = organized(staff, year_of(), office("elm"))
    first_aid = [
        remedy for remedy in year.remedies if "OPS-MED" in remedy.position_ids and remedy.kind is RemedyKind.ASK
    ]
    assert [remedy.by for remedy in first_aid] == [chart.date for chart in year.charts]
    assert {remedy.from_campus for remedy in first_aid} == {"elm"}
    courses = [remedy for remedy in year.remedies if remedy.kind is RemedyKind.TRAIN]
    certificates = [course for course in courses if {"OPS-MED", "OPS-MEDM"} >= set(course.position_ids)]
    courses = [course for course in courses if course not in certificates]
    # Everyone who leads or stands in is told which courses to take before the first drill that needs them.
    needs = {
        (need.staff_id, course): min(
            chart.date or date.max
            for chart in year.charts
            for post in (*chart.posts, *chart.on_call)
            for holder in (*post.people, *post.alternates)
            if holder.staff_id == need.staff_id and course in holder.needs
        )
        for need in courses
        for course in need.courses
    }
    assert needs == {(remedy.staff_id, course): remedy.by for remedy in courses for course in remedy.courses}
    led_untrained = {
        (holder.staff_id, course)
        for chart in year.charts
        for post in (*chart.posts, *chart.on_call)
        for holder in (*post.people, *post.alternates)
        for course in holder.needs
    }
    assert led_untrained == set(needs)
    principal = next(course for course in courses if course.name == "Sample oak-00")
    assert principal.message.startswith(
        "Sample oak-00: IS-100, IS-700, IS-200 and IS-800 before 09/09/2025, as Incident"
    )
    assert any(course.message.endswith("ICS-300 has an instructor: book early.") for course in courses)
    # If a post requires a certificate that no one has, two people of the school should earn it.
    assert [(remedy.courses, remedy.by) for remedy in certificates[:2]] == [(("first aid", "CPR/AED"), FIRST)] * 2
    assert certificates[0].message.endswith(
        "since nobody of the campus who is free then may be Medical Group Supervisor without."
    )
    assert certificates[0] in year.charts[0].remedies


def test_a_school_of_120_adults() -> None:
    adults = tuple(
        adult.model_copy(update={"staff_id": f"{adult.staff_id}-{copy}"})
        for copy in range(4)
        for adult in office()
    )
    staff = (*adults, *teachers(72))
    assert len(staff) == 120
    kinds = (DrillType.FIRE_EVACUATION, DrillType.EARTHQUAKE, DrillType.REUNIFICATION, DrillType.FULL_SCALE)
    year = organized(staff, year_of(kinds))
    for chart in year.charts:
        assert chart.band is Band.L
        assert chart.closed == ()
        assert not [
            gap for gap in chart.gaps if gap.kind is not GapKind.TRAINING and gap.kind is not GapKind.COMMAND
        ]
    fire, quake, reunification, full = year.charts
    assert "OPS-OSC" in led(fire)
    assert {"PLN-PSC", "LOG-LSC", "OPS-OSC"} <= set(led(quake))
    # The reunification branch replaces the two gates, with leads if the director has too many reports.
    assert "OPS-SRL" not in led(reunification)
    assert {"REU-BD", "REU-CHK", "REU-RUN", "REU-CIL"} <= set(led(reunification))
    assert len(led(reunification)["REU-CHK"]) == 2
    assert {"OPS-RBD", "OPS-SBD", "FIN-FSC"} <= set(led(full))
    # Four drills cannot give everyone in line of every post a lead, and the remedies say so.
    assert {remedy.kind for remedy in year.remedies} == {RemedyKind.PRACTICE}
    assert len(year.remedies) <= 4


def test_the_sheet_says_what_is_missing_in_one_line_and_whom_to_ask() -> None:
    staff = (*office()[:7], *teachers(6))
    drills = year_of((DrillType.EARTHQUAKE,))
    chart = organize_year(drills, space_of((*staff, *office("elm")), (ELM,))).chart(drills[0].drill_id)
    points = open_points(chart)
    assert sum("another post is left empty" in point for point in points) == 1
    assert any("Nobody else may do its work: somebody is to be asked." in point for point in points)
    assert any(point.startswith("To do: 09/09/2025, Release Gate: ask Sample elm-") for point in points)
