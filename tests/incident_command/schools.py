"""Invented schools and years, for tests of whole years of charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.model import Campus, Drill, DrillType, PeriodTag, Scenario, StaffMember, Workspace
from tests.builders import calendar, campus, drill, workspace
from tests.incident_command.people import person

FIRST = date(2025, 9, 9)
LESSON = (PeriodTag.INSTRUCTION,)
TRAINED = ("IS-100", "IS-200", "IS-700", "IS-800", "ICS-300", "first_aid", "cpr_aed", "keys", "search and rescue",
           "psychological first aid", "public information")  # fmt: skip

#: A year with every tier: one of each kind, and fire drills.
KINDS = (
    DrillType.FIRE_EVACUATION,
    DrillType.LOCKDOWN,
    DrillType.FIRE_EVACUATION,
    DrillType.SEVERE_WEATHER,
    DrillType.FIRE_EVACUATION,
    DrillType.LOCKDOWN,
    DrillType.EARTHQUAKE,
    DrillType.FIRE_EVACUATION,
    DrillType.SECURE,
    DrillType.FIRE_EVACUATION,
)


def year_of(kinds: Iterable[DrillType] = KINDS, campus_id: str = "oak", **more: object) -> tuple[Drill, ...]:
    """A drill of each kind, three weeks apart, at 9:40."""
    fields = {"start": "09:40", "end": "09:50", "period": "Period 2", "period_tags": LESSON}
    return tuple(
        drill(campus_id, kind, FIRST + timedelta(weeks=3 * number), number + 1, **(fields | more))
        for number, kind in enumerate(kinds)
    )


def space_of(
    staff: Iterable[StaffMember], campuses: Iterable[Campus] = (), scenarios: Iterable[Scenario] = ()
) -> Workspace:
    """A workspace with the campus "oak", others after it, and these people."""
    made_workspace = workspace(
        (campus("oak"), *campuses), calendar(date(2025, 9, 2), date(2026, 6, 19)), scenarios=tuple(scenarios)
    )
    return made_workspace.model_copy(update={"staff": tuple(staff)})


def office(campus_id: str = "oak", certifications: tuple[str, ...] = TRAINED) -> tuple[StaffMember, ...]:
    """Twelve adults without a class, trained for every post."""
    titles = (
        *("Principal", "Assistant Principal", "Dean", "School Nurse", "School Counselor", "Head Custodian"),
        *("Secretary", "Librarian", "Instructional Aide", "Security Officer", "Technology Coordinator"),
        "Supervisor of Science",
    )
    return tuple(
        person(f"{campus_id}-{place:02d}", title, certifications=certifications, campus_id=campus_id)
        for place, title in enumerate(titles)
    )


def teachers(number: int, campus_id: str = "oak", certifications: tuple[str, ...] = ()) -> tuple[StaffMember, ...]:
    """Adults with a class."""
    return tuple(
        person(
            f"{campus_id}-t{place:02d}",
            "Teacher",
            teaches=True,
            campus_id=campus_id,
            certifications=certifications,
        )
        for place in range(number)
    )
