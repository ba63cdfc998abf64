"""Pipes, devices, folders, and damaged files in the place of those that commands read: words and exit code 2."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drillplanner.publish.core.manifest import FILE
from tests.command_line import run

Change = Callable[[Path], None]


def to_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def to_endless_device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def to_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def to(raw: bytes) -> Change:
    def change(path: Path) -> None:
        path.write_bytes(raw)

    return change


DEEP = b"[" * 200_000
ODD: dict[str, Change] = {"a pipe": to_pipe, "a device": to_endless_device, "a folder": to_folder}
DAMAGED: dict[str, Change] = {"nested too deep": to(DEEP), "a zero": to(b'{"a": "\0"}'), "a number": to(b"7")}
#: Windows has no pipes and devices in folders.
ON_THIS_SYSTEM = ["a folder"] if sys.platform == "win32" else list(ODD)


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


@pytest.fixture
def pair(planned_pair: Path, tmp_path: Path) -> Path:
    """Two schools, for tests that publish often."""
    return Path(shutil.copytree(planned_pair, tmp_path / "two-schools"))


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("odd", ON_THIS_SYSTEM)
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("screen", "FILE"), "letter.txt"),
        (("screen", "FILE"), "scenario.yaml"),
        (("charts", "--chart", "FILE"), "chart.yaml"),
        (("audit", "FOLDER", "--schedule", "FILE"), "schedule.csv"),
        (("audit", "FOLDER", "--schedule", "FILE"), "schedule.ics"),
        (("record", "FOLDER", "--from", "FILE", "--by", "office"), "held.csv"),
        (("records", "import", "FOLDER", "FILE"), "events.jsonl"),
        (("records", "import", "FOLDER", "FILE"), "events.zip"),
        (("init", "NEW", "--state", "NJ", "--oneroster", "FILE"), "export.zip"),
        (("init", "NEW", "--state", "NJ", "--calendar", "FILE"), "calendar.ics"),
        (("audit", "FOLDER"), "district/plan/plan.json"),
        (("replan", "FOLDER", "--as-of", "2026-01-26"), "district/plan/schedule.csv"),
        (("publish", "FOLDER", "--only", "icalendar"), "district/plan/revisions.json"),
        (("check", "FOLDER"), "district/calendar.ics"),
        (("record", "FOLDER"), "district/records/drill_log.csv"),
    ],
)
def test_what_is_no_plain_file_is_refused_at_once(
    odd: str, command: tuple[str, ...], name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if (odd, command[0]) == ("a folder", "screen"):
        pytest.skip("screen takes a folder for its files")
    file = folder.parent / name
    file.parent.mkdir(exist_ok=True)
    ODD[odd](file)
    places = {"FILE": file, "FOLDER": folder, "NEW": folder.parent / "new"}
    ran = run(capsys, *(places.get(word, word) for word in command))
    assert ran.code == 2, ran
    assert Path(name).name in ran.err
    assert "Traceback" not in ran.err
    assert not places["NEW"].exists()


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("audit",), "plan.json"),
        (("record",), "plan.json"),
        (("publish", "--only", "icalendar"), "revisions.json"),
    ],
)
def test_a_file_of_the_program_that_is_damaged_is_told_with_what_to_do(
    damage: str, command: tuple[str, ...], name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    DAMAGED[damage](folder / "plan" / name)
    entry = ("Burnet Hill, fire, 10/7", "--by", "office") if command == ("record",) else ()
    ran = run(capsys, command[0], folder, *command[1:], *entry)
    assert ran.code == 2, ran
    assert f"plan/{name}: " in ran.err
    assert "Maybe" in ran.err


@pytest.mark.parametrize("name", ["plan/revisions.json", "letters/family_before.en.txt"])
def test_nothing_is_published_if_one_output_cannot_read_its_file(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"\xff\xfe\x00")
    before = content(folder)
    ran = run(capsys, "publish", folder, "--only", "tables,notices,icalendar")
    assert (ran.code, f"{name}:" in ran.err) == (2, True), ran
    assert content(folder) == before


@pytest.mark.parametrize(
    ("odd", "place", "words"),
    [
        *(
            pytest.param(odd, "tables", "this is no folder, where a folder is to be published", id=odd)
            for odd in ON_THIS_SYSTEM
            if odd != "a folder"
        ),
        pytest.param("a folder", "tables/duties.csv", "this is a folder, where a file is to be published"),
    ],
)
def test_nothing_is_published_if_something_stands_in_the_way(
    odd: str, place: str, words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / "out"
    (out / place).parent.mkdir(parents=True)
    ODD[odd](out / place)
    listed = {"tables": ["tables/duties.csv"], "other": ["/etc/hostname", "../tables/x", "a\0/b"]}
    (out / FILE).write_text(json.dumps(listed), encoding="utf-8")
    before = content(folder)
    ran = run(capsys, "publish", folder, "--only", "icalendar")
    assert (ran.code, f"out/{place}: {words}; nothing was written" in ran.err) == (2, True), ran
    assert content(folder) == before


@pytest.mark.parametrize(("odd", "place"), [("a file", "tables"), ("a folder", "START-HERE.html")])
def test_nothing_is_published_for_the_first_time_either(
    odd: str, place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out").mkdir()
    if odd == "a file":
        (folder / "out" / place).touch()
    else:
        (folder / "out" / place).mkdir()
    before = content(folder)
    ran = run(capsys, "publish", folder, "--only", "icalendar,tables,start")
    assert (ran.code, f"out/{place}: this is " in ran.err) == (2, True), ran
    assert content(folder) == before


@pytest.mark.parametrize("odd", [odd for odd in ON_THIS_SYSTEM if odd != "a folder"])
def test_nothing_is_published_if_out_is_no_folder(
    odd: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ODD[odd](folder / "out")
    before = content(folder)
    ran = run(capsys, "publish", folder, "--only", "icalendar")
    assert (ran.code, "out: this is " in ran.err) == (2, True), ran
    assert content(folder) == before


def test_nothing_is_published_if_a_map_cannot_be_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campus = (folder / "campuses.csv").read_text(encoding="utf-8").splitlines()[1].partition(",")[0]
    (folder / "site.yaml").write_text(f"schools:\n  {campus}:\n    map: plan.png\n", encoding="utf-8")
    (folder / "plan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    before = content(folder)
    ran = run(capsys, "publish", folder, "--only", "tables,cards")
    assert (ran.code, "plan.png: the map cannot be opened" in ran.err) == (2, True), ran
    assert content(folder) == before


@pytest.mark.parametrize("damage", [*DAMAGED, *ON_THIS_SYSTEM])
def test_a_list_of_published_files_that_is_damaged_stops_nothing(
    damage: str, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "out").mkdir()
    (DAMAGED | ODD)[damage](pair / "out" / FILE)
    ran = run(capsys, "publish", pair, "--only", "tables", "--all")
    assert ran.code == 0, ran
    assert f"out/{FILE}, the list of the files that were published last, cannot be read" in ran.out
    again = run(capsys, "publish", pair, "--only", "tables", "--all")
    assert again.code == 0
    assert "cannot be read" not in again.out


def test_names_in_the_list_of_published_files_reach_no_other_file(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "out").mkdir()
    (pair / "out" / FILE).write_text('{"tables": ["../district.yaml", "a\\u0000b", ".", "no/such"]}')
    ran = run(capsys, "publish", pair, "--only", "tables")
    assert ran.code == 0, ran
    assert (pair / "district.yaml").is_file()


def test_the_state_of_the_log_is_lost_without_harm(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = ("Burnet Hill, fire, 10/7", "--by", "office")
    assert run(capsys, "record", folder, *entry).code == 0
    for damage in DAMAGED.values():
        damage(folder / "records" / ".drill_log.json")
        assert run(capsys, "record", folder).code == 0
