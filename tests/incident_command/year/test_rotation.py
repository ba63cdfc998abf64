"""Who leads over a whole year: against trying every way, and what holds for any school and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.incident_command.activation.activated_positions import activate_positions
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.leaders import Leaders
from drillplanner.incident_command.assignment.staffing import Staffing
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    position_weight,
    suitability_cost,
)
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.year.crews import Crew
from drillplanner.incident_command.year.organize_district import CampusCharts, organize_year
from drillplanner.incident_command.year.rotation import rotate_leads
from drillplanner.model import Absence, Drill, DrillType, PeriodTag, StaffMember
from tests.builders import campus
from tests.incident_command.lawful import assert_lawful
from tests.incident_command.people import CERTIFICATES, TITLES, person
from tests.incident_command.schools import FIRST, office, space_of, teachers, year_of
from tests.incident_command.schools import KINDS as KINDS_OF_A_YEAR

CATALOGUE = load_catalog()
POSTS = ("CMD-IC", "CMD-SO", "PLN-DOC")
KINDS = (DrillType.SECURE, DrillType.FIRE_EVACUATION, DrillType.EARTHQUAKE)
#: As in the module: what a lead costs by tier, and what an alternate costs who never leads.
BY_TIER = {Tier.L1: 1, Tier.L2: 2, Tier.L3: 3}


@st.composite
def small_years(draw: st.DrawFn) -> tuple[list[Staffing], dict[str, Crew]]:
    """Up to three drills of up to three posts, four people of whom some are missing, crews of up to three."""
    people = [candidate_of(person(f"p{number}", draw(st.sampled_from(TITLES)))) for number in range(4)]
    ids = [one.staff_id for one in people]
    crews = {
        post: tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))) for post in POSTS
    }
    year = []
    for _ in range(draw(st.integers(1, 3))):
        posts = draw(st.lists(st.sampled_from(POSTS), min_size=1, max_size=3, unique=True))
        opening = activate_positions(draw(st.sampled_from(KINDS)), tuple(posts), CATALOGUE, students_attend=False)
        there = draw(st.lists(st.sampled_from(people), min_size=3, max_size=4, unique_by=lambda one: one.staff_id))
        opened = [one for one in opening.opened if one in POSTS]
        firm: dict[str, ActivationReason] = {post: opening.opened[post] for post in opened}
        opening = replace(opening, opened=firm, supervisor={}, on_call={})
        held: Leaders = {post: (one,) for post, one in zip(opened, draw(st.permutations(there)), strict=False)}
        year.append(Staffing(opening, StaffAvailability(free=tuple(there)), held))
    return year, crews


def points(year: Sequence[Staffing], led: Sequence[dict[str, Candidate]], crews: dict[str, Crew]) -> int:
    """What a way of leading the year costs, counted plainly."""
    could = {
        (post, way.staff_id)
        for staffing in year
        for post in staffing.people
        for way in ways(staffing, post, crews)
        if way.staff_id in crews[post]
    }
    does = {(post, one.staff_id) for way in led for post, one in way.items()}
    fit = sum(
        20
        * BY_TIER[staffing.activated.tier]
        * position_weight(CATALOGUE.by_id[post])
        * suitability_cost(one, CATALOGUE.by_id[post])
        for staffing, way in zip(year, led, strict=True)
        for post, one in way.items()
    )
    times = Counter(one.staff_id for way in led for one in way.values())
    return 1_000_000 * len(could - does) + fit + sum(number * (number - 1) // 2 for number in times.values())


def ways(staffing: Staffing, post: str, crews: dict[str, Crew]) -> list[Candidate]:
    crew = [one for one in staffing.availability.free if one.staff_id in crews[post]]
    return list({one.staff_id: one for one in (staffing.people[post][0], *crew)}.values())


def every_way(staffing: Staffing, crews: dict[str, Crew]) -> Iterator[dict[str, Candidate]]:
    posts = list(staffing.people)
    for chosen in product(*(ways(staffing, post, crews) for post in posts)):
        if len({one.staff_id for one in chosen}) == len(posts):
            yield dict(zip(posts, chosen, strict=True))


@given(small_years())
@settings(max_examples=40, deadline=None)
def test_no_other_way_of_leading_the_year_is_better(case: tuple[list[Staffing], dict[str, Crew]]) -> None:
    year, crews = case
    made = [
        {post: members[0] for post, members in staffing.people.items() if post in POSTS}
        for staffing in rotate_leads(year, crews, CATALOGUE)
    ]
    best = min(points(year, led, crews) for led in product(*(list(every_way(one, crews)) for one in year)))
    assert points(year, made, crews) == best
    for way in made:
        assert len({one.staff_id for one in way.values()}) == len(way)


def campus_year(staff: tuple[StaffMember, ...], drills: tuple[Drill, ...]) -> CampusCharts:
    return organize_year(drills, space_of(staff)).campus("oak")


def test_every_alternate_leads_at_least_once_in_the_year() -> None:
    fire = (DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN)
    made = campus_year((*office(), *teachers(8)), year_of(fire * 5))
    assert len(made.charts) == 10
    for one in made.practice:
        times = sum(one.position_id in chart.by_id for chart in made.charts)
        if times >= 3:
            assert one.led >= 1, one
    # The one for whom a post is meant leads it on all other days.
    principal = next(one for one in made.practice if one.position_id == "CMD-IC")
    assert (principal.name, principal.led, principal.alternate) == ("Sample oak-00", 8, 2)


def test_the_load_is_shared_among_equals() -> None:
    aides = tuple(person(f"a{number}", "Instructional Aide") for number in range(3))
    made = campus_year((*office()[:8], *aides), year_of((DrillType.FIRE_EVACUATION,) * 9))
    times = Counter({aide.staff_id: 0 for aide in aides})
    for one in made.practice:
        if one.staff_id in times:
            times[one.staff_id] += one.led
    assert max(times.values()) - min(times.values()) <= 1, times


def test_a_certificate_counts_from_and_until_its_days() -> None:
    first, last = FIRST, FIRST + timedelta(weeks=6)
    nurse = person("nu", "Secretary", certifications=(f"first_aid until {last - timedelta(1)}",))
    later = person("la", "Librarian", certifications=(f"first_aid from {last}", "cpr_aed"))
    made = campus_year((*office(certifications=())[:3], nurse, later), year_of((DrillType.CARDIAC,) * 3))
    assert [chart.by_id["OPS-MED"].people[0].staff_id for chart in made.charts] == ["la", "la", "la"]
    without_cpr = later.model_copy(update={"certifications": (f"first_aid from {last}",)})
    made = campus_year((*office(certifications=())[:3], nurse, without_cpr), year_of((DrillType.CARDIAC,) * 3))
    assert made.charts[0].date == first
    assert [chart.by_id["OPS-MED"].people[0].staff_id for chart in made.charts] == ["nu", "nu", "la"]


def test_posts_are_merged_only_under_one_supervisor_and_as_the_catalogue_allows() -> None:
    staff = office()[:7]  # the nurse stays free for first aid
    made = campus_year(staff, year_of((DrillType.EARTHQUAKE, DrillType.SEVERE_WEATHER)))
    merged = {
        (post.position_id, other)
        for chart in made.charts
        for post in chart.posts
        for other in post.merged_with
        if post.position_id < other
    }
    assert ("LOG-COM", "PLN-DOC") in merged
    for first, second in merged:
        assert CATALOGUE.may_merge(first, second)


def test_the_order_of_files_and_of_asking_changes_nothing() -> None:
    staff = (*office()[2:], *teachers(5), *office("elm"))
    drills = (*year_of(KINDS_OF_A_YEAR[:5]), *year_of(KINDS_OF_A_YEAR[2:7], campus_id="elm"))
    space = space_of(staff, (campus("elm"),))
    turned = space.model_copy(update={"staff": staff[::-1]})
    forward, backward = organize_year(drills, space), organize_year(drills[::-1], turned)
    ids = [drill.drill_id for drill in drills]
    assert [forward.chart(one) for one in ids] == [backward.chart(one) for one in ids[::-1]][::-1]
    assert [year.campus_id for year in forward.campuses()] == ["elm", "oak"]
    assert len(list(forward.charts())) == len(drills)


def test_a_neighbour_who_has_a_drill_of_their_own_is_not_asked() -> None:
    alone = (person("a", "Principal"),)
    drills = year_of((DrillType.FIRE_EVACUATION,))
    space = space_of((*alone, *office("elm"), *office("fir")), (campus("elm"), campus("fir")))
    ask = organize_year(drills, space).chart(drills[0].drill_id).remedies
    assert "elm" in {one.from_campus for one in ask}
    same_time = year_of((DrillType.FIRE_EVACUATION,), campus_id="elm")
    ask = organize_year((*drills, *same_time), space).chart(drills[0].drill_id).remedies
    assert {one.from_campus for one in ask} == {"fir", ""}
    district = person("d", "Safety Supervisor", campus_id="district")
    with_office = space.model_copy(update={"staff": (*space.staff, district)})
    ask = organize_year(drills, with_office).chart(drills[0].drill_id).remedies
    assert "the district's office" not in " ".join(one.message for one in ask if one.staff_id != "d")


@st.composite
def schools(draw: st.DrawFn) -> tuple[tuple[StaffMember, ...], tuple[Drill, ...]]:
    """Up to 24 adults, part-time, absent, before a class or not, and a year of up to six drills."""
    people = []
    for place in range(draw(st.integers(0, 24))):
        teaches = draw(st.booleans())
        away = FIRST + timedelta(weeks=3 * draw(st.integers(0, 5)))
        people.append(
            person(
                f"p{place:02d}",
                "Teacher" if teaches else draw(st.sampled_from(TITLES)),
                certifications=tuple(draw(st.lists(st.sampled_from(CERTIFICATES), max_size=3, unique=True))),
                teaches=teaches,
            ).model_copy(
                update={
                    "days": draw(st.sampled_from([None, None, (1,), (0, 2, 4)])),
                    "absent": draw(st.sampled_from([(), (Absence(first=away, last=away + timedelta(30)),)])),
                    "free_periods": draw(st.sampled_from([(), ("Period 2",)])),
                }
            )
        )
    kinds = draw(st.lists(st.sampled_from(DrillType), min_size=1, max_size=6))
    tags = draw(st.sampled_from([None, (), (PeriodTag.INSTRUCTION,), (PeriodTag.LUNCH,)]))
    return tuple(people), year_of(kinds, period_tags=tags, agencies=draw(st.sampled_from([(), ("police",)])))


@given(schools())
@settings(max_examples=12, deadline=None)
def test_what_holds_for_any_school_and_year(case: tuple[tuple[StaffMember, ...], tuple[Drill, ...]]) -> None:
    staff, drills = case
    made = campus_year(staff, drills)
    for chart, drill in zip(made.charts, drills, strict=True):
        assert_lawful(chart, drill, staff)
        for post in chart.posts:
            # Nothing is vacant in silence: somebody is to be asked, or the staff to be entered.
            if post.vacancy and staff:
                assert any(post.position_id in remedy.position_ids for remedy in chart.remedies)
        assert staff or [remedy.kind for remedy in chart.remedies] == ["enter_staff"]
        for remedy in chart.remedies:
            assert remedy.message.endswith(".")
            assert remedy.by is not None
    dates = [chart.date or date.max for chart in made.charts]
    assert dates == sorted(dates)
