"""Alternates: best first, leaving no post behind, and a chain to a reserve wherever there can be one."""

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

CATALOGUE = load_catalog()


def staffed(people: tuple[StaffMember, ...], *posts: str, drill_type: DrillType = DrillType.SECURE) -> Staffing:
    presence = StaffAvailability(
        free=tuple(candidate_of(one) for one in people if not one.teaches),
        with_class=tuple(candidate_of(one) for one in people if one.teaches),
    )
    shape = CATALOGUE.band_of(len(presence.free))
    opening = activate_positions(drill_type, posts, CATALOGUE, students_attend=False, shape=shape)
    return fit_to_people(opening, presence, shape, CATALOGUE)


def test_alternates_come_best_first_and_from_people_without_a_post_before_others() -> None:
    people = (
        person("pr", "Principal"),
        person("ap", "Assistant Principal"),
        person("su", "Supervisor of Science"),
        person("se", "Secretary"),
    )
    made = name_alternates(staffed(people, "PLN-DOC"), CATALOGUE)
    assert [alternate.staff_id for alternate in made.alternates["CMD-IC"]] == ["ap", "su"]
    assert made.exposed == ()


def test_a_chain_leads_to_the_one_who_has_no_post() -> None:
    # Whoever deputises for another leaves a post of their own, until somebody without one joins.
    people = (person("pr", "Principal"), person("ap", "Assistant Principal"), person("se", "Secretary"))
    without = name_alternates(staffed(people, "CMD-SO", "PLN-DOC"), CATALOGUE)
    assert set(without.exposed) == {"CMD-IC", "CMD-SO", "PLN-DOC"}
    with_one = name_alternates(staffed((*people, person("ai", "Aide")), "CMD-SO", "PLN-DOC"), CATALOGUE)
    assert with_one.exposed == ()


def test_a_merged_post_has_the_alternates_of_the_one_it_is_held_with() -> None:
    people = (person("pr", "Principal"), person("se", "Secretary"), person("li", "Librarian"))
    staffing = staffed(people, "PLN-DOC", "PLN-SIT", "LOG-COM", drill_type=DrillType.SEVERE_WEATHER)
    assert staffing.merged
    made = name_alternates(staffing, CATALOGUE)
    for one, host in staffing.merged.items():
        assert made.alternates.get(one) == made.alternates.get(host)


POSTS = ["CMD-SO", "CMD-LNO", "OPS-SFC", "OPS-MED", "OPS-STC", "OPS-AFN", "PLN-DOC", "LOG-COM"]


@given(staff_lists(most=12), st.sets(st.sampled_from(POSTS)))
@settings(max_examples=60, deadline=None)
def test_one_absence_leaves_a_post_empty_only_where_nobody_could_prevent_it(
    people: tuple[StaffMember, ...], posts: set[str]
) -> None:
    staffing = staffed(people, *sorted(posts))
    made = name_alternates(staffing, CATALOGUE)
    led = [one for one in staffing.activated.opened if one in staffing.people and one not in staffing.merged]
    own = {one.staff_id: post for post in led for one in staffing.people[post]}
    firm = {one.staff_id for post in staffing.activated.on_call for one in staffing.people.get(post, ())}
    pool = (*staffing.availability.free, *staffing.availability.out_of_class)
    # Whoever is left when all who can help each other are taken away: posts from which no chain at all leads out.
    safe: set[str] = set()
    while True:
        more = {
            post
            for post in led
            if post not in safe
            and any(
                all(may_hold(one, CATALOGUE.by_id[name]) for name in staffing.posts_held_with(post))
                and (
                    one.staff_id not in own
                    or (own[one.staff_id] in safe and leaves(staffing, own[one.staff_id], post))
                )
                and (one.staff_id not in firm or leaves_call(staffing, one.staff_id, post))
                for one in pool
                if own.get(one.staff_id) != post
            )
        }
        if not more:
            break
        safe |= more
    assert {staffing.host_of(one) for one in made.exposed} == set(led) - safe
    for post in led:
        names = [one.staff_id for one in made.alternates.get(post, ())]
        assert len(names) <= ALTERNATES
        assert len(set(names)) == len(names)
        assert not {one.staff_id for one in staffing.people[post]} & set(names)
        assert CATALOGUE.by_id[post].filled_by is FilledBy.STAFF
    # Each who leaves a class has another adult for it.
    leaving = {
        member.staff_id for members in (*made.alternates.values(), *staffing.people.values()) for member in members
    }
    in_class = {one.staff_id for one in staffing.availability.with_class}
    assert set(made.class_covers) == leaving & in_class
    keepers = [cover.staff_id for cover in made.class_covers.values()]
    assert len(set(keepers)) == len(keepers)
    assert not set(keepers) & leaving


def leaves(staffing: Staffing, own: str, post: str) -> bool:
    return all(CATALOGUE.may_be_alternate(one, post) for one in staffing.posts_held_with(own))


def leaves_call(staffing: Staffing, staff_id: str, post: str) -> bool:
    return all(
        CATALOGUE.may_be_alternate(one, post)
        for one in staffing.activated.on_call
        if any(member.staff_id == staff_id for member in staffing.people.get(one, ()))
    )


@st.composite
def counted_leads(draw: st.DrawFn) -> tuple[list[list[int]], int]:
    """A table that some dealing gives: so many matchings laid over each other."""
    people = draw(st.integers(1, 6))
    posts = draw(st.integers(0, people))
    drills = draw(st.integers(1, 8))
    table = [[0] * people for _ in range(posts)]
    for _ in range(drills):
        for post, one in enumerate(draw(st.permutations(range(people)))[:posts]):
            table[post][one] += 1
    return table, drills


@given(counted_leads())
def test_counted_leads_are_dealt_out_to_drills_with_nobody_twice(case: tuple[list[list[int]], int]) -> None:
    table, drills = case
    dealt = assign_leads_to_drills(table, drills)
    assert len(dealt) == drills
    counted = [[0] * len(row) for row in table]
    for way in dealt:
        assert len(set(way)) == len(way) == len(table)
        for post, one in enumerate(way):
            counted[post][one] += 1
    assert counted == table
