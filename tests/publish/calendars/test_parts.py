"""A calendar that is too large: parts that fit, hold every entry once, and stay what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from drillplanner.publish.calendars import files as calendar_files
from drillplanner.publish.calendars.output import OUTPUT
from drillplanner.publish.calendars.parts import WHOLE, FileCapacity, PartEntry, part_index, part_starts
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE, read_published
from drillplanner.publish.core.request import PublishRequest

CAMPUSES = ["ada", "birch", "cedar", "dale", "elm"]
ENTRIES = st.dictionaries(
    st.tuples(st.sampled_from(CAMPUSES), st.integers(0, 99)).map(lambda pair: f"{pair[0]}/{pair[1]:02}"),
    st.integers(1, 40),
).map(lambda sizes: [PartEntry(key, octets) for key, octets in sizes.items()])
ROOMS = st.builds(FileCapacity, octets=st.integers(10, 200), events=st.integers(1, 20))


def dealt(entries: list[PartEntry], starts: tuple[str, ...]) -> list[list[PartEntry]]:
    parts: list[list[PartEntry]] = [[] for _ in starts]
    for entry in entries:
        parts[part_index(entry.key, starts)].append(entry)
    return parts


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(ENTRIES, ROOMS)
def test_every_part_fits_into_a_file_and_every_cut_is_needed(entries: list[PartEntry], room: FileCapacity) -> None:
    starts = part_starts(entries, (), room)
    parts = dealt(entries, starts)
    assert sum(map(len, parts)) == len(entries)
    assert list(starts) == sorted(starts)
    assert starts[0] == ""
    for part in parts:
        assert len(part) == 1 or (sum(entry.octets for entry in part) <= room.octets and len(part) <= room.events)
    fits = sum(entry.octets for entry in entries) <= room.octets and len(entries) <= room.events
    assert (starts == WHOLE) == (fits or len(entries) < 2)
    # A campus is cut only where it alone is too much for a file.
    for start in starts[1:]:
        campus, _, rest = start.partition("/")
        of_campus = [entry for entry in entries if entry.campus == campus]
        assert not rest or sum(entry.octets for entry in of_campus) > room.octets or len(of_campus) > room.events


@UNHURRIED
@given(ENTRIES, ENTRIES, ROOMS)
def test_parts_that_still_fit_keep_their_number_and_entries(
    before: list[PartEntry], after: list[PartEntry], room: FileCapacity
) -> None:
    starts = part_starts(before, (), room)
    again = part_starts(after, starts, room)
    assert again[: len(starts)] == starts
    assert part_starts(after, again, room) == again
    for number, part in enumerate(dealt(after, starts)):
        fits = sum(entry.octets for entry in part) <= room.octets and len(part) <= room.events
        if fits:
            assert dealt(after, again)[number] == part


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files hold four entries."""
    monkeypatch.setattr(calendar_files, "LARGE_EVENTS", 5)


def _district(folder: Path) -> dict[str, dict[str, bytes]]:
    """The entries of each part of the district's calendar by id."""
    return {
        path.stem: {str(event["UID"]): event.to_ical() for event in Calendar.from_ical(path.read_bytes()).events}
        for path in sorted((folder / "calendars").glob("district*.ics"))
        if "chores" not in path.name
    }


@pytest.mark.usefixtures("narrow")
def test_a_split_calendar_is_published_again_without_duplicate_or_lost_events(
    request_: PublishRequest, tmp_path: Path
) -> None:
    notes: list[str] = []
    office = replace(request_, revisions=tmp_path / REVISIONS_FILE, tell=notes.append)
    list(OUTPUT.write(office, tmp_path))
    first = _district(tmp_path)
    assert {name: len(part) for name, part in first.items()} == {
        "district": 5,
        "district.part-2": 4,
        "district.part-3": 3,
    }
    (note_on_district,) = (note for note in notes if note.startswith("calendars/district.ics"))
    assert "would hold 12 events" in note_on_district
    assert "split into 3 files, the others named district.part-2.ics and so on" in note_on_district
    titles = [
        str(Calendar.from_ical(path.read_bytes())["X-WR-CALNAME"]).rpartition(" ")[2]
        for path in sorted((tmp_path / "calendars").glob("district.*ics"))
    ]
    assert titles == ["(1/3)", "(2/3)", "(3/3)"]

    drills = office.plan.drills
    moved = drills[0].model_copy(update={"date": drills[-1].date + timedelta(1)})
    plan = office.plan.model_copy(update={"drills": (moved, *drills[2:])})
    list(OUTPUT.write(replace(office, plan=plan), tmp_path))
    second = _district(tmp_path)
    # The moved one stays in its file, as does the cancelled one; nothing else is altered.
    assert {name: part.keys() for name, part in second.items()} == {
        name: part.keys() for name, part in first.items()
    }
    altered = {uid for name in first for uid in first[name] if first[name][uid] != second[name][uid]}
    assert len(altered) == 2
    kept = read_published(tmp_path / REVISIONS_FILE, office.workspace.district)
    assert kept is not None
    assert kept.parts["district"] == ("", "high/", "pena/")


@pytest.mark.usefixtures("narrow")
def test_a_part_that_grows_is_cut_and_entries_keep_their_revisions(
    request_: PublishRequest, tmp_path: Path
) -> None:
    office = replace(request_, revisions=tmp_path / REVISIONS_FILE)
    list(OUTPUT.write(office, tmp_path))
    before = _district(tmp_path)
    drills = office.plan.drills
    more = tuple(
        drills[0].model_copy(update={"drill_id": f"more-{number}", "date": drills[0].date + timedelta(7 + number)})
        for number in range(3)
    )
    grown = replace(office, plan=office.plan.model_copy(update={"drills": (*drills, *more)}))
    list(OUTPUT.write(grown, tmp_path))
    after = _district(tmp_path)
    assert set(after) == {"district", "district.part-2", "district.part-3", "district.part-4"}
    assert after["district.part-2"] == before["district.part-2"]
    assert after["district.part-3"] == before["district.part-3"]
    every: dict[str, Any] = {uid: raw for part in after.values() for uid, raw in part.items()}
    assert sum(map(len, after.values())) == len(every) == 15
    assert all(every[uid] == raw for part in before.values() for uid, raw in part.items())
    assert publication(grown).former.parts == publication(grown).published.parts
