"""Whom other campuses can lend to an exercise: adults at work without a class, from where no drill is that day.

Nobody serves two campuses on one date, since no file says how long the way between two is. At one campus somebody
may serve in several exercises whose hours are known and lie apart. Both are rules of ours.

For each role there is one queue of everybody in the district, the best first, and one for each other hours of
part-time staff. It is made when the role first needs somebody from elsewhere, and kept for the year: how a person
ranks is looked up anew when they come to the front, and people who are lent on a day, away, or of a campus that
drills, step aside until another day is asked for. So the whole district is gone through once a role, and not once
an exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush, heapreplace

from drillplanner.exercises.doctrine.reference import ConductRole
from drillplanner.incident_command.assignment.suitability import Candidate
from drillplanner.model import Drill
from drillplanner.model.calendar.bells import Clock

#: How a person ranks for a role at this moment, the best first; it may only get worse as the year goes on.
Rank = tuple[int, int, int, str]
_Entry = tuple[Rank, int, Candidate]
#: From when and until when somebody is at work; None: as long as school is.
_Hours = tuple[Clock | None, Clock | None]


@dataclass
class _Queue:
    """The people for one role in order, and those who are out of it on one day."""

    waiting: list[_Entry]
    day: date | None = None
    out_on_day: list[_Entry] = field(default_factory=list)


@dataclass
class _Loan:
    """Somebody whom a campus has borrowed for a day, and the drills there that they serve."""

    person: Candidate
    drills: list[Drill] = field(default_factory=list)


class BorrowedStaff:
    """Adults of the district whom a campus may borrow; quickest where days are asked for in order."""

    def __init__(
        self,
        people: Iterable[Candidate],
        busy: Set[tuple[str, date]],
        rank: Callable[[Candidate, ConductRole], Rank],
    ) -> None:
        """``people`` is everybody; ``busy`` says which campus drills on which day."""
        self._people: dict[_Hours, list[Candidate]] = {}
        for person in people:
            if not person.person.teaches:
                self._people.setdefault((person.person.works_from, person.person.works_until), []).append(person)
        self._busy = busy
        self._rank = rank
        self._queues: dict[tuple[str, _Hours], _Queue] = {}
        #: Whom a campus has borrowed for a day, and the drills that each of them serves there.
        self._borrowed: dict[tuple[str, date], dict[str, _Loan]] = {}
        self._lent: set[tuple[str, date]] = set()

    def lend(self, role: ConductRole, drill: Drill, taken: Set[str]) -> Candidate | None:
        """Who ranks first of those of other campuses who are free then and not ``taken`` (ids): lent to it now."""
        here = self._borrowed.setdefault((drill.campus_id, drill.date), {})
        again = (
            loan.person
            for loan in here.values()
            if loan.person.staff_id not in taken
            and _is_at_work(loan.person, drill)
            and all(drill.surely_apart(other) for other in loan.drills)
        )
        at_home = (self._first_at_home(hours, role, drill, taken) for hours in self._people)
        choice = (*again, *(one for one in at_home if one is not None))
        found = min(choice, key=lambda one: self._rank(one, role), default=None)
        if found is not None:
            here.setdefault(found.staff_id, _Loan(found)).drills.append(drill)
            self._lent.add((found.staff_id, drill.date))
        return found

    def _first_at_home(self, hours: _Hours, role: ConductRole, drill: Drill, taken: Set[str]) -> Candidate | None:
        """Who ranks first of those with these hours who are lent to nobody on that day; None: nobody is free."""
        queue = self._queue(hours, role, drill.date)
        waiting = queue.waiting
        passed_over: list[_Entry] = []
        found: Candidate | None = None
        while waiting and found is None:
            rank, place, one = waiting[0]
            if (now := self._rank(one, role)) != rank:
                heapreplace(waiting, (now, place, one))
            elif self._is_out(one, drill.date):
                queue.out_on_day.append(heappop(waiting))
            elif not _is_at_work(one, drill):
                break  # and so is nobody else of these hours
            elif one.person.campus_id == drill.campus_id or one.staff_id in taken:
                passed_over.append(heappop(waiting))
            else:
                found = one
        for entry in passed_over:
            heappush(waiting, entry)
        return found

    def _is_out(self, one: Candidate, day: date) -> bool:
        """Whether somebody can be lent to nobody more on that day, whatever the hour."""
        at_home = (one.person.campus_id, day) in self._busy or not one.person.is_at_work(day)
        return at_home or (one.staff_id, day) in self._lent

    def _queue(self, hours: _Hours, role: ConductRole, day: date) -> _Queue:
        """The role's queue with everybody in it who is not known to be out on that day."""
        queue = self._queues.get((role.id, hours))
        if queue is None:
            everybody = [(self._rank(one, role), place, one) for place, one in enumerate(self._people[hours])]
            heapify(everybody)
            queue = self._queues[role.id, hours] = _Queue(everybody, day)
        if queue.day != day:
            for entry in queue.out_on_day:
                heappush(queue.waiting, entry)
            queue.out_on_day = []
            queue.day = day
        return queue


def _is_at_work(one: Candidate, drill: Drill) -> bool:
    return one.person.is_at_work(drill.date, drill.start, drill.end)
