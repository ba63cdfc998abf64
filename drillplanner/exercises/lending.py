"""Whom other campuses can lend to an exercise: adults without a class, from where no drill is held on that day.

For each role there is one queue of everybody in the district, the best first. It is made when the role first
needs somebody from elsewhere, and kept for the year: how a person ranks is looked up anew when they come to the
front, and people of campuses that drill on a day step aside until another day is asked for. So the whole district
is gone through once a role, and not once an exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush, heapreplace

from drillplanner.exercises.reference import StaffRole
from drillplanner.incident_command.suitability import Candidate
from drillplanner.model import Drill

#: How a person ranks for a role at this moment, the best first; it may only get worse as the year goes on.
Rank = tuple[int, int, int, str]
_Entry = tuple[Rank, int, Candidate]


@dataclass
class _Queue:
    """The people for one role in order, and those who are out of it on one day."""

    waiting: list[_Entry]
    day: date | None = None
    out_on_day: list[_Entry] = field(default_factory=list)


class LentStaff:
    """Adults of the district whom a campus may borrow; quickest where days are asked for in order."""

    def __init__(
        self,
        people: Iterable[Candidate],
        busy: Set[tuple[str, date]],
        rank: Callable[[Candidate, StaffRole], Rank],
    ) -> None:
        """``people`` is everybody; ``busy`` says which campus drills on which day."""
        self._people = [one for one in people if not one.person.teaches]
        self._busy = busy
        self._rank = rank
        self._queues: dict[str, _Queue] = {}

    def best(self, role: StaffRole, drill: Drill, taken: Set[str]) -> Candidate | None:
        """Who ranks first of those of other campuses that are free on that day and not ``taken`` (ids)."""
        queue = self._queue(role, drill.date)
        waiting = queue.waiting
        passed_over: list[_Entry] = []
        found: Candidate | None = None
        while waiting and found is None:
            rank, place, one = waiting[0]
            if (now := self._rank(one, role)) != rank:
                heapreplace(waiting, (now, place, one))
            elif (one.person.campus_id, drill.date) in self._busy:
                queue.out_on_day.append(heappop(waiting))
            elif one.person.campus_id == drill.campus_id or one.staff_id in taken:
                passed_over.append(heappop(waiting))
            else:
                found = one
        for entry in passed_over:
            heappush(waiting, entry)
        return found

    def _queue(self, role: StaffRole, day: date) -> _Queue:
        """The role's queue with everybody in it who is not known to be out on that day."""
        queue = self._queues.get(role.id)
        if queue is None:
            everybody = [(self._rank(one, role), place, one) for place, one in enumerate(self._people)]
            heapify(everybody)
            queue = self._queues[role.id] = _Queue(everybody, day)
        if queue.day != day:
            for entry in queue.out_on_day:
                heappush(queue.waiting, entry)
            queue.out_on_day = []
            queue.day = day
        return queue
