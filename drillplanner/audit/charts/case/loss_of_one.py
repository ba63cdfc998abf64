"""What happens when one person is away: who of those in line steps in, and what stays empty.

For each person the chart is filled again from the lines that it names: the primary, the members of a team, then
the alternates. Nobody takes two positions, unless the two may be combined; whoever steps up leaves a post that
must be filled in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition
from drillplanner.incident_command.positions.catalog import Tier

#: So many steps of a search are made before it is given up; a chart of forty positions takes some dozens.
MOST_STEPS = 20_000


class _SearchLimitError(Exception):
    """The search took too many steps."""


def lost_positions(
    case: ChartCase, staffed: Sequence[ChartedPosition]
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Each person without whom the positions cannot all be filled, with the positions that stay empty.

    The last value is False where the search was given up, so that nothing is known. What stays empty are positions
    of the person: those without anybody else in line, if there are such, else all of them.
    """
    for person_id in dict.fromkeys(person for position in staffed for person in position.people):
        lines = {one.id: _line(one, person_id) for one in staffed}
        own = [one for one in staffed if person_id in one.people]
        try:
            if _RefillSearch(case, staffed, lines).succeeds(own):
                continue
            sure = True
        except _SearchLimitError:
            sure = False
        alone = [one.id for one in own if not lines[one.id]]
        yield person_id, tuple(alone or [one.id for one in own]), sure


def _line(position: ChartedPosition, away: str) -> tuple[str, ...]:
    """Who can lead the position when somebody is away, best first."""
    in_line = dict.fromkeys((*position.people, *(position.alternates or ())))
    return tuple(person_id for person_id in in_line if person_id != away)


class _RefillSearch:
    """One search for a way to fill the positions from their lines."""

    def __init__(
        self, case: ChartCase, staffed: Sequence[ChartedPosition], lines: dict[str, tuple[str, ...]]
    ) -> None:
        self._case = case
        self._by_id = {one.id: one for one in staffed}
        self._lines = lines
        self._held: dict[str, list[ChartedPosition]] = {}
        self._steps = 0

    def succeeds(self, vacated: Sequence[ChartedPosition]) -> bool:
        """Whether all can be filled; first with everybody else where they are, then in any way."""
        vacant = {one.id for one in vacated}
        for one in self._by_id.values():
            if one.id not in vacant and self._lines[one.id]:
                self._held.setdefault(self._lines[one.id][0], []).append(one)
        if self._fill(frozenset(vacant)):
            return True
        self._held.clear()
        return self._fill(frozenset(self._by_id))

    def _fill(self, left: frozenset[str]) -> bool:
        if not left:
            return True
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _SearchLimitError
        choices = {
            one: [who for who in self._lines[one] if self._may_take(who, self._by_id[one])] for one in sorted(left)
        }
        tightest = min(choices, key=lambda one: (len(choices[one]), one))
        for person_id in choices[tightest]:
            self._held.setdefault(person_id, []).append(self._by_id[tightest])
            if self._fill(left - {tightest}):
                return True
            self._held[person_id].pop()
        return False

    def _may_take(self, person_id: str, position: ChartedPosition) -> bool:
        at_once = [one for one in self._held.get(person_id, ()) if self._case.overlaps_in_time(one, position)]
        most = 3 if self._case.tier is Tier.L1 else 2
        # What the chart itself gave to one person is no question of who is away.
        charted = len(self._case.held_by_person.get(person_id, ()))
        return len(at_once) < max(most, charted) and all(
            self._case.may_merge(one, position) or (person_id in one.people and person_id in position.people)
            for one in at_once
        )
