"""Borrowing staff gives the same people as searching the whole district each time, in one search a role."""

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
    """Ranks people by how often they were chosen, and counts its calls."""

    def __init__(self) -> None:
        self.turns: Counter[str] = Counter()
        self.calls = 0

    def __call__(self, person: Candidate, role: ConductRole) -> Rank:
        self.calls += 1
        is_misfit = ROLES.index(role) != len(person.person.title) % len(ROLES)
        return int(person.person.title < "H"), self.turns[person.staff_id], int(is_misfit), person.staff_id


def candidate(number: int, campus_id: str, title: str, teaches: bool = False, **more: object) -> Candidate:
    member = person(f"p{number:02d}", title, teaches=teaches)
    return candidate_of(member.model_copy(update={"campus_id": campus_id} | more))


@st.composite
def districts(draw: st.DrawFn) -> list[Candidate]:
    shape = st.tuples(
        st.sampled_from(CAMPUSES), st.sampled_from(["Dean", "Principal", "Secretary"]), st.booleans()
    )
    people = []
    for number, drawn in enumerate(draw(st.lists(shape, max_size=9))):
        days = draw(st.sampled_from([None, None, (DAYS[0].weekday(),)]))
        works_from = draw(st.sampled_from([None, None, time(9, 30)]))
        people.append(candidate(number, *drawn, days=days, works_from=works_from))
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


def at_odds(first: Drill, second: Drill) -> bool:
    """Return whether no one may serve both, counted by minute: two campuses on a day, or overlapping times."""
    if first.date != second.date:
        return False
    if first.campus_id != second.campus_id or first.minutes is None or second.minutes is None:
        return True
    spans = [
        set(range(minutes_of(planned.start), minutes_of(planned.end)))
        for planned in (first, second)
        if planned.start is not None and planned.end is not None
    ]
    return bool(spans[0] & spans[1])


@settings(max_examples=150, deadline=None)
@given(
    districts(),
    st.sets(st.tuples(st.sampled_from(CAMPUSES), st.sampled_from(DAYS))),
    st.lists(asking, max_size=14),
)
def test_the_best_ranked_person_who_can_be_lent_is_always_chosen(
    people: list[Candidate],
    drill_days: set[tuple[str, date]],
    requests: list[tuple[ConductRole, str, date, tuple[str, str | None] | None, set[int]]],
) -> None:
    ranking = Ranking()
    staff = BorrowedStaff(people, drill_days, ranking)
    serves: dict[str, list[Drill]] = {}
    for role, campus_id, day, hours, numbers in requests:
        exercise = tabletop(campus_id, day, hours)
        taken_ids = {f"p{number:02d}" for number in numbers}
        free = [
            person
            for person in people
            if person.person.campus_id != campus_id
            and (person.person.campus_id, day) not in drill_days
            and not person.person.teaches
            and person.person.is_at_work(day, exercise.start, exercise.end)
            and person.staff_id not in taken_ids
            and not any(at_odds(exercise, other) for other in serves.get(person.staff_id, []))
        ]
        expected = min(free, key=lambda person: ranking(person, role), default=None)
        borrowed = staff.lend(role, exercise, taken_ids)
        assert borrowed == expected
        if borrowed is not None:
            ranking.turns[borrowed.staff_id] += 1
            serves.setdefault(borrowed.staff_id, []).append(exercise)


def test_the_district_is_searched_once_a_role_and_not_once_an_exercise() -> None:
    people = [candidate(number, f"campus-{number // 5:02d}", "Dean") for number in range(300)]
    days = [date(2025, 10, 1 + number // 10) for number in range(60)]
    drills = [tabletop(f"campus-{number:02d}", day) for number, day in enumerate(days)]
    ranking = Ranking()
    staff = BorrowedStaff(people, {(exercise.campus_id, exercise.date) for exercise in drills}, ranking)
    for exercise in drills:
        borrowed = staff.lend(ROLES[0], exercise, set())
        assert borrowed is not None
        ranking.turns[borrowed.staff_id] += 1
    # Once each to build the queue; then those at the front, those chosen before, and those who drill that day.
    assert ranking.calls <= len(people) + 2 * len(drills) + 5 * len(drills)


def test_a_day_with_requests_from_every_campus_reads_each_queue_once() -> None:
    """People who are lent leave the queue for the day, so that later campuses do not pass over them again."""
    late = [candidate(number, "office", "Dean", works_from=time(12)) for number in range(200, 300)]
    people = [*late, *(candidate(number, "office", "Dean") for number in range(200))]
    drills = [tabletop(f"campus-{number:03d}", DAYS[0], ("09:00", "10:00")) for number in range(150)]
    ranking = Ranking()
    staff = BorrowedStaff(people, {(exercise.campus_id, exercise.date) for exercise in drills}, ranking)
    lent_ids: set[str] = set()
    for exercise in drills:
        borrowed = staff.lend(ROLES[0], exercise, set())
        assert borrowed is not None
        assert borrowed.staff_id not in lent_ids
        lent_ids.add(borrowed.staff_id)
        ranking.turns[borrowed.staff_id] += 1
    assert ranking.calls <= len(people) + 5 * len(drills)
