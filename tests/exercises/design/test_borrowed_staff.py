"""Whom other campuses lend to an exercise: the same as by going through the whole district each time, but once."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.design.borrowed_staff import BorrowedStaff, Rank
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.doctrine.reference import ConductRole
from drillplanner.incident_command.assignment.suitability import Candidate, candidate_of
from drillplanner.model import Drill, DrillType
from drillplanner.model.calendar.bells import minutes_of
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

    def __call__(self, one: Candidate, role: ConductRole) -> Rank:
        self.asked += 1
        fits = ROLES.index(role) != len(one.person.title) % len(ROLES)
        return int(one.person.title < "H"), self.turns[one.staff_id], int(fits), one.staff_id


def candidate(number: int, campus_id: str, title: str, teaches: bool = False, **more: object) -> Candidate:
    one = person(f"p{number:02d}", title, teaches=teaches)
    return candidate_of(one.model_copy(update={"campus_id": campus_id} | more))


@st.composite
def districts(draw: st.DrawFn) -> list[Candidate]:
    shape = st.tuples(
        st.sampled_from(CAMPUSES), st.sampled_from(["Dean", "Principal", "Secretary"]), st.booleans()
    )
    people = []
    for number, one in enumerate(draw(st.lists(shape, max_size=9))):
        days = draw(st.sampled_from([None, None, (DAYS[0].weekday(),)]))
        works_from = draw(st.sampled_from([None, None, time(9, 30)]))
        people.append(candidate(number, *one, days=days, works_from=works_from))
    return people


HOURS = (None, ("09:00", "10:00"), ("09:30", "10:30"), ("10:00", "11:00"), ("13:00", None))
asking = st.tuples(
    st.sampled_from(ROLES),
    st.sampled_from(CAMPUSES),
    st.sampled_from(DAYS),
    st.sampled_from(HOURS),
    st.sets(st.sampled_from(range(9))),
)


def tabletop(campus_id: str, day: date, hours: tuple[str, str | None] | None = None) -> Drill:
    start, end = hours or (None, None)
    return drill(campus_id, DrillType.TABLETOP, day, start=start, end=end)


def at_odds(one: Drill, other: Drill) -> bool:
    """Whether nobody may serve both, counted minute by minute: two campuses on a day, or hours that meet."""
    if one.date != other.date:
        return False
    if one.campus_id != other.campus_id or one.minutes is None or other.minutes is None:
        return True
    spans = [
        set(range(minutes_of(each.start), minutes_of(each.end)))
        for each in (one, other)
        if each.start is not None and each.end is not None
    ]
    return bool(spans[0] & spans[1])


@settings(max_examples=150, deadline=None)
@given(
    districts(),
    st.sets(st.tuples(st.sampled_from(CAMPUSES), st.sampled_from(DAYS))),
    st.lists(asking, max_size=14),
)
def test_it_is_always_the_first_in_rank_of_those_who_can_be_lent(
    people: list[Candidate],
    busy: set[tuple[str, date]],
    asked: list[tuple[ConductRole, str, date, tuple[str, str | None] | None, set[int]]],
) -> None:
    ranking = Ranking()
    lent = BorrowedStaff(people, busy, ranking)
    serves: dict[str, list[Drill]] = {}
    for role, campus_id, day, hours, numbers in asked:
        one_drill = tabletop(campus_id, day, hours)
        taken = {f"p{number:02d}" for number in numbers}
        free = [
            one
            for one in people
            if one.person.campus_id != campus_id
            and (one.person.campus_id, day) not in busy
            and not one.person.teaches
            and one.person.is_at_work(day, one_drill.start, one_drill.end)
            and one.staff_id not in taken
            and not any(at_odds(one_drill, other) for other in serves.get(one.staff_id, []))
        ]
        expected = min(free, key=lambda one: ranking(one, role), default=None)
        found = lent.lend(role, one_drill, taken)
        assert found == expected
        if found is not None:
            ranking.turns[found.staff_id] += 1
            serves.setdefault(found.staff_id, []).append(one_drill)


def test_a_district_is_gone_through_once_a_role_and_not_once_an_exercise() -> None:
    people = [candidate(number, f"campus-{number // 5:02d}", "Dean") for number in range(300)]
    days = [date(2025, 10, 1 + number // 10) for number in range(60)]
    drills = [tabletop(f"campus-{number:02d}", day) for number, day in enumerate(days)]
    ranking = Ranking()
    lent = BorrowedStaff(people, {(one.campus_id, one.date) for one in drills}, ranking)
    for one in drills:
        found = lent.lend(ROLES[0], one, set())
        assert found is not None
        ranking.turns[found.staff_id] += 1
    # Once each at first; then who comes to the front, who was chosen before, and who drills on that day.
    assert ranking.asked <= len(people) + 2 * len(drills) + 5 * len(drills)


def test_a_day_on_which_every_campus_asks_goes_through_each_queue_once() -> None:
    """Those who are lent step aside for the day, and are not passed over again by every campus that asks."""
    late = [candidate(number, "office", "Dean", works_from=time(12)) for number in range(200, 300)]
    people = [*late, *(candidate(number, "office", "Dean") for number in range(200))]
    drills = [tabletop(f"campus-{number:03d}", DAYS[0], ("09:00", "10:00")) for number in range(150)]
    ranking = Ranking()
    lent = BorrowedStaff(people, {(one.campus_id, one.date) for one in drills}, ranking)
    gone: set[str] = set()
    for one in drills:
        found = lent.lend(ROLES[0], one, set())
        assert found is not None
        assert found.staff_id not in gone
        gone.add(found.staff_id)
        ranking.turns[found.staff_id] += 1
    assert ranking.asked <= len(people) + 5 * len(drills)
