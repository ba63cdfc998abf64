"""records notice: that a letter went out is an event of the records, once, in time or not, of no future day."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drillplanner import api
from drillplanner.model import Task, ToldGroup
from drillplanner.workflow.kept_records.checks import verify_records
from tests.command_line import run

Notice = Callable[..., Any]


@pytest.fixture
def district(planned_example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


@pytest.fixture
def notice(district: Path, capsys: pytest.CaptureFixture[str]) -> Notice:
    def call(*options: str) -> Any:
        return run(capsys, "records", "notice", district, *options)

    return call


def after_notice(district: Path) -> Task:
    """Return a letter that New Jersey owes on the day of a drill."""
    return next(
        task
        for task in api.read_plan(district).tasks
        if task.kind == "notify_after" and task.mandate_id == "NJ-12" and ToldGroup.FAMILIES in task.tells
    )


def test_a_letter_that_went_out_is_on_record_in_time_or_not(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    drill = str(task.drill_id)
    options = ("--drill", drill, "--after", "--date", task.due.isoformat(), "--by", "office")
    ran = notice(*options, "--channel", "text message", "--language", "en", "--language", "es", "--reached", "412")
    assert (ran.code, ran.err) == (0, "")
    assert f"Recorded: notice after {drill}, {task.due}." in ran.out
    assert "In time for NJ-12" in ran.out
    (on_record,) = json.loads(notice("--format", "json").out)["notices"]
    assert on_record["drill_id"] == drill
    assert (on_record["time"], on_record["channel"], on_record["reached"]) == ("after", "text message", 412)
    assert on_record["languages"] == ["en", "es"]
    # Nothing is said of the drill itself, and the chain is whole.
    assert api.recorded_drills(district) == ()
    assert verify_records(district).is_whole
    late = notice("--drill", drill, "--after", "--date", "2026-06-30", "--by", "office", "--channel", "paper")
    assert f"NOT IN TIME by the plan: NJ-12: by {task.due}" in late.out


def test_the_same_notice_is_recorded_once_and_replaced_only_when_asked(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    options = ("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    assert notice(*options, "--reached", "40").code == 0
    twice = notice(*options, "--reached", "41")
    assert twice.code == 2
    assert "the records have this notice already" in twice.err
    assert notice(*options, "--reached", "42", "--correct").code == 0
    (on_record,) = json.loads(notice("--format", "json").out)["notices"]
    assert on_record["reached"] == 42


def test_a_plan_that_cannot_be_read_ends_before_anything_is_recorded(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    plan = district / "plan" / "plan.json"
    plan.write_bytes(plan.read_bytes()[:300])
    ran = notice("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    assert (ran.code, "plan/plan.json: " in ran.err) == (2, True), ran
    assert not (district / "records").exists()


def test_a_receipt_needs_a_notice_and_is_counted_with_it(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    options = ("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    alone = notice(*options, "--receipt", "--reached", "398")
    assert alone.code == 2
    assert "no notice after this drill is recorded as sent" in alone.err
    notice(*options)
    assert "receipt of the notice after" in notice(*options, "--receipt", "--reached", "398").out
    (on_record,) = json.loads(notice("--format", "json").out)["notices"]
    assert on_record["receipts"] == 1


def test_a_correction_keeps_the_receipts_and_every_notice_its_own(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    options = ("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    notice(*options, "--channel", "email")
    notice(*options, "--receipt", "--reached", "398")
    notice(*options, "--channel", "paper", "--correct")
    notice(*options, "--channel", "text message")
    notice(*options, "--channel", "paper", "--reached", "40", "--correct")
    notice("--drill", str(task.drill_id), "--before", "--date", "2025-09-02", "--by", "office")
    on_record = json.loads(notice("--format", "json").out)["notices"]
    kept = {(one["channel"], one["reached"], one["receipts"]) for one in on_record}
    assert kept == {("paper", 40, 1), ("text message", None, 0), ("", None, 0)}
    unsure = notice(*options, "--channel", "email", "--correct")
    assert unsure.code == 2
    assert "several notices after this drill are recorded, and none went this way" in unsure.err
    assert "paper, text message" in unsure.err


def test_what_only_lists_records_nothing_and_says_so(district: Path, notice: Notice) -> None:
    ran = notice("--after", "--by", "office", "--reached", "412")
    assert (ran.code, ran.out) == (2, "")
    assert "--drill ID. Nothing was recorded." in ran.err


def test_a_changed_notice_is_not_listed(district: Path, notice: Notice) -> None:
    task = after_notice(district)
    options = ("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    assert notice(*options).code == 0
    with sqlite3.connect(district / "records" / "drills.sqlite") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE event SET body = '{}'")
    database.close()
    listed, again = notice(), notice(*options)
    assert (listed.code, again.code) == (2, 2)
    assert "event 1 is not as it was recorded" in listed.err
    assert "a notice is not as drillplanner records one: 'time'" in again.err


# Windows has no pipes in folders, so that nobody can leave one there for a command to wait at.
def test_what_is_no_file_is_no_text_that_was_sent(district: Path, notice: Notice, tmp_path: Path) -> None:
    drill = str(after_notice(district).drill_id)
    says = {tmp_path: "is a directory"}
    if hasattr(os, "mkfifo"):  # Windows has no pipes with names of files
        os.mkfifo(tmp_path / "pipe.txt")
        says[tmp_path / "pipe.txt"] = "this is a pipe, not a file"
    for path, message in says.items():
        ran = notice("--drill", drill, "--after", "--by", "office", "--text", str(path))
        assert ran.code == 2
        assert message in ran.err


def test_what_was_sent_is_kept_by_its_hash(district: Path, notice: Notice, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Dear families")
    task = after_notice(district)
    notice(
        "--drill",
        str(task.drill_id),
        "--after",
        "--date",
        task.due.isoformat(),
        "--by",
        "o",
        "--text",
        str(letter),
    )
    target = tmp_path / "events.jsonl"
    api_export = [json.loads(line) for line in _exported(district, target)]
    bodies = [event["body"] for event in api_export if event.get("kind") == "notice_sent"]
    assert [(body["text"], body["text_sha256"][:12]) for body in bodies] == [("letter.txt", "6f4535310e25")]


def test_a_text_too_large_to_be_a_letter_is_refused_before_it_is_read(
    district: Path, notice: Notice, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    with letter.open("wb") as file:
        file.truncate(21_000_000)
    ran = notice("--drill", str(after_notice(district).drill_id), "--after", "--by", "o", "--text", str(letter))
    assert ran.code == 2
    assert "letter.txt: the file is too large" in ran.err
    assert not (district / "records" / "drills.sqlite").exists()


def _exported(district: Path, target: Path) -> list[str]:
    from drillplanner.workflow.kept_records.exports import export_records

    export_records(district, "jsonl", target)
    return target.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--drill", "no-such-drill", "--after", "--by", "o"), "neither the plan nor the log has such a drill"),
        (("--drill", "DRILL", "--by", "o"), "--before or --after"),
        (("--drill", "DRILL", "--after"), "--by NAME"),
        (("--drill", "DRILL", "--after", "--by", "o", "--date", "2099-01-05"), "this day is still to come"),
        (("--drill", "DRILL", "--after", "--by", "o", "--date", "2025-07-01"), "cannot go out before it"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(
    options: tuple[str, ...], message: str, district: Path, notice: Notice
) -> None:
    drill = str(after_notice(district).drill_id)
    ran = notice(*(drill if option == "DRILL" else option for option in options))
    assert ran.code == 2
    assert message in ran.err
    assert not (district / "records" / "drills.sqlite").exists()


def test_notices_survive_export_and_import(district: Path, notice: Notice, tmp_path: Path) -> None:
    from drillplanner.workflow.kept_records.imports import import_records

    task = after_notice(district)
    notice("--drill", str(task.drill_id), "--after", "--date", task.due.isoformat(), "--by", "office")
    target = tmp_path / "events.jsonl"
    _exported(district, target)
    shutil.rmtree(district / "records")
    assert json.loads(notice("--format", "json").out)["notices"] == []
    import_records(district, target)
    assert len(json.loads(notice("--format", "json").out)["notices"]) == 1
