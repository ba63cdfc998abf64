"""The chain: one spelling and one hash for each event, and every change is found."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.records.events import (
    NO_HASH,
    ChainBreak,
    ChainedEvent,
    ChainHead,
    LoggedEvent,
    LoggedKind,
    canonical_json,
    chained,
    first_break,
    new_event_id,
)
from tests.records.events.histories import TEXTS, histories

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
)


@given(JSON)
def test_json_has_one_spelling_and_is_read_back(value: object) -> None:
    spelled = canonical_json(value)
    assert json.loads(spelled) == value
    assert canonical_json(json.loads(json.dumps(value))) == spelled


def test_keys_are_sorted_and_nothing_is_escaped_that_need_not_be() -> None:
    assert canonical_json({"b": ["é", 1, True], "a": None}) == '{"a":null,"b":["é",1,true]}'.encode()


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53 + 1, {1: "a"}, {"a": {"b": 0.1}}, object(), "\ud800"])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"an event|surrogates|not JSON"):
        canonical_json(value)


@given(histories())
def test_a_chain_is_whole_and_ends_with_its_head(history: tuple[ChainedEvent, ...]) -> None:
    assert first_break(history) == (history[-1].head if history else ChainHead(), None)


@given(histories().filter(lambda history: len(history) > 1), st.data())
def test_a_changed_removed_moved_or_added_event_is_found(
    history: tuple[ChainedEvent, ...], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    link = history[place]
    changed = {
        "note": replace(link, event=replace(link.event, body={**link.event.body, "note": "something else"})),
        "name": replace(link, event=replace(link.event, by_name=link.event.by_name + "!")),
        "time": replace(link, recorded_at="2025-09-10T12:00:00+00:00"),
        "previous": replace(link, previous=NO_HASH[1:] + "1"),
        "hash": replace(link, hash=NO_HASH),
    }
    wrong = changed[data.draw(st.sampled_from(sorted(changed)))]
    altered = (*history[:place], wrong, *history[place + 1 :])
    assert altered != history
    assert first_break(altered)[1] is not None
    if place < len(history) - 1:
        removed = (*history[:place], *history[place + 1 :])
        assert first_break(removed)[1] is not None
        moved = (*history[:place], history[place + 1], link, *history[place + 2 :])
        assert first_break(moved)[1] is not None
    # Without its end a chain is whole, and only the head tells.
    assert first_break(history[:-1])[0] != history[-1].head


def test_ids_are_version_7_in_the_order_of_time() -> None:
    ids = [new_event_id(milliseconds) for milliseconds in (0, 1, 1_757_000_000_000, 2**48 - 1)]
    assert ids == sorted(ids)
    for text in ids:
        assert uuid.UUID(text).version == 7
        assert uuid.UUID(text).variant == uuid.RFC_4122
    assert len({new_event_id(5) for _ in range(1000)}) == 1000


def test_the_hash_is_that_of_the_written_event_so_that_another_program_can_check_it() -> None:
    event = LoggedEvent("a", LoggedKind.HELD, "office", "then", "record", "oak-1", "oak", body={"note": "é"})
    link = chained(event, "now", ChainHead(4, "f" * 64))
    written = (
        '{"body":{"note":"é"},"by_name":"office","by_user":"","campus_id":"oak","corrects":[],"drill_id":"oak-1",'
        '"event_id":"a","kind":"held","number":5,"previous":"' + "f" * 64 + '","recorded_at":"now","role":"",'
        '"said_at":"then","source":"record"}'
    )
    assert link.hash == hashlib.sha256(written.encode("utf-8")).hexdigest()
    assert (link.number, link.previous, link.recorded_at) == (5, "f" * 64, "now")
    assert link.head == ChainHead(5, link.hash)


def test_a_break_says_which_event_and_what_is_wrong() -> None:
    def event(name: str) -> LoggedEvent:
        return LoggedEvent(name, LoggedKind.NOTE, "office", "then", "record")

    first = chained(event("a"), "now", ChainHead())
    second = chained(event("b"), "now", first.head)
    third = chained(event("c"), "now", second.head)
    assert first_break([first, third]) == (first.head, ChainBreak(2, "event 2 is missing"))
    changed = replace(second, event=event("B"))
    broken = ChainBreak(2, "it was changed after it was recorded")
    assert first_break([first, changed, third]) == (first.head, broken)
    moved = replace(third, previous=first.hash)
    broken = ChainBreak(3, "it does not follow the event before it")
    assert first_break([first, second, moved]) == (second.head, broken)
