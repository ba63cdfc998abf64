"""Staff of other campuses or the district office who could come to a drill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from drillplanner.incident_command.assignment.availability import Availability, availability_of
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    may_hold,
    missing_training,
    suitability_cost,
)
from drillplanner.incident_command.positions.catalog import Position
from drillplanner.model import DISTRICT_OFFICE, Drill, StaffMember

#: How many campuses with a suitable person are compared before the best person is chosen.
_CAMPUSES_COMPARED = 4
#: Minutes needed between two drills that one person attends at two campuses.
_TRAVEL_MINUTES = 30
#: Points against asking the person who would lead the other campus's command.
_LEADS_AT_HOME = 300


class Neighbors:
    """The adults of a district by campus, and the drills of their own campuses.

    No file gives distances: people of the district office are asked first, then the campuses that follow in the
    district's list, so that not every campus asks the same one.
    """

    def __init__(self, staff: Iterable[StaffMember], campus_ids: Sequence[str], drills: Iterable[Drill]) -> None:
        self._people: dict[str, list[StaffMember]] = {}
        for person in sorted(staff, key=lambda member: member.staff_id):
            self._people.setdefault(person.campus_id, []).append(person)
        self._groups = {
            person.staff_id: frozenset(person.away_with)
            for people in self._people.values()
            for person in people
            if person.away_with
        }
        self._campus_ids = tuple(campus_ids)
        self._drills: dict[tuple[str, object], list[Drill]] = {}
        for drill in drills:
            self._drills.setdefault((drill.campus_id, drill.date), []).append(drill)

    def best_candidate(
        self, position: Position, drill: Drill, already_asked: Iterable[str] = ()
    ) -> Candidate | None:
        """Return the best free and suitable person of the first few campuses that have one, or None.

        ``already_asked`` are ids of people to leave out.
        """
        best: tuple[int, int, str] | None = None
        chosen: Candidate | None = None
        for place, people in enumerate(self._candidates_by_campus(position, drill, set(already_asked))):
            for person in people:
                is_untrained = bool(missing_training(person, position))
                points = suitability_cost(person, position) + (
                    _LEADS_AT_HOME if person.family == "principal" else 0
                )
                rank = (points + 1000 * is_untrained, place, person.staff_id)
                if best is None or rank < best:
                    best, chosen = rank, person
            if place + 1 == _CAMPUSES_COMPARED:
                break
        return chosen

    def sharing_absence_groups(self, staff_id: str) -> tuple[str, ...]:
        """Return the ids of everyone in the district who shares an absence group with a person."""
        person_groups = self._groups.get(staff_id, frozenset())
        return tuple(other_id for other_id, groups in self._groups.items() if groups & person_groups)

    def _candidates_by_campus(
        self, position: Position, drill: Drill, already_asked: set[str]
    ) -> Iterator[list[Candidate]]:
        for campus_id in self._in_order(drill.campus_id):
            at_home = self._drills.get((campus_id, drill.date), ())
            if not all(drill.surely_apart(other, margin=_TRAVEL_MINUTES) for other in at_home):
                continue
            suitable = [
                candidate
                for person in self._people.get(campus_id, ())
                if person.staff_id not in already_asked
                and availability_of(person, drill) is Availability.FREE
                and not person.teaches
                and may_hold(candidate := candidate_of(person, drill.date), position)
            ]
            if suitable:
                yield suitable

    def _in_order(self, campus_id: str) -> Iterator[str]:
        yield DISTRICT_OFFICE
        start = self._campus_ids.index(campus_id) if campus_id in self._campus_ids else 0
        for other_id in (*self._campus_ids[start:], *self._campus_ids[:start]):
            if other_id not in (campus_id, DISTRICT_OFFICE):
                yield other_id


def printed_campus_name(campuses: Mapping[str, str], campus_id: str) -> str:
    """Return the name of a campus as it is printed."""
    return "the district's office" if campus_id == DISTRICT_OFFICE else campuses.get(campus_id, campus_id)
