"""A record of held drills before ``audit --as-of``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.example import copy_example
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
def test_records_after_the_day_of_the_audit_are_named(
    as_of: str, rows: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "district", tmp_path / "log.csv"
    copy_example(folder)
    table.write_text(ROWS, encoding="utf-8")
    ran = run(capsys, "audit", folder, "--schedule", table, "--as-of", as_of, "--format", "json")
    entries = json.loads(ran.out)["entries"]
    assert [entry["row"] for entry in entries if entry["problem"] == "future"] == rows


def test_a_day_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    ran = run(capsys, "audit", folder, "--as-of", "yesterday")
    assert ran.code == 2
    assert "yesterday" in ran.err
