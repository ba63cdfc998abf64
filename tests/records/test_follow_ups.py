"""Actions in the records of drills: what is written, what is kept, and when one is done."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.model import DrillRecord, DrillType
from drillplanner.records.events import ChainHead, LoggedKind, chained
from drillplanner.records.fields import record_fields
from drillplanner.records.fields.values import read_value
from drillplanner.records.follow_ups import actions_in, done_event, done_follow_ups, follow_ups
from drillplanner.records.log_events import Said

SAID = Said("record", "2026-02-20T10:00:00-05:00", lambda: "event-1")
MARCH_15 = date(2026, 3, 15)


def held(actions: str, drill_id: str = "oak-1") -> DrillRecord:
    return DrillRecord(
        drill_id=drill_id,
        campus_id="oak",
        drill_type=DrillType.LOCKDOWN,
        date=date(2026, 2, 12),
        held=True,
        recorded_by="office",
        fields={"actions": actions},
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Fix the lock | head custodian | 3/15", "Fix the lock | head custodian | 2026-03-15"),
        (
            "Fix the lock|custodian|3/15 ; Train substitutes",
            "Fix the lock | custodian | 2026-03-15; Train substitutes",
        ),
        ("Train substitutes | principal", "Train substitutes | principal"),
        ("Buy radios | | 2026-03-15", "Buy radios |  | 2026-03-15"),
        ("Buy radios | |", "Buy radios"),
    ],
)
def test_what_is_kept_of_an_action_reads_the_same_again(written: str, kept: str) -> None:
    field = record_fields()["actions"]
    assert read_value(field, written, 2025) == kept
    assert read_value(field, kept, 2025) == kept


@pytest.mark.parametrize("written", ["| custodian", "Fix it | custodian | soon", "a | b | 3/15 | d", ";"])
def test_an_action_without_words_or_with_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"WHAT \| WHO \| DAY"):
        read_value(record_fields()["actions"], written, 2025)


def test_owners_and_days_are_read_where_they_are_named() -> None:
    assert actions_in("Fix the lock | custodian | 2026-03-15; Buy radios |  | 2026-03-15; Train staff") == (
        ("Fix the lock", "custodian", MARCH_15),
        ("Buy radios", "", MARCH_15),
        ("Train staff", "", None),
    )


def test_only_drills_that_were_held_name_actions_and_each_drill_counts_its_own() -> None:
    missed = held("Hold it").model_copy(update={"held": False})
    found = follow_ups([held("One; Two"), missed, held("One", "oak-2")])
    assert [(one.action_id, one.action) for one in found] == [
        ("oak-1.1", "One"),
        ("oak-1.2", "Two"),
        ("oak-2.1", "One"),
    ]


def test_of_two_actions_with_the_same_words_one_is_done() -> None:
    record = held("Fix the lock | custodian; Fix the lock | electrician")
    first, second = follow_ups([record])
    event = done_event(second, MARCH_15, "office", "", SAID)
    (done,) = done_follow_ups([chained(event, "2026-03-15T12:00:00Z", ChainHead())])
    assert (done.key == first.key, done.key == second.key) == (False, True)


def test_an_action_is_done_by_its_drill_and_words() -> None:
    first, second = follow_ups([held("One | custodian; Two")])
    event = done_event(second, MARCH_15, "office", "seen", SAID)
    assert (event.kind, event.campus_id, event.body["note"]) == (LoggedKind.ACTION_DONE, "oak", "seen")
    (done,) = done_follow_ups([chained(event, "2026-03-15T12:00:00Z", ChainHead())])
    assert (done.on, done.by_name) == (MARCH_15, "office")
    assert (done.key == first.key, done.key == second.key) == (False, True)
