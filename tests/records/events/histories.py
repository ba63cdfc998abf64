"""Random histories of drills for property tests: accounts, corrections, and withdrawals in any order."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from drillplanner.records.events import ChainedEvent, ChainHead, LoggedEvent, LoggedKind, chained

DRILLS = ("oak-fire-1", "oak-lockdown-1", "elm-fire-1")
DAYS = ("2025-09-08", "2025-09-09")
STARTS = ("", "09:40", "10:15")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)


@st.composite
def events(draw: st.DrawFn, number: int, earlier: Sequence[str]) -> LoggedEvent:
    """Return an event that may correct any of the earlier ones, or none."""
    kind = draw(st.sampled_from((LoggedKind.HELD, LoggedKind.NOT_HELD, LoggedKind.WITHDRAWN, LoggedKind.NOTE)))
    named = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
    drill_id = draw(st.sampled_from(DRILLS))
    return LoggedEvent(
        event_id=f"event-{number}",
        kind=kind,
        by_name=draw(TEXTS),
        said_at="2025-09-09T12:00:00+00:00",
        source="record",
        drill_id=drill_id,
        campus_id=drill_id.split("-")[0],
        corrects=tuple(named),
        body={"date": draw(st.sampled_from(DAYS)), "start": draw(st.sampled_from(STARTS)), "note": draw(TEXTS)},
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 12) -> tuple[ChainedEvent, ...]:
    """Return a chain of events."""
    head, found, ids = ChainHead(), [], ["unknown"]
    for number in range(draw(st.integers(0, most))):
        event = draw(events(number, ids))
        link = chained(event, f"2025-09-09T12:00:{number:02}+00:00", head)
        head, ids = link.head, [*ids, event.event_id]
        found.append(link)
    return tuple(found)
