"""Alternates: best first, no post left behind, and a chain to a reserve if one is possible."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.incident_command.activation.activated_positions import activate_positions
from drillplanner.incident_command.assignment.availability import StaffAvailability
from drillplanner.incident_command.assignment.staffing import Staffing, fit_to_people
from drillplanner.incident_command.assignment.succession import ALTERNATES, name_alternates
from drillplanner.incident_command.assignment.suitability import candidate_of, may_hold
from drillplanner.incident_command.positions.catalog import FilledBy
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.year.rotation import assign_leads_to_drills
from drillplanner.model import DrillType, StaffMember
from tests.incident_command.people import person, staff_lists

CATALOG = load_catalog()


def staffed(people: tuple[StaffMember, ...], *posts: str, drill_type: DrillType = DrillType.SECURE) -> Staffing:
    availability = StaffAvailability(
        free=tuple(candidate_of(member) for member in people if not member.teaches),
        with_class=tuple(candidate_of(member) for member in people if member.teaches),
    )
    shape = CATALOG.band_of(len(availability.free))
    activated = activate_positions(drill_type, posts, CATALOG, students_attend=False, shape=shape)
    return fit_to_people(activated, availability, shape, CATALOG)


def test_alternates_are_best_first_and_people_without_a_post_come_before_others() -> None:
    people = (
        person("pr", "Principal"),
        person("ap", "Assistant Principal"),
        person("su", "Supervisor of Science"),
        person("se", "Secretary"),
    )
    succession = name_alternates(staffed(people, "PLN-DOC"), CATALOG)
    assert [alternate.staff_id for alternate in succession.alternates["CMD-IC"]] == ["ap", "su"]
    assert succession.exposed == ()


def test_a_chain_of_alternates_leads_to_a_person_without_a_post() -> None:
    # An alternate with a post has to leave it, until a person without one joins.
    people = (person("pr", "Principal"), person("ap", "Assistant Principal"), person("se", "Secretary"))
    without = name_alternates(staffed(people, "CMD-SO", "PLN-DOC"), CATALOG)
    assert set(without.exposed) == {"CMD-IC", "CMD-SO", "PLN-DOC"}
    with_one = name_alternates(staffed((*people, person("ai", "Aide")), "CMD-SO", "PLN-DOC"), CATALOG)
    assert with_one.exposed == ()


def test_a_merged_post_has_the_alternates_of_its_host() -> None:
    people = (person("pr", "Principal"), person("se", "Secretary"), person("li", "Librarian"))
    staffing = staffed(people, "PLN-DOC", "PLN-SIT", "LOG-COM", drill_type=DrillType.SEVERE_WEATHER)
    assert staffing.merged
    succession = name_alternates(staffing, CATALOG)
    for merged_post, host in staffing.merged.items():
        assert succession.alternates.get(merged_post) == succession.alternates.get(host)


POSTS = ["CMD-SO", "CMD-LNO", "OPS-SFC", "OPS-MED", "OPS-STC", "OPS-AFN", "PLN-DOC", "LOG-COM"]


@given(staff_lists(most_people=12), st.sets(st.sampled_from(POSTS)))
@settings(max_examples=60, deadline=None)
def test_one_absence_leaves_a_post_empty_only_if_no_choice_could_prevent_it(
    people: tuple[StaffMember, ...], posts: set[str]
) -> None:
    staffing = staffed(people, *sorted(posts))
    succession = name_alternates(staffing, CATALOG)
    led_posts = [
        post for post in staffing.activated.opened if post in staffing.people and post not in staffing.merged
    ]
    post_of = {leader.staff_id: post for post in led_posts for leader in staffing.people[post]}
    on_call_ids = {
        leader.staff_id for post in staffing.activated.on_call for leader in staffing.people.get(post, ())
    }
    pool = (*staffing.availability.free, *staffing.availability.out_of_class)
    # Posts from which some chain of possible alternates leads to a person without a post.
    safe: set[str] = set()
    while True:
        newly_safe = {
            post
            for post in led_posts
            if post not in safe
            and any(
                all(may_hold(candidate, CATALOG.by_id[name]) for name in staffing.posts_held_with(post))
                and (
                    candidate.staff_id not in post_of
                    or (
                        post_of[candidate.staff_id] in safe and leaves(staffing, post_of[candidate.staff_id], post)
                    )
                )
                and (candidate.staff_id not in on_call_ids or leaves_call(staffing, candidate.staff_id, post))
                for candidate in pool
                if post_of.get(candidate.staff_id) != post
            )
        }
        if not newly_safe:
            break
        safe |= newly_safe
    assert {staffing.host_of(merged_post) for merged_post in succession.exposed} == set(led_posts) - safe
    for post in led_posts:
        names = [alternate.staff_id for alternate in succession.alternates.get(post, ())]
        assert len(names) <= ALTERNATES
        assert len(set(names)) == len(names)
        assert not {leader.staff_id for leader in staffing.people[post]} & set(names)
        assert CATALOG.by_id[post].filled_by is FilledBy.STAFF
    # Everyone who leaves a class has another adult for it.
    leaving = {
        member.staff_id
        for members in (*succession.alternates.values(), *staffing.people.values())
        for member in members
    }
    in_class = {candidate.staff_id for candidate in staffing.availability.with_class}
    assert set(succession.class_covers) == leaving & in_class
    keepers = [cover.staff_id for cover in succession.class_covers.values()]
    assert len(set(keepers)) == len(keepers)
    assert not set(keepers) & leaving


def leaves(staffing: Staffing, held_post: str, post: str) -> bool:
    return all(CATALOG.may_be_alternate(left_post, post) for left_post in staffing.posts_held_with(held_post))


def leaves_call(staffing: Staffing, staff_id: str, post: str) -> bool:
    return all(
        CATALOG.may_be_alternate(post_on_call, post)
        for post_on_call in staffing.activated.on_call
        if any(member.staff_id == staff_id for member in staffing.people.get(post_on_call, ()))
    )


@st.composite
def counted_leads(draw: st.DrawFn) -> tuple[list[list[int]], int]:
    """Return a table that some assignment produces: several matchings added up."""
    people = draw(st.integers(1, 6))
    posts = draw(st.integers(0, people))
    drills = draw(st.integers(1, 8))
    table = [[0] * people for _ in range(posts)]
    for _ in range(drills):
        for post, person_number in enumerate(draw(st.permutations(range(people)))[:posts]):
            table[post][person_number] += 1
    return table, drills


@given(counted_leads())
def test_counted_leads_are_assigned_to_drills_with_no_one_twice(case: tuple[list[list[int]], int]) -> None:
    table, drills = case
    assigned = assign_leads_to_drills(table, drills)
    assert len(assigned) == drills
    counted = [[0] * len(row) for row in table]
    for leads in assigned:
        assert len(set(leads)) == len(leads) == len(table)
        for post, person_number in enumerate(leads):
            counted[post][person_number] += 1
    assert counted == table
