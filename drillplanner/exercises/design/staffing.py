"""Who conducts an exercise: proposals from adults who are free and have no post in the incident organization.

That nobody both plays and controls or evaluates is kept without exception. For larger exercises people of other
campuses that have no drill on that day are asked next, each for one campus a day. Where nobody else is free,
somebody who is an alternate in the drill may be proposed, and is marked. All are choices of ours, not federal
requirements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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
#: Types that take staff of their own campus alone.
_ORDINARY = (ExerciseType.DRILL, ExerciseType.SEMINAR)


class _CampusCandidates(NamedTuple):
    """Adults of the campus who could take a role: those with no post at all, and alternates in the drill."""

    free: Sequence[Candidate]
    alternates: Sequence[Candidate]


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
        for person in sorted(staff, key=lambda one: one.staff_id):
            self._people.setdefault(person.campus_id, []).append(candidate_of(person))
        self._turns: Counter[str] = Counter()
        everybody = (person for people in self._people.values() for person in people)
        self._lent = BorrowedStaff(everybody, {(drill.campus_id, drill.date) for drill in drills}, self._order)

    def seats(
        self, drill: Drill, kind: ExerciseType, is_complex: bool, chart: RoleChart
    ) -> tuple[ConductSeat, ...]:
        """A seat for each role that this sort of exercise opens, with whoever is proposed for it."""
        wanted = COMPLEX_DRILL if is_complex else kind.value
        opened = [role for role in self._reference.roles if wanted in role.opened]
        known = {role.id for role in opened}
        here = self._here(drill, chart)
        lends = is_complex or kind not in _ORDINARY
        taken: set[str] = set()
        seats: list[ConductSeat] = []
        for role in opened:
            told = self._roles[role.id]
            above = None if role.id == DIRECTOR else told.reports_to if told.reports_to in known else DIRECTOR
            seat = ConductSeat(role_id=role.id, title=told.title, reports_to=above, duties=told.duties)
            if role.district:
                update: dict[str, object] = {"job": self._director, "same_as": role.shared_with}
            else:
                update = self._holder(role, here, lends, taken, drill)
            seats.append(seat.model_copy(update=update))
        return tuple(seats)

    def _holder(
        self, role: ConductRole, here: _CampusCandidates, lends: bool, taken: set[str], drill: Drill
    ) -> dict[str, object]:
        """Who takes the role: a free adult of the campus, else one of another (``lends``), else an alternate."""
        chosen, stands_in = self._best(role, here.free, taken), False
        if chosen is None and lends:
            chosen = self._lent.lend(role, drill, taken)
        if chosen is None:
            chosen, stands_in = self._best(role, here.alternates, taken), True
        if chosen is None:
            return {"vacancy": NOBODY_FREE if self._people.get(drill.campus_id) else NO_LIST}
        taken.add(chosen.staff_id)
        self._turns[chosen.staff_id] += 1
        courses = self._roles[role.id].courses
        return {
            "name": chosen.person.name,
            "staff_id": chosen.staff_id,
            "job": chosen.person.title,
            "campus_id": chosen.person.campus_id,
            "needs": tuple(course for course in courses if course not in chosen.held),
            "stands_in": stands_in,
        }

    def _best(self, role: ConductRole, people: Sequence[Candidate], taken: set[str]) -> Candidate | None:
        free = (person for person in people if person.staff_id not in taken)
        return min(free, key=lambda one: self._order(one, role), default=None)

    def _here(self, drill: Drill, chart: RoleChart) -> _CampusCandidates:
        """Adults of the campus who are at work, do not play and have no class then."""
        players = {person.staff_id for post in chart.posts for person in post.people}
        behind = {alternate.staff_id for post in chart.posts for alternate in post.alternates}
        behind |= {person.staff_id for post in chart.on_call for person in (*post.people, *post.alternates)}
        here = [
            one
            for one in self._people.get(drill.campus_id, [])
            if one.staff_id not in players
            and one.person.is_at_work(drill.date, drill.start, drill.end)
            and not holds_class(one.person, drill)
        ]
        return _CampusCandidates(
            free=[one for one in here if one.staff_id not in behind],
            alternates=[one for one in here if one.staff_id in behind],
        )

    def _order(self, one: Candidate, role: ConductRole) -> tuple[int, int, int, str]:
        """Trained people first, then whose turn it is, then those whose title fits."""
        lacking = sum(course not in one.held for course in self._roles[role.id].courses)
        place = role.preferred.index(one.family) if one.family in role.preferred else len(role.preferred)
        return lacking, self._turns[one.staff_id], place, one.staff_id
