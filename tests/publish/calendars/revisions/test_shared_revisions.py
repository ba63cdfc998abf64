"""Revisions by themselves: events in several calendars, years that follow, and the record as text."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from drillplanner.files.errors import InputError
from drillplanner.model import District
from drillplanner.publish.calendars.revisions.revision import (
    EventContent,
    EventStatus,
    PlannedCalendar,
    PublishedCalendar,
    PublishedYear,
    Revision,
    next_publication,
)
from drillplanner.publish.calendars.revisions.store import (
    read_published,
    recover_published,
    stored_text,
    write_published,
)

Item = TypeVar("Item")
NAMESPACE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
MONDAY, TUESDAY = date(2025, 9, 1), date(2025, 9, 2)
FIRST = datetime(2025, 9, 1, tzinfo=UTC)
DISTRICT = District.model_validate(
    {
        "name": "Test District (invented)",
        "state": "NJ",
        "timezone": "America/New_York",
        "year": "2025-26",
        "agencies": (),
        "calendar_namespace": NAMESPACE,
    }
)


def content(uid: str = "a", day: int = 10, **more: Any) -> EventContent:
    return EventContent.model_validate(
        {
            "uid": uid,
            "title": "Lockdown drill",
            "place": "Oak",
            "description": "Straße",
            "categories": ("lockdown",),
            "starts": datetime(2025, 9, day, 9),
            "ends": datetime(2025, 9, day, 9, 10),
            "zone": "America/New_York",
        }
        | more
    )


def empty(**more: Any) -> PublishedYear:
    return PublishedYear.model_validate({"namespace": NAMESPACE, "year": "2025-26"} | more)


def publish(former: PublishedYear, day: date, **calendars: list[EventContent]) -> PublishedYear:
    wanted = [PlannedCalendar(stem, f"Calendar {stem}", tuple(events)) for stem, events in calendars.items()]
    return next_publication(former, wanted, day)


def sequence(published: PublishedYear, stem: str, uid: str = "a") -> int:
    return published.calendars[stem].events[uid].sequence


def test_a_new_event_in_two_calendars_is_one_revision() -> None:
    both = publish(empty(), MONDAY, district=[content()], oak=[content()])
    assert both.calendars["oak"].events["a"] is both.calendars["district"].events["a"]
    assert both.calendars["district"].events["a"] == Revision(
        content=content(), status=EventStatus.CONFIRMED, sequence=0, created=FIRST, modified=FIRST
    )


def test_an_event_that_comes_into_a_second_calendar_shares_the_revision_of_the_first() -> None:
    first = publish(empty(), MONDAY, district=[content()])
    for order in (("district", "oak"), ("oak", "district")):
        both = publish(first, TUESDAY, **{stem: [content(day=11)] for stem in order})
        # Two calendars that say the same of an event at the same number: no program sees an older one.
        assert sequence(both, "district") == sequence(both, "oak") == 1
    shared = publish(first, TUESDAY, district=[content(day=11)], oak=[content(day=11)])
    assert shared.calendars["oak"].events["a"] is shared.calendars["district"].events["a"]


def test_an_event_that_reads_differently_in_a_second_calendar_has_a_revision_of_its_own() -> None:
    both = publish(empty(), MONDAY, district=[content()], oak=[content(description="Brief.")])
    assert both.calendars["oak"].events["a"].content.description == "Brief."
    later = publish(
        both, TUESDAY, district=[content()], oak=[content(description="Brief.")], elm=[content(day=12)]
    )
    assert sequence(later, "elm") == 1


def test_a_new_event_follows_the_highest_number_that_any_calendar_has() -> None:
    former = publish(empty(), MONDAY, district=[content()], oak=[content()])
    for day in (11, 12):
        former = publish(former, TUESDAY, district=[content(day=day)], oak=[content(day=10)])
    assert (sequence(former, "district"), sequence(former, "oak")) == (2, 0)
    assert sequence(publish(former, TUESDAY, district=[], oak=[], elm=[content(day=15)]), "elm") == 3


def test_numbers_of_events_that_vanished_are_kept() -> None:
    first = publish(empty(earlier={"old": 4}, parts={"district": ("1", "2")}), MONDAY, families=[content()])
    withheld = next_publication(first, [PlannedCalendar("families", "F", (), frozenset({"a"}))], TUESDAY)
    assert withheld.calendars["families"].events == {}
    assert withheld.earlier == {"old": 4, "a": 0}
    assert withheld.parts == {"district": ("1", "2")}
    assert sequence(publish(withheld, TUESDAY, families=[content()]), "families") == 1
    assert sequence(publish(withheld, TUESDAY, families=[content("old")]), "families", "old") == 5


def test_the_stamp_is_that_of_the_last_change_and_never_goes_back() -> None:
    assert publish(empty(), MONDAY, district=[]).stamp is None
    first = publish(empty(), TUESDAY, district=[content()])
    assert first.stamp == datetime(2025, 9, 2, tzinfo=UTC)
    earlier = publish(first, MONDAY, district=[content(day=11)])
    assert earlier.stamp == datetime(2025, 9, 2, tzinfo=UTC) + timedelta(seconds=1)
    # Everything vanished: the next change must still be later than the last one.
    vanished = next_publication(earlier, [PlannedCalendar("district", "D", (), frozenset({"a"}))], MONDAY)
    assert vanished.stamp == earlier.stamp


def test_another_year_keeps_the_highest_numbers_and_the_stamp() -> None:
    former = publish(
        empty(earlier={"a": 0, "z": 7}), MONDAY, district=[content()], oak=[content(description="B.")]
    )
    former = publish(former, TUESDAY, district=[content(day=12)], oak=[content(description="B.")])
    later = former.in_year("2026-27")
    assert later == PublishedYear(
        namespace=NAMESPACE, year="2026-27", stamp=former.stamp, earlier={"a": 2, "z": 7}
    )
    assert former.in_year("2025-26") is former
    assert publish(empty(), MONDAY, district=[content()]).in_year("2026-27").earlier == {"a": 0}


def test_a_calendar_without_events_goes_and_one_with_events_stays_canceled() -> None:
    former = publish(empty(), MONDAY, bare=[], oak=[content("b", 12), content("a", 12), content("c", 11)])
    after = publish(former, TUESDAY, elm=[])
    assert list(after.calendars) == ["elm", "oak"]
    assert after.calendars["oak"].title == "Calendar oak"
    assert list(after.calendars["oak"].events) == ["c", "a", "b"]
    assert {event.status for event in after.calendars["oak"].events.values()} == {EventStatus.CANCELLED}
    canceled = after.calendars["oak"].events["a"]
    second = datetime(2025, 9, 2, tzinfo=UTC)
    assert canceled == Revision(
        content=content("a", 12), status=EventStatus.CANCELLED, sequence=1, created=FIRST, modified=second
    )
    assert publish(after, TUESDAY, oak=[]).calendars["oak"].events["a"] is canceled


# The record


def full() -> PublishedYear:
    """Return a record with all that it may hold: shared and differing revisions, numbers, and parts."""
    return publish(
        empty(earlier={"z": 7, "y": 1}, parts={"oak": ("2", "1"), "elm": ("3",)}),
        MONDAY,
        oak=[content("b"), content("a")],
        elm=[content("a"), content("b", description="Brief.")],
        bare=[],
    )


def turned_around(mapping: Mapping[str, Item]) -> dict[str, Item]:
    return dict(reversed(list(mapping.items())))


def test_the_record_is_the_same_in_whichever_order_it_was_put_together(tmp_path: Path) -> None:
    year = full()
    turned = year.model_copy(
        update={
            "calendars": {
                stem: calendar.model_copy(update={"events": turned_around(calendar.events)})
                for stem, calendar in turned_around(year.calendars).items()
            },
            "earlier": turned_around(year.earlier),
            "parts": turned_around(year.parts),
        }
    )
    assert stored_text(turned) == stored_text(year)
    path = tmp_path / "plan" / "revisions.json"
    path.parent.mkdir()
    write_published(path, year)
    assert read_published(path, DISTRICT) == year
    assert path.read_text(encoding="utf-8") == stored_text(year)


def test_the_lines_of_the_record() -> None:
    lines = stored_text(full()).splitlines()
    assert lines[:9] == [
        "{",
        ' "format": 1,',
        f' "namespace": "{NAMESPACE}",',
        ' "year": "2025-26",',
        ' "stamp": "2025-09-01T00:00:00+00:00",',
        ' "calendars": {"bare": "Calendar bare", "elm": "Calendar elm", "oak": "Calendar oak"},',
        ' "earlier": {"y": 1, "z": 7},',
        ' "parts": {"elm": ["3"], "oak": ["2", "1"]},',
        ' "events": [',
    ]
    assert [line.partition(', "revision"')[0] for line in lines[9:-2]] == [
        '  {"calendars": ["elm", "oak"]',
        '  {"calendars": ["elm"]',
        '  {"calendars": ["oak"]',
    ]
    assert "Straße" in lines[9]
    assert lines[-2:] == [" ]", "}"]
    assert stored_text(full()).endswith("}\n")


def test_a_record_without_events_or_stamp(tmp_path: Path) -> None:
    path = tmp_path / "revisions.json"
    write_published(path, empty())
    assert json.loads(path.read_text(encoding="utf-8"))["stamp"] is None
    assert path.read_text(encoding="utf-8").splitlines()[-3:] == [' "events": [', " ]", "}"]
    assert read_published(path, DISTRICT) == empty()
    assert read_published(tmp_path / "none.json", DISTRICT) is None


def test_an_event_of_a_calendar_that_the_record_does_not_title(tmp_path: Path) -> None:
    path = tmp_path / "revisions.json"
    raw = json.loads(stored_text(publish(empty(), MONDAY, oak=[content()])))
    path.write_text(json.dumps({**raw, "calendars": {}}), encoding="utf-8")
    found = read_published(path, DISTRICT)
    assert found is not None
    assert found.calendars["oak"].title == "oak"
    assert list(found.calendars["oak"].events) == ["a"]


def test_the_record_of_another_district_is_refused_in_the_same_year_and_ignored_in_another(tmp_path: Path) -> None:
    path = tmp_path / "plan" / "revisions.json"
    path.parent.mkdir()
    write_published(path, full())
    with pytest.raises(InputError) as caught:
        read_published(path, DISTRICT.model_copy(update={"calendar_namespace": OTHER}))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("plan/revisions.json", None)
    assert problem.message == (
        "the calendars that were published have ids of another namespace: everyone who subscribes would see each "
        "drill twice"
    )
    assert (problem.value, problem.allowed) == (
        str(NAMESPACE),
        f"calendar_namespace {OTHER}, as district.yaml has it",
    )
    assert problem.maybe == (
        f"Maybe write 'calendar_namespace: {NAMESPACE}' into district.yaml again; or delete this file if this is "
        "another district, whose calendars nobody has yet."
    )
    other = DISTRICT.model_copy(update={"calendar_namespace": OTHER, "year": "2026-27"})
    assert read_published(path, other) is None
    same = DISTRICT.model_copy(update={"year": "2026-27"})
    assert read_published(path, same) == full().in_year("2026-27")


def test_a_record_that_cannot_be_read_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "plan" / "revisions.json"
    path.parent.mkdir()
    raw = json.loads(stored_text(publish(empty(), MONDAY, oak=[content()])))
    raw["events"][0]["revision"]["sequence"] = "x"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_published(path, DISTRICT)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("plan/revisions.json", None)
    assert problem.message == (
        "this is not a record of published calendars of this version: events.0.revision.sequence Input should be "
        "a valid integer, unable to parse string as an integer"
    )
    assert problem.maybe == (
        "Maybe restore it from a backup or from version control. If it is lost, delete it: what can be known from "
        "out/calendars is then taken from there."
    )
    path.unlink()
    path.mkdir()
    with pytest.raises(InputError, match=r"plan/revisions\.json"):
        read_published(path, DISTRICT)


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//invented//EN\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20250901T000000Z\r
DTSTART:20250910T090000Z\r
SEQUENCE:{sequence}\r
LAST-MODIFIED:{modified}\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_numbers_and_the_stamp_are_recovered_from_the_calendars(tmp_path: Path) -> None:
    rows = [
        ("a", 3, "20250902T000000Z"),
        ("a", 1, "20250903T000000Z"),
        ("b", 0, "20250901T000000"),
        ("", 9, "20250901T000000Z"),
    ]
    files = []
    for number, (uid, last, modified) in enumerate(rows):
        files.append(tmp_path / f"{number}.ics")
        text = CALENDAR.format(uid=uid, sequence=last, modified=modified)
        files[-1].write_text(text, encoding="utf-8", newline="")
    broken = tmp_path / "broken.ics"
    broken.write_bytes(b"not a calendar")
    assert recover_published([tmp_path / "none.ics", broken, *files], DISTRICT) == PublishedYear(
        namespace=NAMESPACE, year="2025-26", stamp=datetime(2025, 9, 3, tzinfo=UTC), earlier={"a": 3, "b": 0}
    )
    assert recover_published([broken], DISTRICT) is None
    bare = tmp_path / "bare.ics"
    bare.write_text(
        CALENDAR.format(uid="c", sequence=1, modified="x").replace("SEQUENCE:1\r\nLAST-MODIFIED:x\r\n", ""),
        encoding="utf-8",
        newline="",
    )
    assert recover_published([bare], DISTRICT) == PublishedYear(
        namespace=NAMESPACE, year="2025-26", stamp=None, earlier={"c": 0}
    )


def test_a_calendar_knows_its_title_and_events() -> None:
    calendar = PublishedCalendar(title="Oak", events={})
    assert list(empty(calendars={"oak": calendar}).events()) == []
