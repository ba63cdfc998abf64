"""How long records are kept: by state, by type of drill, by school year, and what is added to a drill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from drillplanner.model import DrillRecord, DrillType, school_year_of
from drillplanner.records import EntryStatus, LogEntry
from drillplanner.records.attachments import Attachment, AttachmentKind, attached_event
from drillplanner.records.drill_log import ACTIONS
from drillplanner.records.events import ChainedEvent, LoggedEvent
from drillplanner.records.fields import YEARS_SUGGESTED, asked_of, kept_records
from drillplanner.records.follow_ups import done_event, follow_ups
from drillplanner.records.log_events import Said, lines_of_entries
from drillplanner.records.notices import BeforeOrAfter, NoticeReport, notice_event
from drillplanner.records.retention import RetainedGroup, RetainedKind, retained_groups
from tests.records.fields.test_evidence import district

FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN
HELD, WITHDRAWN = EntryStatus.HELD, EntryStatus.WITHDRAWN
SAID = Said("record", "2026-09-01T08:00:00-05:00", lambda: "an-event")


def record(on: str, drill_type: DrillType = FIRE, drill_id: str = "", **more: object) -> DrillRecord:
    values = {
        "drill_id": drill_id or f"{drill_type}-{on}",
        "campus_id": "oak",
        "drill_type": drill_type,
        "date": on,
    }
    return DrillRecord.model_validate({"held": True, "recorded_by": "office"} | values | more)


def events_of(*entries: tuple[EntryStatus, DrillRecord], more: tuple[LoggedEvent, ...] = ()) -> list[ChainedEvent]:
    links = [link for link, _ in lines_of_entries([LogEntry(status, one) for status, one in entries])]
    return links + [ChainedEvent(event, number, "", "", "") for number, event in enumerate(more, len(links) + 1)]


def groups(
    state: str, *entries: tuple[EntryStatus, DrillRecord], years: int | None = None, **settings: object
) -> tuple[RetainedGroup, ...]:
    of = district(state, **settings)
    return retained_groups(events_of(*entries), asked_of(of), of.fire_codes != (), years)


@pytest.mark.parametrize(
    ("state", "drill_type", "settings", "years", "keep_until", "destroyable_from"),
    [
        # A number of years, and no fire code binds: at least our five years.
        ("TX", FIRE, {"fire_codes": []}, None, "2029-06-30", "2031-07-01"),
        # The fire code may ask for a log of its own, of which no period was found.
        ("TX", FIRE, {"fire_codes": ["IFC"]}, None, "2029-06-30", None),
        # Which code binds is not known, or it is one whose log we did not read.
        ("TX", FIRE, {}, None, "2029-06-30", None),
        ("NE", FIRE, {}, None, "2028-06-30", None),
        ("NE", FIRE, {"fire_codes": ["NFPA"]}, None, "2028-06-30", None),
        ("NE", DrillType.SEVERE_WEATHER, {}, None, "2028-06-30", "2031-07-01"),
        ("TX", LOCKDOWN, {"fire_codes": []}, None, None, None),
        # The law names the drills that it is about.
        ("TN", DrillType.ACTIVE_ASSAILANT, {"fire_codes": []}, None, "2031-06-30", "2031-07-01"),
        ("TN", LOCKDOWN, {"fire_codes": []}, None, None, None),
        # One of Michigan's papers has a period, another has none.
        ("MI", FIRE, {"fire_codes": []}, None, "2029-06-30", None),
        # Only nonpublic schools, only child-care rooms.
        ("NY", FIRE, {"fire_codes": []}, None, None, None),
        ("CO", FIRE, {"fire_codes": []}, None, None, None),
        ("NJ", FIRE, {"fire_codes": []}, None, None, None),
        # No record of the state was looked for.
        ("VT", FIRE, {"fire_codes": []}, None, None, None),
        # What the district was told settles it, and a longer period that is known still holds.
        ("NJ", FIRE, {}, 7, "2033-06-30", "2033-07-01"),
        ("TX", LOCKDOWN, {}, 2, "2028-06-30", "2028-07-01"),
        ("TX", FIRE, {}, 2, "2029-06-30", "2029-07-01"),
    ],
)
def test_a_day_is_given_only_if_every_period_is_known(
    state: str,
    drill_type: DrillType,
    settings: Mapping[str, object],
    years: int | None,
    keep_until: str | None,
    destroyable_from: str | None,
) -> None:
    (group,) = groups(state, (HELD, record("2025-10-07", drill_type)), years=years, **settings)
    days = [None if day is None else day.isoformat() for day in (group.keep_until, group.destroyable_from)]
    assert days == [keep_until, destroyable_from]
    assert group.suggested_until == date(2031, 6, 30)


def test_no_state_lets_a_record_go_before_any_period_that_may_be_about_it() -> None:
    """Whatever the facts say: a day is never within a period of the state, and never within our five years."""
    for state in sorted({kept.state for kept in kept_records() if kept.state}):
        for drill_type in DrillType:
            (group,) = groups(state, (HELD, record("2025-10-07", drill_type)), fire_codes=[])
            about = [kept for kept in kept_records() if kept.state == state and kept.is_about(drill_type)]
            periods = [kept.retention.years for kept in about]
            if group.destroyable_from is not None:
                longest = max([YEARS_SUGGESTED, *(years for years in periods if years is not None)])
                assert about and None not in periods, state
                assert group.destroyable_from == date(2026 + longest, 7, 1), state


def test_entries_of_two_years_are_kept_apart_and_the_latest_comes_first() -> None:
    found = groups("TX", *((HELD, record(on)) for on in ("2025-07-01", "2026-06-30", "2026-07-01")), fire_codes=[])
    assert [(group.school_year, group.counts) for group in found] == [
        (2026, {RetainedKind.ENTRY: 1}),
        (2025, {RetainedKind.ENTRY: 2}),
    ]
    first, second = found
    assert (first.destroyable_from, second.destroyable_from) == (date(2032, 7, 1), date(2031, 7, 1))
    assert second.destroyable_from is not None
    assert second.may_be_destroyed(second.destroyable_from)
    assert not second.may_be_destroyed(second.destroyable_from - timedelta(days=1))


def test_what_was_corrected_is_kept_as_long_as_the_latest_entry_of_its_drill() -> None:
    summer, autumn = record("2026-06-12", drill_id="one"), record("2026-09-11", drill_id="one")
    (group,) = groups("TX", (HELD, summer), (WITHDRAWN, summer), (HELD, autumn), fire_codes=[])
    assert (group.school_year, group.counts) == (2026, {RetainedKind.ENTRY: 1, RetainedKind.CORRECTED: 1})
    # A drill that was taken back altogether is still on record.
    (group,) = groups("TX", (HELD, summer), (WITHDRAWN, summer), fire_codes=[])
    assert (group.school_year, group.counts) == (2025, {RetainedKind.CORRECTED: 1})


def test_a_disputed_drill_has_no_day() -> None:
    one, other = (record(on, drill_id="one") for on in ("2025-10-07", "2025-10-09"))
    (group,) = groups("TX", (HELD, one), (HELD, other), years=7)
    assert (group.is_open, group.keep_until, group.destroyable_from) == (True, date(2033, 6, 30), None)


def test_what_is_added_to_a_drill_is_kept_with_it() -> None:
    entry = record("2025-10-07", drill_id="one", fields={ACTIONS: "Fix the lock"})
    (action,) = follow_ups([entry])
    sheet = Attachment("sheet", "one", "oak", "sheet.pdf", AttachmentKind.PDF, "0" * 64, 9, "office", "")
    plan_only = Attachment("other", "none", "oak", "sheet.pdf", AttachmentKind.PDF, "1" * 64, 9, "office", "")
    letter = NoticeReport("one", "oak", BeforeOrAfter.BEFORE, date(2025, 6, 30), "office")
    added = (attached_event(sheet, SAID), attached_event(plan_only, SAID), notice_event(letter, SAID))
    asked = asked_of(district("TX", fire_codes=[]))
    found = retained_groups(events_of((HELD, entry), more=added), asked, code_may_bind=False)
    assert [(group.school_year, group.is_open, group.destroyable_from, dict(group.counts)) for group in found] == [
        # Attached in the next school year, to a drill without an entry.
        (2026, False, None, {RetainedKind.ATTACHMENT: 1}),
        # The letter went out in the school year before that of its drill.
        (2025, True, None, {RetainedKind.LETTER: 1}),
        (2025, True, None, {RetainedKind.ENTRY: 1, RetainedKind.ATTACHMENT: 1, RetainedKind.ACTION: 1}),
    ]
    done = (*added, done_event(action, date(2025, 10, 8), "office", "", SAID))
    closed = retained_groups(events_of((HELD, entry), more=done), asked, code_may_bind=False)
    assert {group.destroyable_from: dict(group.counts) for group in closed if group.school_year == 2025} == {
        None: {RetainedKind.LETTER: 1},
        date(2031, 7, 1): {RetainedKind.ENTRY: 1, RetainedKind.ATTACHMENT: 1, RetainedKind.ACTION: 1},
    }


@pytest.mark.parametrize(("day", "year"), [("2025-06-30", 2024), ("2025-07-01", 2025), ("2026-01-01", 2025)])
def test_a_school_year_begins_on_july_1(day: str, year: int) -> None:
    assert school_year_of(date.fromisoformat(day)) == year
