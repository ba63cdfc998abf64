"""Propose who conducts an exercise: free adults without a post in the incident organization.

Without exception, no one on the incident's chart, alternates included, controls or evaluates. Larger exercises
next ask people of other campuses that have no drill that day, each for one campus a day. If no one is free, the
role stays open and says so. All are our own choices, not federal requirements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from drillplanner.exercises.design.borrowed_staff import BorrowedStaff
from drillplanner.exercises.design.exercise_package import ConductSeat
from drillplanner.exercises.doctrine.reference import COMPLEX_DRILL, ConductRole, Reference
from drillplanner.incident_command.assignment.suitability import Candidate, candidate_of, holds_class
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import Drill, ExerciseType, StaffMember

DIRECTOR = "EXR-DIR"
NOBODY_FREE = "nobody is free of a class and of a post; ask the district or a neighboring campus"
NO_LIST = "no staff list for this campus; ask the district or a neighboring campus"
#: Types that never borrow staff of other campuses.
_ORDINARY = (ExerciseType.DRILL, ExerciseType.SEMINAR)


class ExerciseStaffing:
    """Fills the roles of one exercise after another, so that the load is shared over the year."""

    def __init__(
        self, staff: Iterable[StaffMember], drills: Iterable[Drill], reference: Reference, director: str
    ) -> None:
        """``staff`` and ``drills`` are the whole district's; ``director`` is the exercise director's title."""
        self._reference = reference
        self._roles = {role.id: role for role in load_catalog().beside if role.chart == "exercise"}
        self._director = director
        self._people: dict[str, list[Candidate]] = {}
        for person in sorted(staff, key=lambda member: member.staff_id):
            self._people.setdefault(person.campus_id, []).append(candidate_of(person))
        self._turns: Counter[str] = Counter()
        everybody = (person for people in self._people.values() for person in people)
        self._borrowed_staff = BorrowedStaff(
            everybody, {(drill.campus_id, drill.date) for drill in drills}, self._rank
        )

    def seats(
        self, drill: Drill, kind: ExerciseType, is_complex: bool, chart: RoleChart
    ) -> tuple[ConductSeat, ...]:
        """Return a seat for each role that this sort of exercise opens, with the person proposed for it."""
        sort_of_exercise = COMPLEX_DRILL if is_complex else kind.value
        opened = [role for role in self._reference.roles if sort_of_exercise in role.opened]
        known = {role.id for role in opened}
        at_campus = self._free_at(drill, chart)
        may_borrow = is_complex or kind not in _ORDINARY
        taken_ids: set[str] = set()
        seats: list[ConductSeat] = []
        for role in opened:
            support_role = self._roles[role.id]
            supervisor = (
                None
                if role.id == DIRECTOR
                else support_role.reports_to
                if support_role.reports_to in known
                else DIRECTOR
            )
            seat = ConductSeat(
                role_id=role.id, title=support_role.title, reports_to=supervisor, duties=support_role.duties
            )
            if role.district:
                update: dict[str, object] = {"job": self._director, "same_as": role.shared_with}
            else:
                update = self._holder(role, at_campus, may_borrow, taken_ids, drill)
            seats.append(seat.model_copy(update=update))
        return tuple(seats)

    def _holder(
        self,
        role: ConductRole,
        at_campus: Sequence[Candidate],
        may_borrow: bool,
        taken_ids: set[str],
        drill: Drill,
    ) -> dict[str, object]:
        """Choose a free adult of the campus, else of another campus (``may_borrow``)."""
        chosen = self._best(role, at_campus, taken_ids)
        if chosen is None and may_borrow:
            chosen = self._borrowed_staff.lend(role, drill, taken_ids)
        if chosen is None:
            vacancy: dict[str, object] = {"vacancy": NOBODY_FREE if self._people.get(drill.campus_id) else NO_LIST}
            return vacancy | ({} if role.otherwise is None else {"job": self._director, "same_as": role.otherwise})
        taken_ids.add(chosen.staff_id)
        self._turns[chosen.staff_id] += 1
        courses = self._roles[role.id].courses
        return {
            "name": chosen.person.name,
            "staff_id": chosen.staff_id,
            "job": chosen.person.title,
            "campus_id": chosen.person.campus_id,
            "needs": tuple(course for course in courses if course not in chosen.credentials),
        }

    def _best(self, role: ConductRole, people: Sequence[Candidate], taken_ids: set[str]) -> Candidate | None:
        free = (person for person in people if person.staff_id not in taken_ids)
        return min(free, key=lambda person: self._rank(person, role), default=None)

    def _free_at(self, drill: Drill, chart: RoleChart) -> list[Candidate]:
        """Return adults of the campus who are at work, not on the chart, and have no class at that time."""
        on_chart = {
            person.staff_id
            for post in (*chart.posts, *chart.on_call)
            for person in (*post.people, *post.alternates)
        }
        return [
            candidate
            for candidate in self._people.get(drill.campus_id, [])
            if candidate.staff_id not in on_chart
            and candidate.person.is_at_work(drill.date, drill.start, drill.end)
            and not holds_class(candidate.person, drill)
        ]

    def _rank(self, candidate: Candidate, role: ConductRole) -> tuple[int, int, int, str]:
        """Rank trained people first, then by turn, then by fit of the everyday title."""
        missing_courses = sum(course not in candidate.credentials for course in self._roles[role.id].courses)
        place = (
            role.preferred.index(candidate.family) if candidate.family in role.preferred else len(role.preferred)
        )
        return missing_courses, self._turns[candidate.staff_id], place, candidate.staff_id
