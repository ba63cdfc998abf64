"""Our own check of outgoing files: it passes every file of ours, and none that is broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.files.errors import InconsistencyError
from drillplanner.model import CalendarChoices
from drillplanner.publish.calendars import files as calendar_files
from drillplanner.publish.calendars.files import LARGE_BYTES
from drillplanner.publish.calendars.outgoing_check import OutgoingCheck
from drillplanner.publish.calendars.output import OUTPUT, calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from tests.publish.calendars.outgoing_check.broken_calendars import BROKEN
from tests.publish.conftest import changed


def flaws(raw: bytes, families: bool = False) -> list[str]:
    return OutgoingCheck(LARGE_BYTES, families).flaws(raw)


@pytest.fixture(scope="module")
def with_alarms(request_: PublishRequest) -> PublishRequest:
    district = changed(request_.workspace.district, calendars=CalendarChoices(alarm_minutes=30))
    return replace(request_, workspace=changed(request_.workspace, district=district))


@pytest.fixture(scope="module")
def good(with_alarms: PublishRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Drills and whole days, with alarms, on both sides of both changes of the clocks, one of them cancelled."""
    folder = tmp_path_factory.mktemp("office")
    office = replace(with_alarms, revisions=folder / "revisions.json")
    list(OUTPUT.write(office, folder))
    fewer = office.plan.model_copy(update={"drills": office.plan.drills[:1] + office.plan.drills[2:]})
    list(OUTPUT.write(replace(office, plan=fewer), folder))
    return (folder / "calendars" / "staff" / "burnet.ics").read_bytes()


def test_the_sound_file_passes_and_has_everything_that_the_cases_break(good: bytes) -> None:
    assert flaws(good) == []
    for word in (b"BEGIN:VALARM", b"STATUS:CANCELLED", b"VALUE=DATE", b"TZID=America/New_York:202603", b"\r\n "):
        assert word in good


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_is_caught(good: bytes, name: str) -> None:
    broken = BROKEN[name](good)
    assert broken != good
    found = flaws(broken)
    assert found, "nobody noticed"
    assert all(isinstance(flaw, str) and flaw for flaw in found)


def test_a_check_that_passed_a_file_still_catches_flaws_in_the_next(good: bytes) -> None:
    """Events that passed are remembered by their bytes, which must not hide flaws around them."""
    check = OutgoingCheck(LARGE_BYTES, families=False)
    assert check.flaws(good) == []
    for name, breaking in BROKEN.items():
        assert check.flaws(breaking(good)), name
    assert check.flaws(good) == []


def test_families_get_no_alarm(good: bytes, with_alarms: PublishRequest) -> None:
    assert any("families get an alarm" in flaw for flaw in flaws(good, families=True))
    feeds = {feed.stem: feed.content for feed in calendar_feeds(with_alarms)}
    for stem, content in feeds.items():
        events = content.count(b"BEGIN:VEVENT")
        assert content.count(b"BEGIN:VALARM") == (0 if stem.startswith("families/") else events)
    assert b"TRIGGER:-PT30M\r\n" in feeds["burnet"]
    assert set(feeds["burnet-chores"].split(b"\r\n")) & {b"TRIGGER:-PT15H"}


def test_calendars_have_alarms_only_if_the_district_asks_for_them(request_: PublishRequest) -> None:
    assert not any(b"VALARM" in feed.content for feed in calendar_feeds(request_))


def test_a_file_that_breaks_a_rule_is_not_written(
    request_: PublishRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_files, "content_line", lambda name, value: f"{name}:{value}\n".encode())
    with pytest.raises(InconsistencyError, match=r"calendars/district\.ics would not be a sound calendar"):
        list(OUTPUT.write(request_, tmp_path))
    assert list(tmp_path.iterdir()) == []
