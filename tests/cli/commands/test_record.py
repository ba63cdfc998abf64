"""The command ``record``: append, correct, show; every mistake is reported and nothing written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from drillplanner import api
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace

BY = ("--by", "front office")
FIRE = ("--campus", "oak", "--type", "fire_evacuation")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small workspace without a plan."""
    return write_workspace(tmp_path)


def log_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "records" / "drill_log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_drill_is_recorded_corrected_and_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "The drill log is empty." in run(capsys, "record", folder).out
    first = run(capsys, "record", folder, *FIRE, "--date", "2025-09-12", "--held", "--start", "08:20", *BY)
    assert first.code == 0, first.err
    assert "oak-fire-evacuation-on-2025-09-12 was held on 2025-09-12 at 08:20" in first.out
    twice = run(capsys, "record", folder, *FIRE, "--date", "2025-09-12", "--held", "--minutes", 5, *BY)
    assert_refused(
        twice, "the log already says of this drill that it was held on 2025-09-12 (line 2)", "--correct"
    )
    corrected = run(
        capsys, "record", folder, *FIRE, "--date", "2025-09-12", "--held", "--minutes", 5, "--correct",
        "--note", "=1+1", *BY,
    )  # fmt: skip
    assert corrected.code == 0, corrected.err
    assert [row["minutes"] for row in log_rows(folder)] == ["", "5"]
    assert log_rows(folder)[1]["note"] == "'=1+1"
    (entry,) = api.recorded_drills(folder)
    assert (entry.minutes, entry.note, entry.held) == (5, "=1+1", True)
    document = json.loads(run(capsys, "record", folder, "--format", "json").out)
    assert [record["drill_id"] for record in document["records"]] == ["oak-fire-evacuation-on-2025-09-12"]
    assert "front office" in run(capsys, "record", folder).out


def test_unknown_columns_of_the_log_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "records").mkdir()
    text = "date,campus_id,drill_id,drill_type,status,recorded_by,weather\n"
    text += "2025-09-12,oak,x-1,lockdown,held,office,sunny\n"
    (folder / "records" / "drill_log.csv").write_text(text)
    assert run(capsys, "record", folder, *FIRE, "--date", "2025-09-15", "--not-held", *BY).code == 0
    assert [row["weather"] for row in log_rows(folder)] == ["sunny", ""]
    assert [row["status"] for row in log_rows(folder)] == ["held", "not_held"]


def assert_refused(ran: Ran, *messages: str) -> None:
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for message in messages:
        assert message in ran.err


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        (("--held",), ("Say who records this",)),
        (("--held", *BY), ("--campus: of a drill that no plan knows, --campus, --type, --date must be told",)),
        (("--held", "--drill", "oak-1", *BY), ("--drill: there is no plan yet", "found:   oak-1")),
        (("--held", "--campus", "oka", "--type", "lockdown", "--date", "2025-09-12", *BY),
         ("--campus: there is no such campus", "found:   oka", "allowed: elm, oak")),
        (("--held", "--campus", "oak", "--type", "fyre", "--date", "2025-09-12", *BY),
         ("--type: this is no kind of drill that we know", "found:   fyre", "fire_evacuation")),
        (("--held", *FIRE, "--date", "2025-09-13", *BY),
         ("--date: there is no school at 'oak' on Saturday 2025-09-13", "2025-09-12 or 2025-09-15")),
        (("--held", *FIRE, "--date", "2025-09-12", "--scenario", "nothing", *BY), ("--scenario: there is no",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--cause", "fire", *BY), ("--cause: a drill that was held",)),
        (("--not-held", *FIRE, "--date", "2025-09-12", "--cause", "rain", *BY), ("--cause: there is no",)),
        (("--not-held", *FIRE, "--date", "2025-09-12", "--minutes", "5", *BY), ("neither start nor length",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--by", " "), ("--by: nobody is named",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--correct", *BY), ("--correct: the log says nothing yet",)),
        (("--held", *FIRE, "--date", "the twelfth", *BY), ("--date: this is not a day", "found:   the twelfth")),
    ],
)  # fmt: skip
def test_bad_options_of_record_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], messages: tuple[str, ...]
) -> None:
    assert_refused(run(capsys, "record", folder, *arguments), *messages)
    assert not (folder / "records").exists()


