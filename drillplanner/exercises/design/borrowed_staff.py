"""Staff of other campuses whom an exercise can borrow on a day.

They are adults at work without a class, from campuses without a drill that day.

No one serves two campuses on one date, since no file gives travel times. At one campus a person may serve in
several exercises whose times are known and do not overlap. Both are our own rules.

For each role and each set of working hours there is one queue of everyone in the district, the best first. It is
built when the role first needs a person from elsewhere, and reused all year: a person's rank is updated when
they reach the front, and people who are lent that day, away, or needed at their own campus wait until another
day is requested. So the district is searched once a role, not once an exercise.
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

#: A person's current rank for a role, the best first; it may only get worse as the year goes on.
Rank = tuple[int, int, int, str]
_Entry = tuple[Rank, int, Candidate]
#: Working hours of a person; None: as long as school is in session.
_Hours = tuple[Clock | None, Clock | None]


@dataclass
class _Queue:
    """The people for one role in order, and those who are unavailable on one day."""

    waiting: list[_Entry]
    day: date | None = None
    out_on_day: list[_Entry] = field(default_factory=list)


@dataclass
class _Loan:
    """A person whom a campus has borrowed for a day, and the drills there that they serve."""

    person: Candidate
    drills: list[Drill] = field(default_factory=list)


class BorrowedStaff:
    """Adults of the district whom a campus may borrow; fastest if days are requested in order."""

    def __init__(
        self,
        people: Iterable[Candidate],
        drill_days: Set[tuple[str, date]],
        rank: Callable[[Candidate, ConductRole], Rank],
    ) -> None:
        """``people`` is everyone in the district; ``drill_days`` are the campuses and dates with a drill."""
        self._people: dict[_Hours, list[Candidate]] = {}
        for person in people:
            if not person.person.teaches:
                self._people.setdefault((person.person.works_from, person.person.works_until), []).append(person)
        self._drill_days = drill_days
        self._rank = rank
        self._queues: dict[tuple[str, _Hours], _Queue] = {}
        #: By campus and day, the borrowed people by id, with the drills that each of them serves there.
        self._borrowed: dict[tuple[str, date], dict[str, _Loan]] = {}
        self._lent: set[tuple[str, date]] = set()

    def lend(self, role: ConductRole, drill: Drill, taken_ids: Set[str]) -> Candidate | None:
        """Lend the best free person of another campus who is not in ``taken_ids``, or return None."""
        loans = self._borrowed.setdefault((drill.campus_id, drill.date), {})
        lent_here_already = (
            loan.person
            for loan in loans.values()
            if loan.person.staff_id not in taken_ids
            and _is_at_work(loan.person, drill)
            and all(drill.surely_apart(other) for other in loan.drills)
        )
        first_in_queues = (self._first_not_lent(hours, role, drill, taken_ids) for hours in self._people)
        candidates = (*lent_here_already, *(candidate for candidate in first_in_queues if candidate is not None))
        best = min(candidates, key=lambda candidate: self._rank(candidate, role), default=None)
        if best is not None:
            loans.setdefault(best.staff_id, _Loan(best)).drills.append(drill)
            self._lent.add((best.staff_id, drill.date))
        return best

    def _first_not_lent(
        self, hours: _Hours, role: ConductRole, drill: Drill, taken_ids: Set[str]
    ) -> Candidate | None:
        """Return the best person with these hours who is lent to no one that day, or None."""
        queue = self._queue(hours, role, drill.date)
        waiting = queue.waiting
        passed_over: list[_Entry] = []
        first: Candidate | None = None
        while waiting and first is None:
            rank, place, candidate = waiting[0]
            if (current_rank := self._rank(candidate, role)) != rank:
                heapreplace(waiting, (current_rank, place, candidate))
            elif self._is_unavailable(candidate, drill.date):
                queue.out_on_day.append(heappop(waiting))
            elif not _is_at_work(candidate, drill):
                break  # nor is anyone else with these hours
            elif candidate.person.campus_id == drill.campus_id or candidate.staff_id in taken_ids:
                passed_over.append(heappop(waiting))
            else:
                first = candidate
        for entry in passed_over:
            heappush(waiting, entry)
        return first

    def _is_unavailable(self, candidate: Candidate, day: date) -> bool:
        """Return whether a person can be lent to no one on that day, whatever the time."""
        person = candidate.person
        is_needed_at_home = (person.campus_id, day) in self._drill_days
        return is_needed_at_home or not person.is_at_work(day) or (candidate.staff_id, day) in self._lent

    def _queue(self, hours: _Hours, role: ConductRole, day: date) -> _Queue:
        """Return the role's queue, with everyone in it who is not known to be unavailable that day."""
        queue = self._queues.get((role.id, hours))
        if queue is None:
            entries = [
                (self._rank(candidate, role), place, candidate)
                for place, candidate in enumerate(self._people[hours])
            ]
            heapify(entries)
            queue = self._queues[role.id, hours] = _Queue(entries, day)
        if queue.day != day:
            for entry in queue.out_on_day:
                heappush(queue.waiting, entry)
            queue.out_on_day = []
            queue.day = day
        return queue


def _is_at_work(candidate: Candidate, drill: Drill) -> bool:
    return candidate.person.is_at_work(drill.date, drill.start, drill.end)
