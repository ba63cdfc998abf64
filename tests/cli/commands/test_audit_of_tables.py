"""``audit --schedule`` of a principal's own table: a verdict at once, and what is missing asked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run

TABLE = """Drill Schedule 2026-27,,
Building,Drill,Date
Oak Hill ES,Fire Drill #1,9/8
Oak Hill ES,Fire Drill #2,10/6
"""


@pytest.fixture
def workspace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_text("name,grades\nOak Hill Elementary School,K-5\n", encoding="utf-8")
    folder = tmp_path / "ws"
    made = run(
        capsys, "init", folder, "--state", "NJ", "--year", "2026-27", "--campuses", tmp_path / "schools.csv"
    )
    assert made.code == 0
    return folder


def test_how_drills_are_held_is_asked_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    (tmp_path / "drills.csv").write_text(TABLE, encoding="utf-8")
    asked = run(capsys, "audit", workspace, "--schedule", tmp_path / "drills.csv", "--all").out
    assert asked.count("drills.csv does not say how drills are held") == 1
    assert "add --drills-are physical (3 of them are met then)" in asked
    assert "Missing: format" not in asked
    answered = run(
        capsys, "audit", workspace, "--schedule", tmp_path / "drills.csv", "--drills-are", "physical", "--all"
    ).out
    assert "does not say how drills are held" not in answered
    assert "2 drills of" in answered and "taken as physical, as you said" in answered


def test_the_table_of_one_school_is_judged_for_that_school(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "schools.csv").write_text("name,grades\nOak Hill School,K-5\nElm School,K-5\n", encoding="utf-8")
    workspace, schools = tmp_path / "ws", tmp_path / "schools.csv"
    run(capsys, "init", workspace, "--state", "NJ", "--year", "2026-27", "--campuses", schools)
    own, all_schools = tmp_path / "own.csv", tmp_path / "all.csv"
    own.write_text("Oak Hill School - Drill Log 2026-27,\nDrill,Date\nFire,9/8\nFire,10/6\n", encoding="utf-8")
    all_schools.write_text("School,Drill,Date\nOak Hill School,Fire,9/8\n", encoding="utf-8")
    judged = run(capsys, "audit", workspace, "--schedule", own, "--all").out
    assert "own.csv, for Oak Hill School alone" in judged
    assert "elm-school" not in judged
    assert "elm-school" in run(capsys, "audit", workspace, "--schedule", all_schools, "--all").out


def test_a_fact_that_is_not_known_is_named_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    workspace, schools, drills = tmp_path / "ws", tmp_path / "schools.csv", tmp_path / "drills.csv"
    schools.write_text("name,grades,enrollment\nOak Hill School,K-5,300\n", encoding="utf-8")
    run(capsys, "init", workspace, "--state", "OH", "--year", "2026-27", "--campuses", schools)
    drills.write_text("School,Drill,Date\nOak Hill School,Fire,9/8\n", encoding="utf-8")
    audited = run(capsys, "audit", workspace, "--schedule", drills, "--drills-are", "physical", "--all").out
    assert "depends on: sprinklers or detectors" in audited
    assert "depends on: sprinklers_or_detectors" not in audited


def test_a_drill_that_was_not_held_by_its_remark_counts_for_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    (tmp_path / "log.csv").write_text(
        "School,Drill,Date,Notes\nOak Hill,Fire,9/9,2 students missed\nOak Hill,Fire,10/6,did not hold - heat\n",
        encoding="utf-8",
    )
    judged = run(
        capsys, "audit", workspace, "--schedule", tmp_path / "log.csv", "--drills-are", "physical", "--all"
    ).out
    assert "Drills of log.csv that were not held, by their remarks, count for nothing: row 3." in judged
    assert "1 drill of" in judged and "taken as physical" in judged


def test_a_past_drill_that_is_only_planned_counts_for_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "Building,Drill,Date,Completed?\n"
        "Oak Hill ES,Fire,9/8,Yes\nOak Hill ES,Fire,10/6,No\nOak Hill ES,Lockdown,10/7,Scheduled\n"
        "Oak Hill ES,Lockdown,10/8,\nOak Hill ES,Fire,10/9,Canceled - heat\nOak Hill ES,Fire,11/10,Planned\n",
        encoding="utf-8",
    )
    arguments = ("audit", workspace, "--schedule", table, "--drills-are", "physical", "--all", "--as-of")
    judged = run(capsys, *arguments, "2026-10-31").out
    assert "Drills of log.csv before 2026-10-31 that are not marked as held count for nothing: row 3, 4." in judged
    assert (
        "Drills of log.csv that do not say if they were held, as other rows do, count for nothing: row 5."
        in judged
    )
    assert "that were canceled or missed count for nothing: row 6." in judged
    assert "2 drills of" in judged  # the one that was held, and the one that is planned for November
    assert "5 drills of" in run(capsys, *arguments, "2026-09-01").out
