"""Who leads over a whole year: compared with every possible way, and what holds for any school and year."""

from __future__ import annotations

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

CATALOG = load_catalog()
POSTS = ("CMD-IC", "CMD-SO", "PLN-DOC")
KINDS = (DrillType.SECURE, DrillType.FIRE_EVACUATION, DrillType.EARTHQUAKE)
#: As in the module: the cost of a lead, by tier.
BY_TIER = {Tier.L1: 1, Tier.L2: 2, Tier.L3: 3}


@st.composite
def small_years(draw: st.DrawFn) -> tuple[list[Staffing], dict[str, Crew]]:
    """Up to three drills of up to three posts, four people of whom some are missing, crews of up to three."""
    people = [candidate_of(person(f"p{number}", draw(st.sampled_from(TITLES)))) for number in range(4)]
    ids = [candidate.staff_id for candidate in people]
    crews = {
        post: tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))) for post in POSTS
    }
    year = []
    for _ in range(draw(st.integers(1, 3))):
        posts = draw(st.lists(st.sampled_from(POSTS), min_size=1, max_size=3, unique=True))
        activated = activate_positions(draw(st.sampled_from(KINDS)), tuple(posts), CATALOG, students_attend=False)
        present = draw(
            st.lists(
                st.sampled_from(people), min_size=3, max_size=4, unique_by=lambda candidate: candidate.staff_id
            )
        )
        opened = [post for post in activated.opened if post in POSTS]
        reasons: dict[str, ActivationReason] = {post: activated.opened[post] for post in opened}
        activated = replace(activated, opened=reasons, supervisor={}, on_call={})
        leaders: Leaders = {
            post: (leader,) for post, leader in zip(opened, draw(st.permutations(present)), strict=False)
        }
        year.append(Staffing(activated, StaffAvailability(free=tuple(present)), leaders))
    return year, crews


def points(year: Sequence[Staffing], year_leads: Sequence[dict[str, Candidate]], crews: dict[str, Crew]) -> int:
    """Return the cost of a way of leading the year, counted plainly."""
    could = {
        (post, candidate.staff_id)
        for staffing in year
        for post in staffing.people
        for candidate in possible_leaders(staffing, post, crews)
        if candidate.staff_id in crews[post]
    }
    led_posts = {(post, candidate.staff_id) for leads in year_leads for post, candidate in leads.items()}
    fit_cost = sum(
        BY_TIER[staffing.activated.tier]
        * position_weight(CATALOG.by_id[post])
        * suitability_cost(candidate, CATALOG.by_id[post])
        for staffing, leads in zip(year, year_leads, strict=True)
        for post, candidate in leads.items()
    )
    others = sum(candidate.staff_id != crews[post][0] for leads in year_leads for post, candidate in leads.items())
    return 500_000 * len(could - led_posts) + 15_000 * others + fit_cost


def possible_leaders(staffing: Staffing, post: str, crews: dict[str, Crew]) -> list[Candidate]:
    crew = [candidate for candidate in staffing.availability.free if candidate.staff_id in crews[post]]
    return list({candidate.staff_id: candidate for candidate in (staffing.people[post][0], *crew)}.values())


def every_way(staffing: Staffing, crews: dict[str, Crew]) -> Iterator[dict[str, Candidate]]:
    posts = list(staffing.people)
    for chosen in product(*(possible_leaders(staffing, post, crews) for post in posts)):
        if len({candidate.staff_id for candidate in chosen}) == len(posts):
            yield dict(zip(posts, chosen, strict=True))


@given(small_years())
@settings(max_examples=40, deadline=None)
def test_no_other_way_of_leading_the_year_is_better(case: tuple[list[Staffing], dict[str, Crew]]) -> None:
    year, crews = case
    rotated = [
        {post: members[0] for post, members in staffing.people.items() if post in POSTS}
        for staffing in rotate_leads(year, crews, CATALOG)
    ]
    best = min(
        points(year, leads, crews) for leads in product(*(list(every_way(staffing, crews)) for staffing in year))
    )
    assert points(year, rotated, crews) == best
    for drill_leads in rotated:
        assert len({candidate.staff_id for candidate in drill_leads.values()}) == len(drill_leads)


def campus_year(staff: tuple[StaffMember, ...], drills: tuple[Drill, ...]) -> CampusCharts:
    return organize_year(drills, space_of(staff)).campus("oak")


def test_every_alternate_leads_at_least_once_in_the_year() -> None:
    fire = (DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN)
    charts = campus_year((*office(), *teachers(8)), year_of(fire * 5))
    assert len(charts.charts) == 10
    for practice in charts.practice:
        times = sum(practice.position_id in chart.by_id for chart in charts.charts)
        if times >= 3 and not CATALOG.by_id[practice.position_id].is_child_critical:
            assert practice.led >= 1, practice
    # The person for whom a post is meant leads it on all other days.
    principal = next(practice for practice in charts.practice if practice.position_id == "CMD-IC")
    assert (principal.name, principal.led, principal.alternate) == ("Sample oak-00", 8, 2)


