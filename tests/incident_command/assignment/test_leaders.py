"""The best people for the posts: compared with trying every way, and cases that a greedy choice gets wrong."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.incident_command.assignment.leaders import Leaders, assign_leaders
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    may_hold,
    position_weight,
    suitability_cost,
)
from drillplanner.incident_command.positions.catalog import Position
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import StaffMember
from tests.incident_command.people import person, staff_lists

CATALOG = load_catalog()


def posts(*ids: str) -> list[Position]:
    return [CATALOG.by_id[position_id] for position_id in ids]


def fill(
    opened: tuple[str, ...], people: tuple[StaffMember, ...], on_call: tuple[str, ...] = (), turn: int = 0
) -> Leaders:
    free = [candidate_of(member) for member in people if not member.teaches]
    return assign_leaders(posts(*opened), posts(*on_call), free, turn=turn)


def names(chosen: Leaders) -> dict[str, list[str]]:
    return {post: [leader.staff_id for leader in people] for post, people in chosen.items()}


def test_each_post_gets_the_person_whose_job_it_fits() -> None:
    people = (
        person("cu", "Head Custodian"),
        person("nu", "School Nurse"),
        person("pr", "Principal"),
        person("se", "Secretary"),
        person("co", "School Counselor"),
    )
    leaders = fill(("CMD-IC", "OPS-SFC", "OPS-CIT", "PLN-DOC"), people, on_call=("OPS-MED",))
    assert names(leaders) == {
        "CMD-IC": ["pr"],
        "OPS-SFC": ["cu"],
        "OPS-CIT": ["co"],
        "PLN-DOC": ["se"],
        "OPS-MED": ["nu"],
    }


def test_the_best_overall_assignment_beats_the_best_for_one_post() -> None:
    # Greed gives the scribe's post to the secretary and leaves accounting to an astronaut: the librarian is a
    # good scribe and the astronaut fits nowhere.
    people = (person("li", "Librarian"), person("se", "Secretary"))
    leaders = fill(("PLN-DOC", "LOG-TRN"), people)
    # Transport asks for secretaries (and not for librarians).
    assert names(leaders) == {"PLN-DOC": ["li"], "LOG-TRN": ["se"]}


def test_when_people_are_few_the_earlier_posts_are_filled() -> None:
    people = (person("aa", "Instructional Aide"), person("bb", "Librarian"))
    leaders = fill(("CMD-IC", "CMD-SO", "OPS-AFN", "OPS-ACC", "PLN-DOC"), people)
    assert set(leaders) == {"CMD-IC", "CMD-SO"}


def test_the_nurse_stays_free_for_first_aid_on_call_even_when_another_post_stays_vacant() -> None:
    people = (person("nu", "School Nurse"), person("pr", "Principal"))
    leaders = fill(("CMD-IC", "CMD-SO", "OPS-AFN"), people, on_call=("OPS-MED",))
    assert names(leaders)["OPS-MED"] == ["nu"]
    assert "OPS-AFN" not in leaders


def test_first_aid_requires_a_certificate() -> None:
    people = (person("pr", "Principal"), person("se", "Secretary"))
    assert "OPS-MED" not in fill(("OPS-MED",), people)
    trained = (*people, person("te", "Technology Coordinator", certifications=("First Aid",)))
    assert names(fill(("OPS-MED",), trained)) == {"OPS-MED": ["te"]}


def test_training_decides_between_equal_titles() -> None:
    people = (person("a", "Secretary"), person("b", "Secretary", certifications=("IS-100", "IS-700")))
    assert names(fill(("PLN-DOC",), people)) == {"PLN-DOC": ["b"]}


def test_equal_people_take_turns() -> None:
    people = (person("a", "Secretary"), person("b", "Secretary"), person("c", "Secretary"))
    leaders_by_turn = [names(fill(("PLN-DOC",), people, turn=turn))["PLN-DOC"] for turn in range(6)]
    assert leaders_by_turn == [["a"], ["b"], ["c"], ["a"], ["b"], ["c"]]


def test_the_principal_leads_every_time() -> None:
    people = (person("a", "Assistant Principal", certifications=("IS-200",)), person("b", "Principal"))
    assert {names(fill(("CMD-IC",), people, turn=turn))["CMD-IC"][0] for turn in range(5)} == {"b"}


def test_a_team_gets_its_seats() -> None:
    people = tuple(person(staff_id, "Head Custodian") for staff_id in "abc")
    leaders = fill(("OPS-SRM",), people)
    assert len(leaders["OPS-SRM"]) == 2


def test_without_people_or_posts_no_one_is_assigned() -> None:
    assert fill(("CMD-IC", "PLN-DOC"), (), on_call=("OPS-MED",)) == {}
    assert fill((), (person("a", "Principal"),)) == {}


@given(staff_lists(most_people=5), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_no_other_assignment_of_people_to_posts_is_better(people: tuple[StaffMember, ...], turn: int) -> None:
    opened = posts("CMD-IC", "OPS-SFC", "OPS-MED", "PLN-DOC")
    free = [candidate_of(member) for member in people if not member.teaches]
    leaders = assign_leaders(opened, [], free, turn=turn)

    def points(chosen: tuple[Candidate | None, ...]) -> tuple[int, int]:
        # Filling counts first, the earlier posts more; then suitability.
        vacant = sum(
            1000 ** (100 - post.fill_order) for post, who in zip(opened, chosen, strict=True) if who is None
        )
        return vacant, sum(
            position_weight(post) * suitability_cost(who, post)
            for post, who in zip(opened, chosen, strict=True)
            if who is not None
        )

    choices = [
        chosen
        for chosen in permutations([*free, *[None] * len(opened)], len(opened))
        if all(who is None or may_hold(who, post) for post, who in zip(opened, chosen, strict=True))
    ]
    best = min(map(points, choices))
    assert points(tuple(leaders.get(post.id, (None,))[0] for post in opened)) == best


@given(staff_lists(), st.sets(st.sampled_from([position.id for position in CATALOG.positions])), st.integers(0, 9))
@settings(max_examples=80, deadline=None)
def test_each_leader_has_one_post_and_no_class_and_order_does_not_matter(
    people: tuple[StaffMember, ...], position_ids: set[str], turn: int
) -> None:
    staffed = tuple(
        position_id
        for position_id in CATALOG.in_form_order(position_ids)
        if CATALOG.by_id[position_id].filled_by == "staff"
    )
    assigned = fill(staffed, people, turn=turn)
    leaders = [member for members in assigned.values() for member in members]
    assert len({leader.staff_id for leader in leaders}) == len(leaders)
    assert not any(leader.person.teaches for leader in leaders)
    assert assigned == fill(staffed, tuple(reversed(people)), turn=turn)
