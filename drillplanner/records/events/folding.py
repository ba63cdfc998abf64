"""Events folded to what is known of each drill: held, not held, or disputed.

An account (held, not held) stands until a later event names it as corrected or takes it back. A correction that is
itself taken back does not bring the first account back: someone must say anew what happened. Two accounts that
stand and cannot both be true make the drill disputed, until a correction names both. Nobody's word wins by being
last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from drillplanner.records.events.chain import ChainedEvent
from drillplanner.records.events.event import ACCOUNTS, LoggedKind


class StandingState(StrEnum):
    """What the accounts that stand say of a drill."""

    HELD = "held"
    NOT_HELD = "not_held"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DrillStanding:
    """A drill with the accounts of it that stand, in the order of the chain; none if all were taken back."""

    drill_id: str
    accounts: tuple[ChainedEvent, ...]

    @property
    def state(self) -> StandingState:
        """Return what the accounts say together."""
        if not self.accounts:
            return StandingState.WITHDRAWN
        if any(contradict(first, second) for first, second in combinations(self.accounts, 2)):
            return StandingState.DISPUTED
        is_held = any(account.event.kind is LoggedKind.HELD for account in self.accounts)
        return StandingState.HELD if is_held else StandingState.NOT_HELD


def contradict(first: ChainedEvent, second: ChainedEvent) -> bool:
    """Check whether two accounts of one drill cannot both be true.

    A drill that was not held may be held on another day. It is held once: on one day, and if both accounts say
    when, at one time.
    """
    same_day = _of(first, "date") == _of(second, "date")
    held = [account.event.kind is LoggedKind.HELD for account in (first, second)]
    if all(held):
        starts = {start for account in (first, second) if (start := _of(account, "start"))}
        return not same_day or len(starts) > 1
    return any(held) and same_day


def fold(events: Iterable[ChainedEvent]) -> dict[str, DrillStanding]:
    """Return what is known of each drill, by its id, in the order in which drills were first named.

    A correction counts only for events before it. It may name events of another drill: a report may have been
    entered for the wrong school.
    """
    standing: dict[str, list[ChainedEvent]] = {}
    drill_of: dict[str, str] = {}
    for chained in events:
        event = chained.event
        for corrected in event.corrects:
            if (drill_id := drill_of.pop(corrected, None)) is not None:
                accounts = standing[drill_id]
                standing[drill_id] = [account for account in accounts if account.event.event_id != corrected]
        if event.kind in ACCOUNTS:
            standing.setdefault(event.drill_id, []).append(chained)
            drill_of[event.event_id] = event.drill_id
    return {drill_id: DrillStanding(drill_id, tuple(accounts)) for drill_id, accounts in standing.items()}


def _of(account: ChainedEvent, key: str) -> str:
    return str(account.event.body.get(key, ""))
