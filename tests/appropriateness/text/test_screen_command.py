"""``drillplanner screen`` on free text: its input, exit codes, and output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.appropriateness.text import Description, screen_description
from tests.command_line import run


def test_a_text_file_is_one_description(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("Officers fire blanks during the lockdown with students.", encoding="utf-8")
    ran = run(capsys, "screen", notice, "--format", "json")
    (result,) = json.loads(ran.out)["results"]
    assert (ran.code, result["id"], result["verdict"]) == (1, "notice", "violation")
    assert result["findings"][0]["evidence"]["text"] == "blanks"


@pytest.mark.parametrize("name", ["list.yaml", "list.json"])
def test_a_file_may_list_descriptions(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        {"id": "a", "text": "No blanks, no actors.", "context": {"grades": "K-2"}},
        {"id": "b", "text": "There will be an unannounced drill.", "context": {"grades": ["6", "7"]}},
    ]
    (tmp_path / name).write_text(json.dumps(entries), encoding="utf-8")
    ran = run(capsys, "screen", tmp_path / name, "--format", "json")
    assert [result["verdict"] for result in json.loads(ran.out)["results"]] == ["ok", "cannot_tell"]
    assert ran.code == 4


def test_a_folder_and_several_paths_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("Fire drill on Monday.", encoding="utf-8")
    other = tmp_path / "more" / "three.txt"
    other.parent.mkdir()
    other.write_text("Hold drill on Tuesday, announced.", encoding="utf-8")
    ran = run(capsys, "screen", tmp_path, other, "--format", "json")
    assert [result["id"] for result in json.loads(ran.out)["results"]] == ["one", "two", "three"]
    assert ran.code == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.yaml", b"- {id: a, txt: no}", "'txt'"),
        ("a.yaml", b"- {id: a, text: x}\n- {id: a, text: y}", "this id"),
        ("a.yaml", b"- {id: a, text: x, context: {grades: 99}}", "grade"),
        ("a.yaml", b"- !!python/object:os.system {id: a}", "YAML"),
    ],
)
def test_unusable_input_is_reported(
    name: str, content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run(capsys, "screen", tmp_path / name)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_long_line_is_read_whole() -> None:
    line = "officers will not fire blanks at doors and " * 2500
    wrong = screen_description(Description(id="x", text=line + ". Then officers fire blanks at the students."))
    assert wrong.verdict != "ok"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thank you \U0001f600\U0001f680 for coming to the meeting.", 0),
        ("The folder C:\\ud83d\\ude00 says that blanks are fired at the students in the hall \U0001f600.", 1),
    ],
)
def test_json_may_write_a_letter_as_two_escapes(
    text: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letters.json"
    path.write_text(json.dumps([{"id": "a", "text": text}]), encoding="ascii")
    assert "\\ud83d\\ude00" in path.read_text(encoding="ascii")
    assert run(capsys, "screen", path).code == code
