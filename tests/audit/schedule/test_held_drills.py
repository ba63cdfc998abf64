"""The command ``audit`` on a log of held drills: ``--as-of``, assumptions, warnings, and layers of law."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.workflow.example import copy_example
from tests.command_line import run

ROWS = (
    "campus_id,drill_type,date,status\n"
    "burnet-hill,lockdown,2025-10-07,held\n"
    "burnet-hill,lockdown,2025-11-04,held\n"
    "burnet-hill,lockdown,2025-12-02,planned\n"
    "burnet-hill,lockdown,2026-01-06,\n"
)


@pytest.mark.parametrize(
    ("as_of", "rows"), [("2025-10-06", [2, 3]), ("2025-10-07", [3]), ("2025-11-04", []), ("2026-06-30", [])]
)
def test_held_drills_after_the_day_of_the_audit_are_listed(
    as_of: str, rows: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "district", tmp_path / "log.csv"
    copy_example(folder)
    table.write_text(ROWS, encoding="utf-8")
    ran = run(capsys, "audit", "--all", folder, "--schedule", table, "--as-of", as_of, "--format", "json")
    entries = json.loads(ran.out)["entries"]
    assert [entry["row"] for entry in entries if entry["problem"] == "future"] == rows


def test_an_invalid_day_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    ran = run(capsys, "audit", "--all", folder, "--as-of", "yesterday")
    assert ran.code == 2
    assert "yesterday" in ran.err


def test_the_audit_prints_its_assumptions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, table = tmp_path / "district", tmp_path / "log.csv"
    copy_example(folder, "TX")
    table.write_text(ROWS, encoding="utf-8")
    printed = run(capsys, "audit", "--all", folder, "--schedule", table).out
    cut, assumed = "no line of the calendar says where a semester ends", "adults are taken to be on duty"
    assert cut in printed.split("Assumed:")[0]  # said first, since the law counts by semester
    assert assumed in printed.split("Assumed:")[1]
    report = json.loads(run(capsys, "audit", "--all", folder, "--schedule", table, "--format", "json").out)
    assert any(assumed in assumption for assumption in report["assumptions"])
    assert report["warnings"] == []


def test_the_audit_warns_of_packs_that_are_due_for_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "district", tmp_path / "log.csv"
    copy_example(folder)
    (folder / "mandates").mkdir(exist_ok=True)
    (folder / "mandates" / "old.yaml").write_text(
        "pack_id: old\nname: Old policy (invented)\nreviewed: 2024-08-01\nreview_by: 2025-08-15\n"
        "sources: {}\nmandates: []\n",
        encoding="utf-8",
    )
    table.write_text(ROWS, encoding="utf-8")
    # The example is planned on August 1, 2025, and school begins on August 27.
    assert (
        "Old policy (invented) was last checked on 2024-08-01 and was to be checked again by 2025-08-15."
        in run(capsys, "audit", "--all", folder, "--schedule", table).out
    )


def test_the_audit_names_the_layer_that_binds_and_the_looser_mandate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "district", tmp_path / "log.csv"
    copy_example(folder, "NY")
    table.write_text(ROWS, encoding="utf-8")
    printed = run(capsys, "audit", "--all", folder, "--schedule", table).out
    assert "NY-01.evacuation (statute) is met whenever NY-18 (" in printed
    assert "is met, which binds (9 campuses)" in printed
