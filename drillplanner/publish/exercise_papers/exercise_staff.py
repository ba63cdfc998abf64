"""The exercise staff as plain values: the list of roles, and the chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from drillplanner.exercises.design.exercise_package import ConductSeat, ExercisePackage

#: Printed for a role without a person.
TO_BE_NAMED = "to be named"


class StaffRoleView(TypedDict):
    """A role of the exercise staff and the person proposed for it."""

    title: str
    reports_to: str
    duties: str
    name: str
    job: str
    note: str


class StaffColumnView(TypedDict):
    """A role that reports to the exercise director, and the roles that report to it."""

    head: StaffRoleView
    below: list[StaffRoleView]


class ExerciseChartView(TypedDict):
    """The exercise chart, with alternative text."""

    top: StaffRoleView
    columns: list[StaffColumnView]
    alt: str


def staff_role_views(package: ExercisePackage, campus_names: Mapping[str, str]) -> list[StaffRoleView]:
    """Return the exercise staff, in the order of the roles; ``campus_names`` are those of the district by id."""
    titles = {seat.role_id: seat.title for seat in package.staff}
    names_elsewhere = {id_: name for id_, name in campus_names.items() if id_ != package.drill.campus_id}
    return [
        StaffRoleView(
            title=seat.title,
            reports_to=titles.get(seat.reports_to or "", ""),
            duties=seat.duties,
            name=seat.name,
            job=seat.job,
            note=_seat_note(seat, titles, names_elsewhere.get(seat.campus_id or "", "")),
        )
        for seat in package.staff
    ]


def staff_chart(package: ExercisePackage, campus_names: Mapping[str, str]) -> ExerciseChartView:
    """Return the exercise staff as a chart: the director, and a column for each role that reports to it."""
    roles = staff_role_views(package, campus_names)
    views = dict(zip((seat.role_id for seat in package.staff), roles, strict=True))
    below = {
        seat.role_id: [member for member in package.staff if member.reports_to == seat.role_id]
        for seat in package.staff
    }
    top = next(seat for seat in package.staff if seat.reports_to is None)
    titles = {seat.role_id: seat.title for seat in package.staff}
    sentences = [
        f"To the {titles[role_id]} answer: {', '.join(seat.title for seat in seats)}."
        for role_id, seats in below.items()
        if seats
    ]
    return ExerciseChartView(
        top=views[top.role_id],
        columns=[
            StaffColumnView(head=views[head.role_id], below=[views[seat.role_id] for seat in below[head.role_id]])
            for head in below[top.role_id]
        ],
        alt=f"Exercise chart, not part of the incident organization. {' '.join(sentences)}",
    )


def _seat_note(seat: ConductSeat, titles: dict[str, str], other_campus: str) -> str:
    notes = []
    if seat.vacancy:
        notes.append(f"{TO_BE_NAMED}: {seat.vacancy}")
    if seat.same_as is not None:
        notes.append(f"the same person as {titles.get(seat.same_as, seat.same_as)}")
    if other_campus:
        notes.append(f"from {other_campus}")
    if seat.needs:
        notes.append(f"courses not on record: {', '.join(seat.needs)}")
    return "; ".join(notes)
