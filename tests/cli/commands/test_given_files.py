"""Options that name files: a sheet behind a mark, and links refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run
from tests.workbooks import xlsx


@pytest.mark.parametrize("option", ["--campuses", "--calendar", "--staff", "--answers", "--bells", "--from"])
def test_a_link_in_place_of_a_file_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    link = "https://docs.google.com/spreadsheets/d/1a/edit"
    result = run(capsys, "init", tmp_path / "ws", "--state", "NJ", option, link)
    assert result.code == 2
    assert f"{option}: this is a link to a Google Sheet" in result.err
    assert "File, Download, Microsoft Excel (.xlsx)" in result.err


def test_a_sheet_is_named_behind_a_mark(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "schools.xlsx"
    head = ["School", "Grades"]
    path.write_bytes(xlsx({"Old": [head, ["Ash", "K-5"]], "New": [head, ["Oak", "K-5"]]}))
    asked = run(capsys, "init", tmp_path / "ws", "--state", "NJ", "--campuses", path)
    assert asked.code == 2
    assert '"schools.xlsx#Old"' in asked.err
    assert run(capsys, "init", tmp_path / "ws", "--state", "NJ", "--campuses", f"{path}#New").code == 0
    assert "Oak" in (tmp_path / "ws" / "campuses.csv").read_text(encoding="utf-8")
