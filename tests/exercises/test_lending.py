"""Whom other campuses lend to an exercise: the same as by going through the whole district each time, but once."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.lending import LentStaff, Rank
from drillplanner.exercises.load_reference import load_reference
from drillplanner.exercises.reference import StaffRole
from drillplanner.incident_command.suitability import Candidate, candidate_of
from drillplanner.model import DrillType
from tests.builders import drill
from tests.incident_command.people import person

ROLES = tuple(role for role in load_reference().roles if not role.district)[:3]
CAMPUSES = ("ash", "elm", "oak")
DAYS = tuple(date(2025, 10, number) for number in (1, 2, 3))


class Ranking:
    """Ranks by how often somebody was chosen, counts how often it is asked."""

    def __init__(self) -> None:
        self.turns: Counter[str] = Counter()
        self.asked = 0

    def __call__(self, one: Candidate, role: StaffRole) -> Rank:
        self.asked += 1
        fits = ROLES.index(role) != len(one.person.title) % len(ROLES)
        return int(one.person.title < "H"), self.turns[one.staff_id], int(fits), one.staff_id


def candidate(number: int, campus_id: str, title: str, teaches: bool = False) -> Candidate:
    one = person(f"p{number:02d}", title, teaches=teaches)
    return candidate_of(one.model_copy(update={"campus_id": campus_id}))


@st.composite
def districts(draw: st.DrawFn) -> list[Candidate]:
    shape = st.tuples(
        st.sampled_from(CAMPUSES), st.sampled_from(["Dean", "Principal", "Secretary"]), st.booleans()
    )
    return [candidate(number, *one) for number, one in enumerate(draw(st.lists(shape, max_size=9)))]


asking = st.tuples(
    st.sampled_from(ROLES), st.sampled_from(CAMPUSES), st.sampled_from(DAYS), st.sets(st.sampled_from(range(9)))
)


@settings(max_examples=150, deadline=None)
@given(
    districts(),
    st.sets(st.tuples(st.sampled_from(CAMPUSES), st.sampled_from(DAYS))),
    st.lists(asking, max_size=14),
)
def test_it_is_always_the_first_in_rank_of_those_who_can_be_lent(
    people: list[Candidate],
    busy: set[tuple[str, date]],
    asked: list[tuple[StaffRole, str, date, set[int]]],
) -> None:
    ranking = Ranking()
    lent = LentStaff(people, busy, ranking)
    for role, campus_id, day, numbers in asked:
        taken = {f"p{number:02d}" for number in numbers}
        free = [
            one
            for one in people
            if one.person.campus_id != campus_id
            and (one.person.campus_id, day) not in busy
            and not one.person.teaches
            and one.staff_id not in taken
        ]
        expected = min(free, key=lambda one: ranking(one, role), default=None)
        found = lent.best(role, drill(campus_id, DrillType.TABLETOP, day), taken)
        assert found == expected
        if found is not None:
            ranking.turns[found.staff_id] += 1


def test_a_district_is_gone_through_once_a_role_and_not_once_an_exercise() -> None:
    people = [candidate(number, f"campus-{number // 5:02d}", "Dean") for number in range(300)]
    days = [date(2025, 10, 1 + number // 10) for number in range(60)]
    drills = [drill(f"campus-{number:02d}", DrillType.TABLETOP, day) for number, day in enumerate(days)]
    ranking = Ranking()
    lent = LentStaff(people, {(one.campus_id, one.date) for one in drills}, ranking)
    for one in drills:
        found = lent.best(ROLES[0], one, set())
        assert found is not None
        ranking.turns[found.staff_id] += 1
    # Once each at first; then who comes to the front, who was chosen before, and who drills on that day.
    assert ranking.asked <= len(people) + 2 * len(drills) + 5 * len(drills)
