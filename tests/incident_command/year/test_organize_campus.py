"""The role chart of a drill: small cases exactly, and what holds for any staff list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.incident_command.chart.role_chart import ClassCover, GapKind, RoleChart
from drillplanner.incident_command.positions.catalog import Band, Tier
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.year.organize_campus import organize_drill
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import (
    Agency,
    AgencyKind,
    Audience,
    DrillFormat,
    DrillType,
    PeriodTag,
    Scenario,
    StaffMember,
)
from tests.builders import campus, drill, scenario
from tests.incident_command.lawful import assert_lawful
from tests.incident_command.people import person, staff_lists
from tests.incident_command.schools import office, space_of, teachers, year_of

OAK = campus("oak")
POLICE = Agency(agency_id="police", name="Police (invented)", kind=AgencyKind.POLICE)
FIRE = Agency(agency_id="engine-7", name="Engine 7 (invented)", kind=AgencyKind.FIRE)
LESSON = (PeriodTag.INSTRUCTION,)
STAFF = (
    person("pr", "Principal", certifications=("IS-100", "IS-700", "IS-200", "IS-800"), name="Sample Alder"),
    person("ap", "Assistant Principal", certifications=("IS-100",), name="Sample Birch"),
    person("cu", "Head Custodian", name="Sample Cedar"),
    person("nu", "School Nurse", certifications=("IS-100",), name="Sample Dogwood"),
    person("se", "Secretary", name="Sample Elm"),
    person("t1", "Teacher", teaches=True),
    person("t2", "Teacher", teaches=True),
    person("xx", "Principal", campus_id="elm"),
)


def opening(*positions: str, drill_format: DrillFormat = DrillFormat.PHYSICAL) -> Scenario:
    return scenario("fire", DrillType.FIRE_EVACUATION, drill_format=drill_format).model_copy(
        update={"positions": positions}
    )


def chart_of(
    *positions: str,
    staff: tuple[StaffMember, ...] = STAFF,
    agencies: tuple[Agency, ...] = (POLICE, FIRE),
    turn: int = 0,
    **more: object,
) -> RoleChart:
    planned = drill("oak", DrillType.FIRE_EVACUATION, date(2025, 10, 7), 1, **({"period_tags": LESSON} | more))
    return organize_drill(planned, opening(*positions), OAK, staff, agencies, turn=turn)


def test_a_small_school() -> None:
    chart = chart_of("CMD-SO", "OPS-SFC", "OPS-STC", "PLN-DOC")
    assert chart.tier is Tier.L2
    assert {post.position_id: [holder.name for holder in post.people] for post in chart.posts} == {
        "CMD-IC": ["Sample Alder"],
        "CMD-SO": ["Sample Birch"],
        "OPS-SFC": ["Sample Cedar"],
        "OPS-TCH": [],
        "PLN-DOC": ["Sample Elm"],
    }
    assert chart.by_id["OPS-TCH"].everyone == "2 teachers, each with a class"
    assert (chart.band, chart.adults_free) == (Band.S, 5)
    assert chart.closed == ("OPS-STC",)
    assert "OPS-STC" in chart.by_id["CMD-IC"].absorbs
    assert [(post.short, post.people[0].name) for post in chart.on_call if post.people] == [
        ("First aid", "Sample Dogwood")
    ]
    assert [gap.message for gap in chart.gaps if gap.kind in (GapKind.VACANT, GapKind.CLOSED)] == [
        "Student Care Group Supervisor: not opened, too few people are free; the Incident Commander does its work."
    ]


@pytest.mark.parametrize(
    ("tags", "free_periods", "teaching"),
    [
        ((PeriodTag.INSTRUCTION,), (), "3 teachers, each with a class"),
        ((PeriodTag.LUNCH,), (), "3 teachers, each with a class"),
        ((PeriodTag.INSTRUCTION,), ("Period 2",), "2 teachers, each with a class"),
    ],
)
def test_a_teacher_in_a_free_period_is_not_counted_as_having_a_class(
    tags: tuple[PeriodTag, ...], free_periods: tuple[str, ...], teaching: str
) -> None:
    first, *others = teachers(3)
    staff = (*office()[:4], first.model_copy(update={"free_periods": free_periods}), *others)
    (drill,) = year_of((DrillType.FIRE_EVACUATION,), period_tags=tags)
    (chart,) = organize_year((drill,), space_of(staff)).charts()
    assert chart.by_id["OPS-TCH"].everyone == teaching


def test_missing_training_is_reported_and_excludes_no_one() -> None:
    chart = chart_of("CMD-SO")
    assert chart.by_id["CMD-IC"].people[0].needs == ()
    assert chart.by_id["CMD-SO"].people[0].needs == ("IS-700", "IS-200", "IS-800")
    assert "Sample Birch (Safety Officer): no record of IS-700, IS-200, IS-800." in [
        gap.message for gap in chart.gaps
    ]


def test_each_post_has_two_alternates_and_counts_their_other_posts() -> None:
    chart = chart_of("CMD-SO", "PLN-DOC")
    assert [alternate.name for alternate in chart.by_id["CMD-IC"].alternates] == ["Sample Birch", "Sample Elm"]
    counted = {alternate.name: alternate.alternate_in for post in chart.posts for alternate in post.alternates}
    for name, times in counted.items():
        assert times == sum(alternate.name == name for post in chart.posts for alternate in post.alternates)


def test_a_teacher_leads_nothing_and_stands_in_from_a_class_only_if_another_takes_it() -> None:
    few = (STAFF[0], *STAFF[5:7])
    in_lesson = chart_of("PLN-DOC", staff=few)
    assert in_lesson.closed == ("PLN-DOC",)
    (alternate,) = in_lesson.by_id["CMD-IC"].alternates
    assert (alternate.staff_id, alternate.class_covered_by) == ("t1", ClassCover(staff_id="t2", name="Sample t2"))
    assert [gap.message for gap in in_lesson.gaps if gap.kind is GapKind.COVERED_CLASS] == [
        "Sample t1 would leave a class to be Incident Commander; Sample t2 would take it."
    ]
    # Where two adults are at work there is nobody else: the teacher stands in with the class beside.
    (other,) = chart_of("PLN-DOC", staff=few[:2]).by_id["CMD-IC"].alternates
    assert (other.staff_id, other.class_covered_by) == ("t1", None)
    at_lunch = chart_of("PLN-DOC", staff=few, period_tags=(PeriodTag.LUNCH,))
    assert [alternate.staff_id for alternate in at_lunch.by_id["CMD-IC"].alternates] == ["t1", "t2"]
    assert at_lunch.closed == ("PLN-DOC",)
    # A schedule without a time counts as in a lesson.
    not_said = chart_of("PLN-DOC", staff=few, period_tags=None)
    assert not_said.by_id["CMD-IC"].alternates == (alternate,)
    # In a free period, and outside school hours, a teacher is free.
    with_free_period = (few[0], few[1].model_copy(update={"free_periods": ("Period 3",)}))
    free = chart_of("PLN-DOC", staff=with_free_period, period="Period 3")
    assert [holder.staff_id for holder in free.by_id["PLN-DOC"].people] == ["t1"]
    after_school = chart_of("PLN-DOC", staff=few[:2], period_tags=())
    assert [holder.staff_id for holder in after_school.by_id["PLN-DOC"].people] == ["t1"]


@pytest.mark.parametrize(
    ("staff", "reason"),
    [
        ((), "no staff list for this campus"),
        ((STAFF[7],), "no staff list for this campus"),
        ((STAFF[5],), "nobody is free of a class"),
        ((STAFF[0],), "nobody who is free has the certificate it needs"),
    ],
)
def test_a_vacancy_says_why(staff: tuple[StaffMember, ...], reason: str) -> None:
    post = chart_of("OPS-MED", staff=staff).by_id["OPS-MED"]
    assert post.vacant
    assert post.vacancy == reason


def test_two_adults_name_each_other() -> None:
    chart = chart_of("CMD-SO", "PLN-DOC", staff=(STAFF[0], STAFF[4]))
    lines = {
        post.position_id: ([holder.staff_id for holder in post.people], [a.staff_id for a in post.alternates])
        for post in chart.posts
        if post.people
    }
    assert lines["CMD-IC"] == (["pr"], ["se"])
    assert len(lines) == 2
    assert all(sorted([*people, *alternates]) == ["pr", "se"] for people, alternates in lines.values())


def test_a_team_short_of_people_says_how_short() -> None:
    chart = chart_of("OPS-SRM", staff=(STAFF[0], STAFF[2]))
    post = chart.by_id["OPS-SRM"]
    assert not post.vacant
    assert post.vacancy == "1 of 2 people"
    assert any(gap.message == "Search and Rescue Team: short of people, 1 of 2 people." for gap in chart.gaps)


def test_an_agency_works_with_the_liaison_officer_or_with_command() -> None:
    planned = drill(
        "oak", DrillType.FIRE_EVACUATION, date(2025, 10, 7), period_tags=LESSON, agencies=("engine-7",)
    )
    chart = organize_drill(planned, opening("OPS-SFC"), OAK, STAFF, (POLICE, FIRE))
    assert [(seat.name, seat.reports_to) for seat in chart.agencies] == [("Engine 7 (invented)", "CMD-LNO")]
    few = organize_drill(planned, opening("OPS-SFC"), OAK, STAFF[:1], (POLICE, FIRE))
    assert "CMD-LNO" not in few.by_id
    assert [seat.reports_to for seat in few.agencies] == ["CMD-IC"]
    assert [gap.message for gap in few.gaps if gap.kind is GapKind.LIAISON] == [
        "An outside agency attends and nobody is free as Liaison Officer; the Incident Commander meets it."
    ]


def test_an_agency_may_be_named_by_its_kind_only() -> None:
    planned = drill("oak", DrillType.FIRE_EVACUATION, date(2025, 10, 7), agencies=("fire", "emergency_medical"))
    chart = organize_drill(planned, opening("OPS-SFC"), OAK, STAFF, (POLICE, FIRE))
    assert [seat.name for seat in chart.agencies] == ["Engine 7 (invented)", "Emergency medical services"]


def test_unified_command_needs_an_agency() -> None:
    planned = drill("oak", DrillType.FIRE_EVACUATION, date(2025, 10, 7), agencies=("police",))
    joint = organize_drill(planned, opening("CMD-UC", "OPS-SFC"), OAK, STAFF, (POLICE,))
    assert joint.unified
    assert [seat.in_command for seat in joint.agencies] == [True]
    alone = chart_of("CMD-UC", "OPS-SFC")
    assert not alone.unified
    assert alone.gaps[0].kind is GapKind.COMMAND


def test_a_tabletop_says_who_would_act_and_staff_alone_have_no_classes() -> None:
    planned = drill("oak", DrillType.FIRE_EVACUATION, date(2025, 10, 7), format=DrillFormat.TABLETOP)
    chart = organize_drill(planned, opening("OPS-SFC"), OAK, STAFF, ())
    assert chart.who_would
    assert "OPS-TCH" not in chart_of("OPS-SFC", audience=Audience.STAFF).by_id


def test_an_unknown_position_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        chart_of("OPS-SFD")
    assert "'positions' names a position that is not in the catalogue" in str(caught.value)
    assert "Maybe you meant 'OPS-SFC'." in str(caught.value)


@given(
    staff_lists(),
    st.sets(st.sampled_from([position.id for position in load_catalog().positions])),
    st.sampled_from([None, LESSON, (PeriodTag.LUNCH,)]),
    st.sampled_from([(), ("police",), ("police", "engine-7")]),
    st.integers(0, 5),
)
@settings(max_examples=60, deadline=None)
def test_every_chart_is_lawful_and_independent_of_the_order_of_staff(
    staff: tuple[StaffMember, ...],
    positions: set[str],
    tags: tuple[PeriodTag, ...] | None,
    attending: tuple[str, ...],
    turn: int,
) -> None:
    planned = drill("oak", DrillType.EARTHQUAKE, date(2025, 10, 7), period_tags=tags, agencies=attending)
    for used_scenario in (opening(*sorted(positions)), None):
        chart = organize_drill(planned, used_scenario, OAK, staff, (POLICE, FIRE), turn=turn)
        assert_lawful(chart, planned, staff)
        assert chart == organize_drill(planned, used_scenario, OAK, staff[::-1], (POLICE, FIRE), turn=turn)
