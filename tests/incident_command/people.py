"""Invented people for tests of charts, and a strategy for staff lists."""

from __future__ import annotations

from hypothesis import strategies as st

from drillplanner.model import StaffMember

TITLES = (
    "Principal",
    "Assistant Principal",
    "School Nurse",
    "School Counselor",
    "Head Custodian",
    "Secretary",
    "Librarian",
    "Instructional Aide",
    "Security Officer",
    "Technology Coordinator",
    "Astronaut",
)
CERTIFICATES = ("IS-100", "IS-700", "IS-200", "first_aid", "cpr_aed", "psychological_first_aid", "ICS-300")

#: Absence groups: not stated, none, one, two.
GROUPS = (None, (), ("trip",), ("trip", "team"))


def person(
    staff_id: str,
    title: str,
    *,
    certifications: tuple[str, ...] = (),
    teaches: bool = False,
    campus_id: str = "oak",
    name: str | None = None,
) -> StaffMember:
    return StaffMember(
        staff_id=staff_id,
        name=name or f"Sample {staff_id}",
        campus_id=campus_id,
        title=title,
        certifications=certifications,
        teaches=teaches,
    )


@st.composite
def staff_lists(draw: st.DrawFn, most_people: int = 40) -> tuple[StaffMember, ...]:
    number = draw(st.integers(0, most_people))
    people = []
    for place in range(number):
        teaches = draw(st.booleans())
        people.append(
            person(
                f"p{place:02d}",
                "Teacher" if teaches else draw(st.sampled_from(TITLES)),
                certifications=tuple(draw(st.lists(st.sampled_from(CERTIFICATES), max_size=4, unique=True))),
                teaches=teaches,
                campus_id=draw(st.sampled_from(("oak", "oak", "oak", "elm"))),
            ).model_copy(update={"away_with": draw(st.sampled_from(GROUPS))})
        )
    return tuple(people)
