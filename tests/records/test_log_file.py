"""The drill log as a file: what it holds, and what is refused and how."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.model import DayKind, DrillRecord, DrillType, EventKind
from drillplanner.records.drill_log import EntryStatus
from drillplanner.records.log_file import entry_problems, read_log_file
from tests.builders import NEW_JERSEY_SCENARIOS, calendar, campus, workspace

PLACE = workspace(
    [campus("oak")],
    calendar(date(2025, 9, 2), date(2026, 6, 12), {date(2025, 11, 27): DayKind.CLOSED}),
    scenarios=NEW_JERSEY_SCENARIOS,
)
HEADER = "drill_id,campus_id,drill_type,scenario,date,status,start,minutes,recorded_by,cause,note,weather,mood\n"


def folder_with(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "drill_log.csv").write_text(header + "".join(f"{row}\n" for row in rows), "utf-8")
    return tmp_path


def problems(tmp_path: Path, *rows: str, header: str = HEADER) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_log_file(folder_with(tmp_path, *rows, header=header), PLACE, PLACE.scenario_by_id)
    return [str(problem) for problem in caught.value.problems]


def test_a_row_says_all_that_its_columns_hold(tmp_path: Path) -> None:
    log = read_log_file(
        folder_with(
            tmp_path,
            "oak-1,oak,lockdown,lockdown,2025-10-07,held,9:40,7,'=office,,'@home,Rain,'+fine",
            "oak-2,oak,fire,,10/8/2025,not_held,,,Pat,storm,,,",
            "oak-2,oak,fire,,10/8/2025,withdrawn,,,Pat,,,,",
        ),
        PLACE,
    )
    assert log.name == "records/drill_log.csv"
    assert log.columns == tuple(HEADER.strip().split(","))
    first, second, third = log.entries
    assert (first.status, second.status, third.status) == tuple(EntryStatus)
    assert first.record == DrillRecord(
        drill_id="oak-1",
        campus_id="oak",
        drill_type=DrillType.LOCKDOWN,
        date=date(2025, 10, 7),
        held=True,
        scenario_id="lockdown",
        start=time(9, 40),
        minutes=7,
        recorded_by="=office",
        note="@home",
        fields={"weather": "rain"},
        row=2,
    )
    assert first.more == {"mood": "+fine"}
    assert (second.record.held, second.record.cause, second.record.scenario_id) == (
        False,
        EventKind.SEVERE_WEATHER,
        None,
    )
    assert (second.record.start, second.record.minutes, second.record.note) == (None, None, "")
    assert second.more == {}


def test_actions_that_cannot_be_read_are_refused_with_their_line(tmp_path: Path) -> None:
    header = HEADER.replace("mood", "actions")
    row = "oak-1,oak,lockdown,,2025-10-07,held,,,office,,,,Fix the lock | head custodian | soon"
    (problem,) = problems(tmp_path, row, header=header)
    assert problem.startswith("records/drill_log.csv:2: 'actions' cannot be read")
    assert "Fix the lock | head custodian | soon" in problem
    assert "each WHAT, WHAT | WHO, or WHAT | WHO | DAY" in problem


def test_an_empty_file_is_named_for_what_it_should_be(tmp_path: Path) -> None:
    for name in (None, "records/drill_log.csv"):
        folder = tmp_path / str(name is None)
        folder.mkdir()
        folder_with(folder, header="")
        with pytest.raises(InputError, match=r"^records/drill_log\.csv: the drill log is empty"):
            read_log_file(folder, PLACE, name=name)


def test_there_need_not_be_a_log_and_another_file_may_be_one(tmp_path: Path) -> None:
    assert read_log_file(tmp_path, PLACE).entries == ()
    (tmp_path / "old.csv").write_text(HEADER + "oak-1,oak,lockdown,,2025-10-07,held,,,office,,,,\n", "utf-8")
    log = read_log_file(tmp_path, PLACE, name="old.csv")
    assert ([entry.record.drill_id for entry in log.entries], log.name) == (["oak-1"], "old.csv")
    with pytest.raises(InputError, match="older"):
        read_log_file(tmp_path, PLACE, name="older.csv")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",oak,lockdown,,2025-10-07,held,,,office,,,,", "the column 'drill_id' is empty in this row"),
        ("oak-1,oak,lockdown,,2025-10-07,held,,,,,,,", "the column 'recorded_by' is empty in this row"),
        ("oak-1,oak,lockdown,lockdwn,2025-10-07,held,,,office,,,,", "there is no such scenario"),
        ("oak-1,oak,lockdown,,2025-10-07,held,,,office,forgot,,,", "a drill that was held has no cause"),
        ("oak-1,oak,lockdown,,2025-10-07,not_held,,,office,aliens,,,", "there is no such cause"),
        ("oak-1,oak,lockdown,,2025-10-07,held,,0,office,,,,", "'minutes' cannot be read"),
        ("oak-1,oak,lockdown,,2025-10-07,held,,1441,office,,,,", "'minutes' cannot be read"),
        ("oak-1,oak,lockdown,,2025-10-07,held,,long,office,,,,", "'minutes' cannot be read"),
        ("oak-1,oak,lockdown,,2025-11-27,held,,,office,,,,", "so that no drill can have been held"),
        ("oak-1,oak,lockdown,,2025-10-07,perhaps,,,office,,,,", "perhaps"),
        ("oak-1,oak,lockdown,,someday,held,,,office,,,,", "someday"),
        ("oak-1,oak,dancing,,2025-10-07,held,,,office,,,,", "dancing"),
        ("oak-1,,lockdown,,2025-10-07,held,,,office,,,,", "campus_id"),
        ("oak-1,oak,lockdown,,2025-10-07,held,25:00,,office,,,,", "25:00"),
    ],
)
def test_a_row_that_cannot_be_right_is_named_with_its_line(row: str, says: str, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "oak-1,oak,lockdown,,2025-10-06,held,,,office,,,,", row)
    assert found.startswith("records/drill_log.csv:3: ")
    assert says in found


def test_a_drill_that_was_held_has_no_reason_for_not_being_held(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "oak-1,oak,lockdown,,2025-10-07,held,,,office,forgot,,,")
    assert found == (
        "records/drill_log.csv:2: a drill that was held has no cause for not being held\n"
        "    found:   forgot\n"
        "    allowed: empty"
    )


def test_a_length_that_cannot_be_read_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "oak-1,oak,lockdown,,2025-10-07,held,,long,office,,,,")
    assert found == (
        "records/drill_log.csv:2: 'minutes' cannot be read\n"
        "    found:   long\n"
        "    allowed: a whole number from 1 to 1440, or empty"
    )


def test_a_day_without_a_year_in_a_field_is_of_the_school_year(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        "oak-1,oak,lockdown,2025-10-07,held,office,Feb 3,'quoted'",
        header="drill_id,campus_id,drill_type,date,status,recorded_by,signed_on,mood\n",
    )
    (entry,) = read_log_file(folder, PLACE).entries
    assert entry.record.fields == {"signed_on": "2026-02-03"}
    # An apostrophe that keeps no formula from running is part of the text.
    assert entry.more == {"mood": "'quoted'"}


def test_the_longest_and_the_shortest_drill(tmp_path: Path) -> None:
    rows = [f"oak-{minutes},oak,lockdown,,2025-10-07,held,,{minutes},office,,,," for minutes in (1, 1440)]
    log = read_log_file(folder_with(tmp_path, *rows), PLACE)
    assert [entry.record.minutes for entry in log.entries] == [1, 1440]


def test_all_problems_of_all_rows_are_named_in_the_order_of_lines(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "oak-1,oak,lockdown,lockdwn,2025-10-07,held,,0,office,,,,",
        "oak-2,oak,lockdown,,2025-10-07,held,,,,,,,",
    )
    assert [problem.split(":")[1] for problem in found] == ["2", "2", "3"]
    assert "lockdwn" in found[0] and "'lockdown'" in found[0]


def test_scenarios_that_need_not_be_known_and_campuses_that_closed(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        "oak-1,oak,lockdown,'-old,2025-10-07,held,,,office,,,,",
        "elm-1,elm,lockdown,,2025-11-27,held,,,office,,,,",
    )
    log = read_log_file(folder, PLACE)
    assert [entry.record.scenario_id for entry in log.entries] == ["-old", None]
    assert [entry.record.campus_id for entry in log.entries] == ["oak", "elm"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (found,) = problems(
        tmp_path,
        "oak-1,oak,lockdown,2025-10-07,office",
        header="drill_id,campus_id,drill_type,date,recorded_by\n",
    )
    assert "status" in found


def test_entries_that_were_right_are_named_if_a_scenario_or_a_day_is_gone() -> None:
    def entry(**more: object) -> DrillRecord:
        given = {"drill_id": "oak-1", "campus_id": "oak", "drill_type": "lockdown", "date": date(2025, 10, 7)}
        return DrillRecord.model_validate({**given, "held": True, "recorded_by": "office", "row": 5} | more)

    right = [
        entry(),
        entry(scenario_id="lockdown"),
        entry(date=date(2025, 11, 27), held=False),
        entry(date=date(2025, 11, 27), campus_id="elm"),
    ]
    assert list(entry_problems(right, PLACE)) == []
    gone, closed = entry_problems([entry(scenario_id="gone"), entry(date=date(2025, 11, 27))], PLACE)
    assert (gone.file, gone.line, gone.value) == ("records/drill_log.csv", 5, "gone")
    assert gone.message == "there is no such scenario"
    assert (closed.line, closed.value, closed.allowed) == (5, "2025-11-27", "a school day")
    assert closed.message.endswith("so that no drill can have been held")
    assert closed.maybe
