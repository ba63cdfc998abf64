"""Which positions stay empty when one person is away.

For each person the chart is filled again from its lines of succession: the primary, the members of a team, then
the alternates. No one takes two positions unless they may be combined; a person who steps up leaves a position
that must be filled in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition
from drillplanner.incident_command.positions.catalog import Tier

#: The most steps of a search before it is given up; a chart of forty positions takes some dozens.
MOST_STEPS = 20_000


class _SearchLimitError(Exception):
    """The search took too many steps."""


def lost_positions(
    case: ChartCase, staffed: Sequence[ChartedPosition]
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield each person without whom the positions cannot all be filled, with the positions that stay empty.

    The last value is False if the search was given up, so that nothing is known. The positions that stay empty
    are the person's: those without anyone else in line, if there are any, else all of them.
    """
    for person_id in dict.fromkeys(person for position in staffed for person in position.people):
        lines = {position.id: _line(position, person_id) for position in staffed}
        held_positions = [position for position in staffed if person_id in position.people]
        try:
            if _RefillSearch(case, staffed, lines).succeeds(held_positions):
                continue
            sure = True
        except _SearchLimitError:
            sure = False
        without_line = [position.id for position in held_positions if not lines[position.id]]
        yield person_id, tuple(without_line or [position.id for position in held_positions]), sure


def _line(position: ChartedPosition, away: str) -> tuple[str, ...]:
    """Return the people who can lead the position when one person is away, best first."""
    in_line = dict.fromkeys((*position.people, *(position.alternates or ())))
    return tuple(person_id for person_id in in_line if person_id != away)


class _RefillSearch:
    """One search for a way to fill the positions from their lines."""

    def __init__(
        self, case: ChartCase, staffed: Sequence[ChartedPosition], lines: dict[str, tuple[str, ...]]
    ) -> None:
        self._case = case
        self._by_id = {position.id: position for position in staffed}
        self._lines = lines
        self._held: dict[str, list[ChartedPosition]] = {}
        self._steps = 0

    def succeeds(self, vacated: Sequence[ChartedPosition]) -> bool:
        """Return whether all can be filled: first with everyone else unmoved, then in any way."""
        vacant = {position.id for position in vacated}
        for position in self._by_id.values():
            if position.id not in vacant and self._lines[position.id]:
                self._held.setdefault(self._lines[position.id][0], []).append(position)
        if self._fill(frozenset(vacant)):
            return True
        self._held.clear()
        return self._fill(frozenset(self._by_id))

    def _fill(self, vacant_ids: frozenset[str]) -> bool:
        if not vacant_ids:
            return True
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _SearchLimitError
        choices = {
            position_id: [
                person_id
                for person_id in self._lines[position_id]
                if self._may_take(person_id, self._by_id[position_id])
            ]
            for position_id in sorted(vacant_ids)
        }
        tightest = min(choices, key=lambda position_id: (len(choices[position_id]), position_id))
        for person_id in choices[tightest]:
            self._held.setdefault(person_id, []).append(self._by_id[tightest])
            if self._fill(vacant_ids - {tightest}):
                return True
            self._held[person_id].pop()
        return False

    def _may_take(self, person_id: str, position: ChartedPosition) -> bool:
        simultaneous = [
            other for other in self._held.get(person_id, ()) if self._case.overlaps_in_time(other, position)
        ]
        most_positions = 3 if self._case.tier is Tier.L1 else 2
        # A person who holds more positions on the chart itself may keep holding that many.
        charted_count = len(self._case.held_by_person.get(person_id, ()))
        return len(simultaneous) < max(most_positions, charted_count) and all(
            self._case.may_merge(other, position) or (person_id in other.people and person_id in position.people)
            for other in simultaneous
        )
