"""The best people for the posts: against trying every way, and on cases where greed goes wrong."""

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

CATALOGUE = load_catalog()


def posts(*ids: str) -> list[Position]:
    return [CATALOGUE.by_id[one] for one in ids]


def fill(
    opened: tuple[str, ...], people: tuple[StaffMember, ...], on_call: tuple[str, ...] = (), turn: int = 0
) -> Leaders:
    free = [candidate_of(one) for one in people if not one.teaches]
    return assign_leaders(posts(*opened), posts(*on_call), free, turn=turn)


def names(chosen: Leaders) -> dict[str, list[str]]:
    return {post: [one.staff_id for one in people] for post, people in chosen.items()}


def test_each_post_gets_the_person_whose_job_it_fits() -> None:
    people = (
        person("cu", "Head Custodian"),
        person("nu", "School Nurse"),
        person("pr", "Principal"),
        person("se", "Secretary"),
        person("co", "School Counselor"),
    )
    made = fill(("CMD-IC", "OPS-SFC", "OPS-CIT", "PLN-DOC"), people, on_call=("OPS-MED",))
    assert names(made) == {
        "CMD-IC": ["pr"],
        "OPS-SFC": ["cu"],
        "OPS-CIT": ["co"],
        "PLN-DOC": ["se"],
        "OPS-MED": ["nu"],
    }


def test_the_best_for_one_post_goes_where_the_whole_is_best() -> None:
    # Greed gives the scribe's post to the secretary and leaves accounting to an astronaut: the librarian is a
    # good scribe and the astronaut fits nowhere.
    people = (person("li", "Librarian"), person("se", "Secretary"))
    made = fill(("PLN-DOC", "LOG-TRN"), people)
    # Transport asks for secretaries (and not for librarians).
    assert names(made) == {"PLN-DOC": ["li"], "LOG-TRN": ["se"]}


def test_when_people_are_few_the_earlier_posts_are_filled() -> None:
    people = (person("aa", "Instructional Aide"), person("bb", "Librarian"))
    made = fill(("CMD-IC", "CMD-SO", "OPS-AFN", "OPS-ACC", "PLN-DOC"), people)
    assert set(made) == {"CMD-IC", "CMD-SO"}


def test_the_nurse_stays_free_for_first_aid_on_call_even_when_another_post_stays_vacant() -> None:
    people = (person("nu", "School Nurse"), person("pr", "Principal"))
    made = fill(("CMD-IC", "CMD-SO", "OPS-AFN"), people, on_call=("OPS-MED",))
    assert names(made)["OPS-MED"] == ["nu"]
    assert "OPS-AFN" not in made


def test_first_aid_is_given_to_nobody_without_a_certificate() -> None:
    people = (person("pr", "Principal"), person("se", "Secretary"))
    assert "OPS-MED" not in fill(("OPS-MED",), people)
    trained = (*people, person("te", "Technology Coordinator", certifications=("First Aid",)))
    assert names(fill(("OPS-MED",), trained)) == {"OPS-MED": ["te"]}


def test_training_decides_between_equal_titles() -> None:
    people = (person("a", "Secretary"), person("b", "Secretary", certifications=("IS-100", "IS-700")))
    assert names(fill(("PLN-DOC",), people)) == {"PLN-DOC": ["b"]}


def test_equal_people_take_turns() -> None:
    people = (person("a", "Secretary"), person("b", "Secretary"), person("c", "Secretary"))
    led = [names(fill(("PLN-DOC",), people, turn=turn))["PLN-DOC"] for turn in range(6)]
    assert led == [["a"], ["b"], ["c"], ["a"], ["b"], ["c"]]


def test_the_principal_leads_every_time() -> None:
    people = (person("a", "Assistant Principal", certifications=("IS-200",)), person("b", "Principal"))
    assert {names(fill(("CMD-IC",), people, turn=turn))["CMD-IC"][0] for turn in range(5)} == {"b"}


def test_a_team_gets_its_seats() -> None:
    people = tuple(person(one, "Head Custodian") for one in "abc")
    made = fill(("OPS-SRM",), people)
    assert len(made["OPS-SRM"]) == 2


def test_nobody_at_all() -> None:
    assert fill(("CMD-IC", "PLN-DOC"), (), on_call=("OPS-MED",)) == {}
    assert fill((), (person("a", "Principal"),)) == {}


@given(staff_lists(most=5), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_no_way_of_trying_every_person_in_every_post_is_better(people: tuple[StaffMember, ...], turn: int) -> None:
    opened = posts("CMD-IC", "OPS-SFC", "OPS-MED", "PLN-DOC")
    free = [candidate_of(one) for one in people if not one.teaches]
    made = assign_leaders(opened, [], free, turn=turn)

    def points(chosen: tuple[Candidate | None, ...]) -> tuple[int, int]:
        # Filling counts first, the earlier posts more; then suitability.
        vacant = sum(
            1000 ** (100 - one.fill_order) for one, who in zip(opened, chosen, strict=True) if who is None
        )
        return vacant, sum(
            position_weight(one) * suitability_cost(who, one)
            for one, who in zip(opened, chosen, strict=True)
            if who is not None
        )

    ways = [
        way
        for way in permutations([*free, *[None] * len(opened)], len(opened))
        if all(who is None or may_hold(who, one) for one, who in zip(opened, way, strict=True))
    ]
    best = min(map(points, ways))
    assert points(tuple(made.get(one.id, (None,))[0] for one in opened)) == best


@given(
    staff_lists(), st.sets(st.sampled_from([position.id for position in CATALOGUE.positions])), st.integers(0, 9)
)
@settings(max_examples=80, deadline=None)
def test_what_always_holds(people: tuple[StaffMember, ...], named: set[str], turn: int) -> None:
    staffed = tuple(one for one in CATALOGUE.in_form_order(named) if CATALOGUE.by_id[one].filled_by == "staff")
    made = fill(staffed, people, turn=turn)
    leaders = [member for members in made.values() for member in members]
    assert len({leader.staff_id for leader in leaders}) == len(leaders)
    assert not any(leader.person.teaches for leader in leaders)
    assert made == fill(staffed, tuple(reversed(people)), turn=turn)