HEADER = "drill_id,campus_id,drill_type,scenario,date,status,start,minutes,recorded_by,cause,note\n"


@pytest.mark.parametrize(
    ("row", "messages"),
    [
        ("x,,lockdown,,2025-09-12,held,,,me,,", ("the column 'campus_id' is empty",)),
        ("x,oak,lockdwn,,2025-09-12,held,,,me,,", ("this is no kind of drill", "lockdwn")),
        ("x,oak,lockdown,none,2025-09-12,held,,,me,,", ("there is no such scenario", "none")),
        ("x,oak,lockdown,,soon,held,,,me,,", ("'date' cannot be read", "soon")),
        ("x,oak,lockdown,,2025-09-13,held,,,me,,", ("there is no school", "so that no drill can have been held")),
        ("x,oak,lockdown,,2025-09-12,done,,,me,,", ("there is no such status", "held, not_held, withdrawn")),
        ("x,oak,lockdown,,2025-09-12,held,later,,me,,", ("'start' cannot be read", "later")),
        ("x,oak,lockdown,,2025-09-12,held,,many,me,,", ("'minutes' cannot be read", "1 to 1440")),
        ("x,oak,lockdown,,2025-09-12,held,,,,,", ("the column 'recorded_by' is empty",)),
        (",oak,lockdown,,2025-09-12,held,,,me,,", ("the column 'drill_id' is empty",)),
        ("x,oak,lockdown,,2025-09-12,held,,,me,fire,", ("has no cause for not being held", "fire")),
        ("x,oak,lockdown,,2025-09-12,not_held,,,me,rain,", ("there is no such cause", "rain")),
    ],
)
def test_check_reports_a_wrong_row_of_the_log(
    folder: Path, capsys: pytest.CaptureFixture[str], row: str, messages: tuple[str, ...]
) -> None:
    (folder / "records").mkdir()
    (folder / "records" / "drill_log.csv").write_text(HEADER + row + "\n")
    assert_refused(run(capsys, "check", "--all", folder), "records/drill_log.csv:2", *messages)


LEDGER = """\
actions:
  - {action_id: a1, action: Mend it., issue: Broken., capability: planning, element: planning, responsible: office,
     contact: principal, drill_id: y, campus_id: closed-school, start: 2025-03-01, due: 2025-04-01}
"""


def test_entries_of_a_closed_campus_stay_on_record_and_stop_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "records").mkdir()
    log = folder / "records" / "drill_log.csv"
    lines = [
        "x,oka,lockdown,,2025-09-12,held,,,me,,",
        "y,closed-school,lockdown,,2025-09-13,held,,,me,,",
        "z,closed-school,lockdown,,2025-09-16,not_held,,,me,,",
        "v,oak,lockdown,,2025-09-15,held,,,me,,",
        "w,closed-school,lockdown,,2025-09-17,not_held,,,me,,",
    ]
    written = HEADER + "\n".join(lines) + "\n"
    log.write_text(written)
    (folder / "improvement.yaml").write_text(LEDGER)
    prepared = api.prepare(folder)
    assert [record.drill_id for record in prepared.records] == ["v"]
    warnings = (
        "records/drill_log.csv:2: campuses.csv has no campus 'oka'. The entry stays on record and counts for no "
        "campus, as is right for a school that was closed. Maybe you meant 'oak'.",
        "records/drill_log.csv:3 (and 2 more, to line 6): campuses.csv has no campus 'closed-school'. The 3 "
        "entries stay on record and count for no campus, as is right for a school that was closed.",
        "improvement.yaml:3: campuses.csv has no campus 'closed-school'. The entry stays on record and counts for "
        "no campus, as is right for a school that was closed.",
    )
    assert prepared.warnings[-3:] == warnings
    assert prepared.ledger.open_actions
    checked = run(capsys, "check", "--all", folder)
    assert checked.code == 1
    assert all(warning in " ".join(checked.out.split()) for warning in warnings)
    shown = run(capsys, "record", folder)
    assert shown.code == 0
    assert [line.split()[2] for line in shown.out.splitlines()[1:6]] == ["x", "y", "z", "v", "w"]
    # A new entry leaves the old ones as they are.
    assert run(capsys, "record", folder, *FIRE, "--date", "2025-09-12", "--held", *BY).code == 0
    assert log.read_text().replace("\r\n", "\n").startswith(written)
