"""The drill log: append, correct, show; every mistake told and nothing written."""

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
def place(tmp_path: Path) -> Path:
    """A small workspace without a plan."""
    return write_workspace(tmp_path)


def rows(place: Path) -> list[dict[str, str]]:
    with (place / "records" / "drill_log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_drill_is_recorded_corrected_and_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "The drill log is empty." in run(capsys, "record", place).out
    first = run(capsys, "record", place, *FIRE, "--date", "2025-09-12", "--held", "--start", "08:20", *BY)
    assert first.code == 0, first.err
    assert "oak-fire-evacuation-on-2025-09-12 was held on 2025-09-12 at 08:20" in first.out
    twice = run(capsys, "record", place, *FIRE, "--date", "2025-09-12", "--held", "--minutes", 5, *BY)
    bad(twice, "the log already says of this drill that it was held on 2025-09-12 (line 2)", "--correct")
    corrected = run(
        capsys, "record", place, *FIRE, "--date", "2025-09-12", "--held", "--minutes", 5, "--correct",
        "--note", "=1+1", *BY,
    )  # fmt: skip
    assert corrected.code == 0, corrected.err
    assert [row["minutes"] for row in rows(place)] == ["", "5"]
    assert rows(place)[1]["note"] == "'=1+1"
    (entry,) = api.recorded_drills(place)
    assert (entry.minutes, entry.note, entry.held) == (5, "=1+1", True)
    document = json.loads(run(capsys, "record", place, "--format", "json").out)
    assert [one["drill_id"] for one in document["records"]] == ["oak-fire-evacuation-on-2025-09-12"]
    assert "front office" in run(capsys, "record", place).out


def test_columns_of_somebody_else_stay(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "records").mkdir()
    text = "date,campus_id,drill_id,drill_type,status,recorded_by,weather\n"
    text += "2025-09-12,oak,x-1,lockdown,held,office,sunny\n"
    (place / "records" / "drill_log.csv").write_text(text)
    assert run(capsys, "record", place, *FIRE, "--date", "2025-09-15", "--not-held", *BY).code == 0
    assert [row["weather"] for row in rows(place)] == ["sunny", ""]
    assert [row["status"] for row in rows(place)] == ["held", "not_held"]


def bad(ran: Ran, *said: str) -> None:
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for words in said:
        assert words in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--held",), ("Say who records this",)),
        (("--held", *BY), ("--campus: of a drill that no plan knows, --campus, --type, --date must be told",)),
        (("--held", "--drill", "oak-1", *BY), ("--drill: there is no plan yet", "found:   oak-1")),
        (("--held", "--campus", "oka", "--type", "lockdown", "--date", "2025-09-12", *BY),
         ("--campus: there is no such campus", "found:   oka", "allowed: elm, oak")),
        (("--held", "--campus", "oak", "--type", "fire", "--date", "2025-09-12", *BY),
         ("--type: this is no kind of drill that we know", "found:   fire", "fire_evacuation")),
        (("--held", *FIRE, "--date", "2025-09-13", *BY),
         ("--date: there is no school at 'oak' on Saturday 2025-09-13", "2025-09-12 or 2025-09-15")),
        (("--held", *FIRE, "--date", "2025-09-12", "--scenario", "nothing", *BY), ("--scenario: there is no",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--cause", "fire", *BY), ("--cause: a drill that was held",)),
        (("--not-held", *FIRE, "--date", "2025-09-12", "--cause", "rain", *BY), ("--cause: there is no",)),
        (("--not-held", *FIRE, "--date", "2025-09-12", "--minutes", "5", *BY), ("neither start nor length",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--by", " "), ("--by: nobody is named",)),
        (("--held", *FIRE, "--date", "2025-09-12", "--correct", *BY), ("--correct: the log says nothing yet",)),
        (("--held", *FIRE, "--date", "12 September", *BY), ("--date",)),
    ],
)  # fmt: skip
def test_bad_options(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    bad(run(capsys, "record", place, *arguments), *said)
    assert not (place / "records").exists()


HEADER = "drill_id,campus_id,drill_type,scenario,date,status,start,minutes,recorded_by,cause,note\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,,lockdown,,2025-09-12,held,,,me,,", ("the column 'campus_id' is empty",)),
        ("x,oak,lockdwn,,2025-09-12,held,,,me,,", ("this is no kind of drill", "lockdwn")),
        ("x,oak,lockdown,none,2025-09-12,held,,,me,,", ("there is no such scenario", "none")),
        ("x,oak,lockdown,,soon,held,,,me,,", ("'date' cannot be read", "soon")),
        ("x,oak,lockdown,,2025-09-13,held,,,me,,", ("there is no school", "so that no drill can have been held")),
        ("x,oak,lockdown,,2025-09-12,done,,,me,,", ("there is no such status", "held, not_held, withdrawn")),
        ("x,oak,lockdown,,2025-09-12,held,noon,,me,,", ("'start' cannot be read", "noon")),
        ("x,oak,lockdown,,2025-09-12,held,,many,me,,", ("'minutes' cannot be read", "1 to 1440")),
        ("x,oak,lockdown,,2025-09-12,held,,,,,", ("the column 'recorded_by' is empty",)),
        (",oak,lockdown,,2025-09-12,held,,,me,,", ("the column 'drill_id' is empty",)),
        ("x,oak,lockdown,,2025-09-12,held,,,me,fire,", ("has no cause for not being held", "fire")),
        ("x,oak,lockdown,,2025-09-12,not_held,,,me,rain,", ("there is no such cause", "rain")),
    ],
)
def test_a_wrong_row_is_told_at_check(
    place: Path, capsys: pytest.CaptureFixture[str], row: str, said: tuple[str, ...]
) -> None:
    (place / "records").mkdir()
    (place / "records" / "drill_log.csv").write_text(HEADER + row + "\n")
    bad(run(capsys, "check", place), "records/drill_log.csv:2", *said)


LEDGER = """\
actions:
  - {action_id: a1, action: Mend it., issue: Broken., capability: planning, element: planning, responsible: office,
     contact: principal, drill_id: y, campus_id: closed-school, start: 2025-03-01, due: 2025-04-01}
"""


def test_what_a_closed_campus_did_stays_on_record_and_stops_nothing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "records").mkdir()
    log = place / "records" / "drill_log.csv"
    rows = [
        "x,oka,lockdown,,2025-09-12,held,,,me,,",
        "y,closed-school,lockdown,,2025-09-13,held,,,me,,",
        "z,closed-school,lockdown,,2025-09-16,not_held,,,me,,",
        "v,oak,lockdown,,2025-09-15,held,,,me,,",
        "w,closed-school,lockdown,,2025-09-17,not_held,,,me,,",
    ]
    written = HEADER + "\n".join(rows) + "\n"
    log.write_text(written)
    (place / "improvement.yaml").write_text(LEDGER)
    prepared = api.prepare(place)
    assert [record.drill_id for record in prepared.records] == ["v"]
    told = (
        "records/drill_log.csv:2: campuses.csv has no campus 'oka'. The entry stays on record and counts for no "
        "campus, as is right for a school that was closed. Maybe you meant 'oak'.",
        "records/drill_log.csv:3 (and 2 more, to line 6): campuses.csv has no campus 'closed-school'. The 3 "
        "entries stay on record and count for no campus, as is right for a school that was closed.",
        "improvement.yaml:3: campuses.csv has no campus 'closed-school'. The entry stays on record and counts for "
        "no campus, as is right for a school that was closed.",
    )
    assert prepared.warnings[-3:] == told
    assert prepared.ledger.open_actions
    checked = run(capsys, "check", place)
    assert checked.code == 1
    assert all(sentence in " ".join(checked.out.split()) for sentence in told)
    shown = run(capsys, "record", place)
    assert shown.code == 0
    assert [line.split()[2] for line in shown.out.splitlines()[1:6]] == ["x", "y", "z", "v", "w"]
    # An entry that is written now leaves them as they are.
    assert run(capsys, "record", place, *FIRE, "--date", "2025-09-12", "--held", *BY).code == 0
    assert log.read_text().replace("\r\n", "\n").startswith(written)
