"""Several campuses exercise on one day with few free people: no one is named for two of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.design.exercise_package import ConductSeat
from drillplanner.exercises.design.staffing import NOBODY_FREE, ExerciseStaffing
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.incident_command.year.organize_campus import organize_drill
from drillplanner.model import DISTRICT_OFFICE, Absence, Drill, DrillType, ExerciseType, StaffMember
from tests.builders import campus, drill
from tests.incident_command.people import person

REFERENCE = load_reference()
DAY, NEXT_DAY = date(2025, 11, 4), date(2025, 11, 5)
TABLETOP = ExerciseType.TABLETOP
COURSES = ("IS-120", "IS-130.a")


def at(campus_id: str, *titles: str, teaches: bool = False) -> list[StaffMember]:
    return [
        person(f"{campus_id}-{number}", title, campus_id=campus_id, certifications=COURSES, teaches=teaches)
        for number, title in enumerate(titles)
    ]


def tabletop(
    campus_id: str, day: date, start: str | None = "09:00", end: str | None = "10:00", number: int = 1
) -> Drill:
    return drill(campus_id, DrillType.TABLETOP, day, number, start=start, end=end, audience="staff")


def seats(
    staff: list[StaffMember], drills: list[Drill], kind: ExerciseType = TABLETOP
) -> dict[str, tuple[ConductSeat, ...]]:
    staffing = ExerciseStaffing(staff, drills, REFERENCE, "Director")
    return {
        exercise.drill_id: staffing.seats(
            exercise, kind, False, organize_drill(exercise, None, campus(exercise.campus_id), tuple(staff), ())
        )
        for exercise in sorted(drills, key=lambda exercise: (exercise.date, exercise.drill_id))
    }


def named(proposed: tuple[ConductSeat, ...]) -> list[str]:
    return [seat.staff_id for seat in proposed if seat.staff_id is not None]


#: Oak and elm have only the people that their own organization needs; the two people of ash are free.
SMALL = [*at("oak", "Principal"), *at("elm", "Principal"), *at("ash", "Counselor", "Dean")]

OF_TWO = [member for member in SMALL if member.campus_id != "elm"]


def test_a_person_lent_to_one_campus_is_not_lent_to_another_that_day() -> None:
    drills = [tabletop("elm", DAY), tabletop("oak", DAY)]
    seats_by_drill = seats(SMALL, drills)
    assert sorted(named(seats_by_drill["elm-tabletop-01"])) == ["ash-0", "ash-1"]
    assert named(seats_by_drill["oak-tabletop-01"]) == []
    local = [seat for seat in seats_by_drill["oak-tabletop-01"] if seat.job != "Director"]
    assert [seat.vacancy for seat in local] == [NOBODY_FREE] * 2
    # Separate times do not help, since the travel time is unknown; another day does.
    apart = [tabletop("elm", DAY), tabletop("oak", DAY, "14:00", "15:00")]
    assert named(seats(SMALL, apart)["oak-tabletop-01"]) == []
    other_day = [tabletop("elm", DAY), tabletop("oak", NEXT_DAY)]
    assert len(named(seats(SMALL, other_day)["oak-tabletop-01"])) == 2


def test_district_office_staff_are_lent_to_one_campus_a_day() -> None:
    staff = [*at("oak", "Principal"), *at("elm", "Principal"), *at(DISTRICT_OFFICE, "Supervisor", "Coach", "Dean")]
    seats_by_drill = seats(staff, [tabletop("elm", DAY), tabletop("oak", DAY)])
    assert len(named(seats_by_drill["elm-tabletop-01"])) == 2
    assert len(named(seats_by_drill["oak-tabletop-01"])) == 1
    assert not set(named(seats_by_drill["elm-tabletop-01"])) & set(named(seats_by_drill["oak-tabletop-01"]))


@pytest.mark.parametrize(
    ("start", "end", "again"),
    [("10:00", "11:00", True), ("09:30", "10:30", False), (None, None, False), ("13:00", None, False)],
)
def test_a_person_may_serve_twice_a_day_at_one_campus_if_the_times_do_not_overlap(
    start: str | None, end: str | None, again: bool
) -> None:
    seats_by_drill = seats(OF_TWO, [tabletop("oak", DAY), tabletop("oak", DAY, start, end, number=2)])
    assert sorted(named(seats_by_drill["oak-tabletop-01"])) == ["ash-0", "ash-1"]
    assert sorted(named(seats_by_drill["oak-tabletop-02"])) == (["ash-0", "ash-1"] if again else [])


def test_no_one_is_lent_from_a_campus_that_drills_that_day() -> None:
    fire = drill("ash", DrillType.FIRE_EVACUATION, DAY, start="14:00", end="14:10")
    assert len(named(seats(OF_TWO, [tabletop("oak", DAY)])["oak-tabletop-01"])) == 2
    seats_by_drill = seats(OF_TWO, [tabletop("oak", DAY), fire])
    assert named(seats_by_drill["oak-tabletop-01"]) == []


def test_no_one_is_proposed_who_is_not_at_work_then() -> None:
    leave = Absence(first=DAY, last=DAY)
    late = {"works_from": time(12)}
    campus_staff = at("oak", *["Principal"] * 8)
    for change, day in (({"absent": (leave,)}, DAY), (late, DAY), ({"days": (DAY.weekday(),)}, NEXT_DAY)):
        exercise = tabletop("oak", day)
        lent = [member.model_copy(update=change) for member in at("ash", "Counselor", "Dean")]
        assert named(seats([*at("oak", "Principal"), *lent], [exercise])["oak-tabletop-01"]) == []
        away = [member.model_copy(update=change) for member in campus_staff[4:]]
        proposed = named(seats([*campus_staff[:4], *away], [exercise])["oak-tabletop-01"])
        assert proposed
        assert not {member.staff_id for member in away} & set(proposed)


CAMPUSES = ("ash", "elm", "fir", "oak")
TITLES = ("Principal", "Dean", "Counselor", "Coach", "Custodian")


@st.composite
def districts(draw: st.DrawFn) -> tuple[list[StaffMember], list[Drill]]:
    staff = []
    for number in range(draw(st.integers(0, 16))):
        campus_id = draw(st.sampled_from((*CAMPUSES, DISTRICT_OFFICE)))
        courses = tuple(sorted(draw(st.sets(st.sampled_from(COURSES)))))
        member = person(
            f"p{number:02d}", draw(st.sampled_from(TITLES)), certifications=courses, campus_id=campus_id
        )
        staff.append(member)
    hours = st.sampled_from([("09:00", "10:00"), ("09:30", "10:30"), ("13:00", "14:00"), (None, None)])
    drills = []
    for campus_id in CAMPUSES:
        for number in range(draw(st.integers(0, 2))):
            start, end = draw(hours)
            drills.append(tabletop(campus_id, draw(st.sampled_from((DAY, NEXT_DAY))), start, end, number + 1))
    return staff, drills


@settings(max_examples=60, deadline=None)
@given(districts(), st.sampled_from((TABLETOP, ExerciseType.FUNCTIONAL)))
def test_no_one_is_at_two_campuses_on_a_day_and_no_role_stays_open_while_someone_is_free(
    district: tuple[list[StaffMember], list[Drill]], kind: ExerciseType
) -> None:
    staff, drills = district
    seats_by_drill = seats(staff, drills, kind)
    by_id = {exercise.drill_id: exercise for exercise in drills}
    home = {member.staff_id: member.campus_id for member in staff}
    places: dict[tuple[str, date], set[str]] = {}
    times: Counter[tuple[str, date]] = Counter()
    for drill_id, proposed in seats_by_drill.items():
        exercise = by_id[drill_id]
        players = {
            holder.staff_id
            for post in organize_drill(exercise, None, campus(exercise.campus_id), tuple(staff), ()).posts
            for holder in post.people
        }
        for staff_id in {*named(proposed), *players}:
            places.setdefault((staff_id, exercise.date), set()).add(exercise.campus_id)
        times.update((staff_id, exercise.date) for staff_id in named(proposed))
    assert all(len(campuses) == 1 for campuses in places.values())
    drill_days = {(exercise.campus_id, exercise.date) for exercise in drills}
    for drill_id, proposed in seats_by_drill.items():
        day = by_id[drill_id].date
        if any(seat.vacancy for seat in proposed):
            idle_ids = {
                staff_id
                for staff_id in home
                if (home[staff_id], day) not in drill_days and not times[staff_id, day]
            }
            assert not idle_ids
