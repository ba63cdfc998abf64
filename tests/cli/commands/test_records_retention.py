"""records retention: what we do not know first, two school years in one store, and nothing is changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.command_line import Ran, run
from tests.intake.small_workspace import CALENDAR, DISTRICT, write_workspace

TEXAS = DISTRICT.replace("state: NJ", "state: TX\nfire_codes: []")


def record(capsys: pytest.CaptureFixture[str], folder: Path, drill: str, day: str, *more: str) -> None:
    held = ("--campus", "oak", "--type", drill, "--date", day, "--held", "--by", "office")
    assert run(capsys, "record", folder, *held, *more).code == 0


def retention(capsys: pytest.CaptureFixture[str], folder: Path, *more: object) -> Ran:
    return run(capsys, "records", "retention", folder, *more)


def hashes(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a small workspace under the law of Texas whose records have two school years and a correction."""
    folder = write_workspace(tmp_path / "district", {"district.yaml": TEXAS})
    record(capsys, folder, "fire", "2025-09-12")
    record(capsys, folder, "fire", "2025-09-12", "--correct", "--note", "the later bell")
    record(capsys, folder, "lockdown", "2025-09-15")
    later = CALENDAR.replace(":2026", ":2027").replace("DATE:2025", "DATE:2026").replace("\n", "\r\n")
    write_workspace(folder, {"district.yaml": TEXAS.replace("2025-26", "2026-27"), "calendar.ics": later})
    record(capsys, folder, "fire", "2026-09-14")
    return folder


def test_the_list_says_what_is_not_known_first_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    before = hashes(folder)
    ran = retention(capsys, folder, "--as-of", "2031-07-01", "--all")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "As of July 1, 2031: we do not know when 1 record may be destroyed; 1 record may not be destroyed yet; "
        "2 records may be destroyed.\ndrillplanner destroys nothing."
    )
    parts = ("Not known: keep these", "--years 7", "Keep until the day", "May be destroyed,", "Not legal advice")
    places = [ran.out.index(part) for part in parts]
    assert places == sorted(places)
    assert (
        "2025-26, fire drills: 1 entry, 1 entry that was corrected or taken back. Keep until June 30, 2029; "
        "may be destroyed from July 1, 2031 (we suggest at least 5 years).\n    TX, Fire exit drills (SF242): "
    ) in ran.out
    assert hashes(folder) == before
    # One day earlier nothing of it may be destroyed.
    assert "May be destroyed," not in retention(capsys, folder, "--as-of", "2031-06-30", "--all").out


def test_json_has_each_year_with_its_sources(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    ran = retention(capsys, folder, "--as-of", "2031-07-01", "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, found["state"], found["as_of"]) == (0, "TX", "2031-07-01")
    assert [
        (one["school_year"], one["drill_types"], one["keep_until"], one["may_be_destroyed_from"])
        for one in found["records"]
    ] == [
        ("2026-27", ["fire_evacuation"], "2030-06-30", "2032-07-01"),
        ("2025-26", ["fire_evacuation"], "2029-06-30", "2031-07-01"),
        ("2025-26", ["lockdown"], None, None),
    ]
    assert [one["may_be_destroyed"] for one in found["records"]] == [False, True, False]
    (source,) = found["records"][1]["sources"]
    assert (source["record"], source["years"], source["last_day"]) == ("tx_fire_exit_drills", 3, "2029-06-30")
    assert "fire_codes=none" not in retention(capsys, folder).out
    # With the period that the district was told, everything has a day.
    told = json.loads(retention(capsys, folder, "--years", "6", "--format", "json").out)
    assert [one["may_be_destroyed_from"] for one in told["records"]] == ["2033-07-01", "2032-07-01", "2032-07-01"]


def test_a_state_without_a_known_period_says_how_to_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = write_workspace(tmp_path / "district")
    assert retention(capsys, folder).out.startswith("Nothing is recorded")
    (folder / "records").mkdir(exist_ok=True)
    log = "date,campus_id,drill_id,drill_type,status,recorded_by\n9/12/2025,oak,x-1,fire,held,office\n"
    # A log that was never imported is listed too.
    (folder / "records" / "drill_log.csv").write_text(log, encoding="utf-8")
    ran = retention(capsys, folder, "--as-of", "2060-01-01")
    assert ran.code == 0
    assert "we do not know when 1 record may be destroyed." in ran.out
    assert "NJ, Statement of assurance, security drills: no period was found." in ran.out
    assert f"drillplanner records retention {folder} --years 7" in " ".join(ran.out.split())
    assert "May be destroyed," not in ran.out
    assert not (folder / "records" / "drills.sqlite").exists()


def test_a_period_that_hangs_on_the_fire_code_asks_the_marshal(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    text = (folder / "district.yaml").read_text(encoding="utf-8")
    (folder / "district.yaml").write_text(text.replace("\nfire_codes: []", ""), encoding="utf-8")
    ran = retention(capsys, folder, "--as-of", "2031-07-01", "--all")
    assert "A fire code may ask for a log of fire drills too" in ran.out
    assert "May be destroyed," not in ran.out
    assert f"drillplanner answer {folder} fire_codes=none" in ran.out
    assert run(capsys, "answer", folder, "fire_codes=none").code == 0
    assert "May be destroyed," in retention(capsys, folder, "--as-of", "2031-07-01", "--all").out


def test_records_that_were_changed_have_no_list(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with sqlite3.connect(folder / "records" / "drills.sqlite") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE event SET by_name = 'someone' WHERE number = 1")
    database.close()
    ran = retention(capsys, folder)
    assert (ran.code, ran.out) == (2, "")
    assert "not as it was recorded" in ran.err
    assert retention(capsys, folder, "--years", "0").code == 2
