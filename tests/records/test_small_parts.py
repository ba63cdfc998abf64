"""Small parts of the records: entries of closed schools, notices, lines of the log, and events of exports."""

from __future__ import annotations

import itertools
from datetime import date, time
from typing import Any

import pytest

from drillplanner.model import DrillRecord, DrillType
from drillplanner.records.drill_log import EntryStatus, LogEntry
from drillplanner.records.events import ChainHead, LoggedKind, chained, chained_from_json
from drillplanner.records.log_events import (
    Said,
    columns_with,
    events_of_entries,
    lines_of_entries,
    log_of_lines,
    log_text,
)
from drillplanner.records.notices import BeforeOrAfter, NoticeReport, notice_event, sent_notices
from drillplanner.records.unlisted_campuses import UnlistedEntry, unlisted_campus_sentences

HELD = DrillRecord(
    drill_id="oak-1",
    campus_id="oak",
    drill_type=DrillType.LOCKDOWN,
    date=date(2025, 10, 7),
    held=True,
    scenario_id="lockdown",
    start=time(9, 5),
    minutes=7,
    recorded_by="=office",
    note="calm",
    row=2,
)
COLUMNS = ("drill_id", "status", "recorded_by", "start", "weather", "cause")


def said() -> Said:
    ids = itertools.count(1)
    return Said("record", "2025-10-07T10:00:00+00:00", lambda: f"event-{next(ids)}")


def test_entries_of_closed_schools_are_named_by_file_and_campus() -> None:
    entries = [UnlistedEntry("a.csv", line, "elm") for line in (9, 3, 5)] + [UnlistedEntry("b.yaml", None, "oka")]
    assert unlisted_campus_sentences(entries, ["oak"]) == (
        "a.csv:3 (and 2 more, to line 9): campuses.csv has no campus 'elm'. The 3 entries stay on record and "
        "count for no campus, as is right for a school that was closed.",
        "b.yaml: campuses.csv has no campus 'oka'. The entry stays on record and counts for no campus, as is "
        "right for a school that was closed. Maybe you meant 'oak'.",
    )


def test_a_line_of_the_log_is_its_event() -> None:
    (event,) = events_of_entries([LogEntry(EntryStatus.HELD, HELD, {"weather": "+rain"})], {}, said())
    assert log_text(COLUMNS, [event]) == (
        b"drill_id,status,recorded_by,start,weather,cause\r\noak-1,held,'=office,09:05,'+rain,\r\n"
    )
    assert log_text(COLUMNS, [event], with_header=False) == b"oak-1,held,'=office,09:05,'+rain,\r\n"
    assert columns_with(("mood", "date"), ["mood", "weather"])[:3] == ("mood", "date", "drill_id")
    assert columns_with((), ["weather"])[-1] == "weather"


def test_a_log_that_is_no_record_yet_counts_its_last_entries() -> None:
    missed = HELD.model_copy(update={"held": False, "row": 3, "start": None, "minutes": None, "scenario_id": None})
    elsewhere = HELD.model_copy(update={"campus_id": "elm", "drill_id": "elm-1", "row": 4})
    entries = [
        LogEntry(EntryStatus.HELD, HELD),
        LogEntry(EntryStatus.NOT_HELD, missed),
        LogEntry(EntryStatus.HELD, elsewhere),
    ]
    log = log_of_lines(lines_of_entries(entries), ["oak"])
    assert (log.entries, log.unlisted, log.disputed) == ((missed,), (elsewhere,), ())


def test_two_days_on_which_one_drill_was_held_are_disputed() -> None:
    later = HELD.model_copy(update={"date": date(2025, 10, 9), "start": None, "row": 3})
    log = log_of_lines(
        lines_of_entries([LogEntry(EntryStatus.HELD, HELD), LogEntry(EntryStatus.HELD, later)]), ["oak"]
    )
    assert [(entry.held, entry.start, entry.minutes) for entry in log.entries] == [(False, None, None)] * 2
    assert log.disputed == (
        "oak-1 is disputed: =office says held on 2025-10-07 at 09:05; =office says held on 2025-10-09. It counts "
        "as not held until someone settles it: drillplanner record DIR --drill oak-1 --date DAY --held "
        "(or --not-held) --correct --by NAME",
    )


def report(**more: Any) -> NoticeReport:
    given = {"drill_id": "oak-1", "campus_id": "oak", "time": BeforeOrAfter.BEFORE, "on": date(2025, 10, 6)}
    return NoticeReport(**{**given, "by_name": "office", **more})


def test_a_notice_its_receipts_and_its_correction() -> None:
    who = said()
    sent = notice_event(
        report(channel="email", languages=("en", "es"), reached=41, note="n", text_name="l.txt", text=b"Hello"),
        who,
    )
    receipt = notice_event(report(is_receipt=True, on=date(2025, 10, 7)), who)
    corrected = notice_event(report(channel="paper", reached=40), who, [sent.event_id])
    other = notice_event(report(time=BeforeOrAfter.AFTER), who)
    assert (sent.kind, receipt.kind) == (LoggedKind.NOTICE_SENT, LoggedKind.NOTICE_RECEIPT)
    assert (sent.event_id, sent.said_at, sent.source) == ("event-1", "2025-10-07T10:00:00+00:00", "record")
    assert sent.body == {
        "time": "before",
        "date": "2025-10-06",
        "channel": "email",
        "languages": ["en", "es"],
        "reached": 41,
        "note": "n",
        "text": "l.txt",
        "text_sha256": "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969",
    }
    assert "text" not in receipt.body
    head, links = ChainHead(), []
    for event in (sent, receipt, corrected, other):
        links.append(chained(event, "2025-10-07T10:00:01+00:00", head))
        head = links[-1].head
    first, *_ = sent_notices(links[:2])
    assert (first.event_id, first.channel, first.languages, first.reached, first.note) == (
        "event-1",
        "email",
        ("en", "es"),
        41,
        "n",
    )
    assert (first.on, first.by_name, first.time, len(first.receipts)) == (
        date(2025, 10, 6),
        "office",
        BeforeOrAfter.BEFORE,
        1,
    )
    again, after = sent_notices(links)
    assert (again.event_id, again.reached, [one.number for one in again.receipts]) == ("event-3", 40, [2])
    assert (after.time, after.reached, after.receipts) == (BeforeOrAfter.AFTER, None, ())


def test_an_event_comes_back_from_an_export_and_nothing_else_does() -> None:
    (event,) = events_of_entries([LogEntry(EntryStatus.HELD, HELD)], {}, said())
    link = chained(event, "2025-10-07T10:00:01+00:00", ChainHead())
    held = link.as_json()
    assert chained_from_json(held) == link
    wrong: list[tuple[object, str]] = [
        ([], "an event has exactly these fields: body, by_name"),
        ({**held, "more": "x"}, "exactly these fields"),
        ({key: value for key, value in held.items() if key != "hash"}, "exactly these fields"),
        ({**held, "role": 1, "by_name": 2}, "^'by_name' is text$"),
        ({**held, "corrects": "a"}, "'corrects' is a list of ids"),
        ({**held, "corrects": [1]}, "'corrects' is a list of ids"),
        ({**held, "body": []}, "'body' is a mapping, and 'number' a whole number"),
        ({**held, "number": True}, "'body' is a mapping, and 'number' a whole number"),
        ({**held, "body": {"x": 1.5}}, "a number with a fraction"),
        ({**held, "kind": "danced"}, "danced"),
    ]
    for value, says in wrong:
        with pytest.raises(ValueError, match=says):
            chained_from_json(value)
