"""Folding of events to what is known of each drill, against a second reading of the same rules."""

from __future__ import annotations

from hypothesis import given

from drillplanner.records.events import ChainedEvent, ChainHead, LoggedEvent, LoggedKind, chained, fold
from drillplanner.records.events.folding import StandingState
from tests.records.events.histories import DRILLS, histories


def _state_by_the_text(history: tuple[ChainedEvent, ...], drill_id: str) -> StandingState | None:
    """Read the rules once more: look at each account, then for a later event that names it."""
    accounts = [
        link
        for link in history
        if link.event.drill_id == drill_id and link.event.kind in (LoggedKind.HELD, LoggedKind.NOT_HELD)
    ]
    if not accounts:
        return None
    stand = [
        link
        for link in accounts
        if not any(link.event.event_id in later.event.corrects for later in history[link.number :])
    ]
    held = [link.event.body for link in stand if link.event.kind is LoggedKind.HELD]
    missed = [link.event.body["date"] for link in stand if link.event.kind is LoggedKind.NOT_HELD]
    days, starts = {body["date"] for body in held}, {body["start"] for body in held if body["start"]}
    if len(days) > 1 or len(starts) > 1 or days & set(missed):
        return StandingState.DISPUTED
    if held:
        return StandingState.HELD
    return StandingState.NOT_HELD if missed else StandingState.WITHDRAWN


@given(histories())
def test_each_drill_stands_as_the_rules_say(history: tuple[ChainedEvent, ...]) -> None:
    folded = fold(history)
    for drill_id in DRILLS:
        expected = _state_by_the_text(history, drill_id)
        assert (folded[drill_id].state if drill_id in folded else None) == expected


def _chain(*events: LoggedEvent) -> tuple[ChainedEvent, ...]:
    head, links = ChainHead(), []
    for event in events:
        links.append(chained(event, "2025-09-09T12:00:00+00:00", head))
        head = links[-1].head
    return tuple(links)


def _event(name: str, kind: LoggedKind, day: str, corrects: tuple[str, ...] = (), start: str = "") -> LoggedEvent:
    body = {"date": day, "start": start}
    at = "2025-09-09T12:00:00+00:00"
    return LoggedEvent(name, kind, "office", at, "record", "oak-1", "oak", corrects, body=body)


def test_two_accounts_are_kept_and_a_correction_of_both_settles_them() -> None:
    first = _event("a", LoggedKind.HELD, "2025-09-08", start="09:40")
    second = _event("b", LoggedKind.NOT_HELD, "2025-09-08")
    disputed = fold(_chain(first, second))["oak-1"]
    assert disputed.state is StandingState.DISPUTED
    assert [account.event.event_id for account in disputed.accounts] == ["a", "b"]
    third = _event("c", LoggedKind.HELD, "2025-09-08", ("a", "b"), "09:45")
    settled = fold(_chain(first, second, third))["oak-1"]
    assert settled.state is StandingState.HELD
    assert [account.event.event_id for account in settled.accounts] == ["c"]


def test_a_drill_missed_on_one_day_and_held_on_another_is_not_disputed() -> None:
    missed = _event("a", LoggedKind.NOT_HELD, "2025-09-08")
    made_up = _event("b", LoggedKind.HELD, "2025-09-10", start="09:40")
    assert fold(_chain(missed, made_up))["oak-1"].state is StandingState.HELD
    agreeing = _event("c", LoggedKind.HELD, "2025-09-10")
    assert fold(_chain(missed, made_up, agreeing))["oak-1"].state is StandingState.HELD


def test_taking_back_a_correction_brings_nothing_back() -> None:
    first = _event("a", LoggedKind.HELD, "2025-09-08")
    correction = _event("b", LoggedKind.NOT_HELD, "2025-09-08", ("a",))
    withdrawal = _event("c", LoggedKind.WITHDRAWN, "2025-09-08", ("b",))
    assert fold(_chain(first, correction, withdrawal))["oak-1"].state is StandingState.WITHDRAWN


def test_a_drill_that_was_held_at_two_times_of_a_day_is_disputed() -> None:
    early = _event("a", LoggedKind.HELD, "2025-09-08", start="09:40")
    late = _event("b", LoggedKind.HELD, "2025-09-08", start="13:15")
    silent = _event("c", LoggedKind.HELD, "2025-09-08")
    assert fold(_chain(early, late))["oak-1"].state is StandingState.DISPUTED
    assert fold(_chain(early, silent))["oak-1"].state is StandingState.HELD
    next_day = _event("d", LoggedKind.HELD, "2025-09-09", start="09:40")
    assert fold(_chain(early, next_day))["oak-1"].state is StandingState.DISPUTED
