"""People of other campuses, or of the district's office, who could come to a drill of a campus that is short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from drillplanner.incident_command.assignment.availability import Availability, availability_of
from drillplanner.incident_command.assignment.suitability import (
    Candidate,
    candidate_of,
    cost,
    may_hold,
    missing_training,
)
from drillplanner.incident_command.positions.catalog import Position
from drillplanner.model import DISTRICT_OFFICE, Drill, StaffMember

#: So many campuses with somebody fit are looked at before the best of them is taken.
_LOOKED_AT = 4
#: Minutes between two drills that one person can attend at two campuses.
_WAY = 30
#: Points against asking the one who would lead the neighbour's own command.
_LEADS_AT_HOME = 300


class Neighbors:
    """The adults of a district by campus, and when their own campus has a drill.

    No file says which campus lies near: people of the district's office are asked first, then the campuses that
    follow in the district's own list, so that not all ask the same one.
    """

    def __init__(self, staff: Iterable[StaffMember], campus_ids: Sequence[str], drills: Iterable[Drill]) -> None:
        self._people: dict[str, list[StaffMember]] = {}
        for person in sorted(staff, key=lambda one: one.staff_id):
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

    def best_candidate(self, position: Position, drill: Drill, taken: Iterable[str] = ()) -> Candidate | None:
        """Somebody who is free then and fit for the post, best of the nearest few campuses that have one.

        ``taken`` are the ids of people who are already asked. None where nobody in the staff list fits.
        """
        best: tuple[int, int, str] | None = None
        chosen: Candidate | None = None
        for place, people in enumerate(self._candidates_by_campus(position, drill, set(taken))):
            for person in people:
                lacking = bool(missing_training(person, position))
                points = cost(person, position) + (_LEADS_AT_HOME if person.family == "principal" else 0)
                rank = (points + 1000 * lacking, place, person.staff_id)
                if best is None or rank < best:
                    best, chosen = rank, person
            if place + 1 == _LOOKED_AT:
                break
        return chosen

    def sharing_absence_groups(self, staff_id: str) -> tuple[str, ...]:
        """The ids of everybody in the district who shares a group with a person (:mod:`.apart`)."""
        own = self._groups.get(staff_id, frozenset())
        return tuple(one for one, groups in self._groups.items() if groups & own)

    def _candidates_by_campus(
        self, position: Position, drill: Drill, taken: set[str]
    ) -> Iterator[list[Candidate]]:
        for campus_id in self._in_order(drill.campus_id):
            at_home = self._drills.get((campus_id, drill.date), ())
            if not all(drill.surely_apart(other, margin=_WAY) for other in at_home):
                continue
            fit = [
                one
                for person in self._people.get(campus_id, ())
                if person.staff_id not in taken
                and availability_of(person, drill) is Availability.FREE
                and not person.teaches
                and may_hold(one := candidate_of(person, drill.date), position)
            ]
            if fit:
                yield fit

    def _in_order(self, campus_id: str) -> Iterator[str]:
        yield DISTRICT_OFFICE
        own = self._campus_ids.index(campus_id) if campus_id in self._campus_ids else 0
        for one in (*self._campus_ids[own:], *self._campus_ids[:own]):
            if one not in (campus_id, DISTRICT_OFFICE):
                yield one


def printed_campus_name(campuses: Mapping[str, str], campus_id: str) -> str:
    """The name of a campus as it is printed."""
    return "the district's office" if campus_id == DISTRICT_OFFICE else campuses.get(campus_id, campus_id)