def test_the_same_person_has_the_same_post_all_year_and_alternates_lead_it_once() -> None:
    aides = tuple(person(f"a{number}", "Instructional Aide") for number in range(3))
    charts = campus_year((*office()[:8], *aides), year_of((DrillType.FIRE_EVACUATION,) * 9))
    led: dict[str, list[int]] = {}
    for practice in charts.practice:
        if practice.led:
            led.setdefault(practice.position_id, []).append(practice.led)
    assert set(led) == {post.position_id for post in charts.charts[0].posts if post.people}
    for position_id, times in led.items():
        usual, *others = sorted(times, reverse=True)
        assert usual >= 5, position_id
        assert sum(others) <= 4, position_id
        # Nobody else there qualifies for a post for children.
        assert (usual == 9) == CATALOG.by_id[position_id].is_child_critical


def test_nobody_unqualified_leads_a_post_for_children_for_practice() -> None:
    charts = campus_year((*office(), *teachers(8)), year_of((DrillType.LOCKDOWN,) * 6))
    leads = [chart.by_id["OPS-CIT"] for chart in charts.charts]
    assert {post.people[0].job for post in leads} == {"School Counselor"}
    alternates = {alternate.staff_id for post in leads for alternate in post.alternates}
    why = {p.why for p in charts.practice if p.position_id == "OPS-CIT" and p.staff_id in alternates}
    assert why == {"steps in only while nobody who qualifies by title is there"}


def test_a_certificate_counts_from_its_first_to_its_last_day() -> None:
    first, last = FIRST, FIRST + timedelta(weeks=6)
    nurse = person("nu", "Secretary", certifications=(f"first_aid until {last - timedelta(1)}",))
    later = person("la", "Librarian", certifications=(f"first_aid from {last}", "cpr_aed"))
    year = campus_year((*office(certifications=())[:3], nurse, later), year_of((DrillType.CARDIAC,) * 3))
    assert [chart.by_id["OPS-MED"].people[0].staff_id for chart in year.charts] == ["la", "la", "la"]
    without_cpr = later.model_copy(update={"certifications": (f"first_aid from {last}",)})
    year = campus_year((*office(certifications=())[:3], nurse, without_cpr), year_of((DrillType.CARDIAC,) * 3))
    assert year.charts[0].date == first
    assert [chart.by_id["OPS-MED"].people[0].staff_id for chart in year.charts] == ["nu", "nu", "la"]


def test_posts_are_merged_only_under_one_supervisor_and_as_the_catalog_allows() -> None:
    staff = office()[:7]  # the nurse stays free for first aid
    year = campus_year(staff, year_of((DrillType.EARTHQUAKE, DrillType.SEVERE_WEATHER)))
    merged = {
        (post.position_id, other)
        for chart in year.charts
        for post in chart.posts
        for other in post.merged_with
        if post.position_id < other
    }
    assert ("LOG-COM", "PLN-DOC") in merged
    for first, second in merged:
        assert CATALOG.may_merge(first, second)


def test_the_order_of_files_and_requests_changes_nothing() -> None:
    staff = (*office()[2:], *teachers(5), *office("elm"))
    drills = (*year_of(KINDS_OF_A_YEAR[:5]), *year_of(KINDS_OF_A_YEAR[2:7], campus_id="elm"))
    space = space_of(staff, (campus("elm"),))
    turned = space.model_copy(update={"staff": staff[::-1]})
    forward, backward = organize_year(drills, space), organize_year(drills[::-1], turned)
    ids = [drill.drill_id for drill in drills]
    assert [forward.chart(drill_id) for drill_id in ids] == [backward.chart(drill_id) for drill_id in ids[::-1]][
        ::-1
    ]
    assert [year.campus_id for year in forward.campuses()] == ["elm", "oak"]
    assert len(list(forward.charts())) == len(drills)


def test_a_neighbor_whose_own_campus_drills_is_not_asked() -> None:
    alone = (person("a", "Principal"),)
    drills = year_of((DrillType.FIRE_EVACUATION,))
    space = space_of((*alone, *office("elm"), *office("fir")), (campus("elm"), campus("fir")))
    ask = organize_year(drills, space).chart(drills[0].drill_id).remedies
    assert "elm" in {remedy.from_campus for remedy in ask}
    same_time = year_of((DrillType.FIRE_EVACUATION,), campus_id="elm")
    ask = organize_year((*drills, *same_time), space).chart(drills[0].drill_id).remedies
    assert {remedy.from_campus for remedy in ask} == {"fir", ""}
    district = person("d", "Safety Supervisor", campus_id="district")
    with_office = space.model_copy(update={"staff": (*space.staff, district)})
    ask = organize_year(drills, with_office).chart(drills[0].drill_id).remedies
    assert "the district's office" not in " ".join(remedy.message for remedy in ask if remedy.staff_id != "d")


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
def test_every_year_is_lawful_and_every_vacancy_has_a_remedy(
    case: tuple[tuple[StaffMember, ...], tuple[Drill, ...]],
) -> None:
    staff, drills = case
    year = campus_year(staff, drills)
    for chart, drill in zip(year.charts, drills, strict=True):
        assert_lawful(chart, drill, staff)
        for post in chart.posts:
            # A remedy goes with every vacancy: a person to ask, or the staff list to enter.
            if post.vacancy and staff:
                assert any(post.position_id in remedy.position_ids for remedy in chart.remedies)
        assert staff or [remedy.kind for remedy in chart.remedies] == ["enter_staff"]
        for remedy in chart.remedies:
            assert remedy.message.endswith(".")
            assert remedy.by is not None
    dates = [chart.date or date.max for chart in year.charts]
    assert dates == sorted(dates)
