"""Bad input gives a message with file, line, value, and allowed values, exit code 2, and no changed file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drillplanner.workflow.example import copy_example
from tests.command_line import run
from tests.intake.small_workspace import write_workspace


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return change


def cut_in_half(folder: Path) -> None:
    path = folder / "calendar.ics"
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def empty_staff(folder: Path) -> None:
    path = folder / "staff.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def two_campuses_with_one_id(folder: Path) -> None:
    path = folder / "campuses.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")


def alias_bomb(folder: Path) -> None:
    levels = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    levels += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    (folder / "district.yaml").write_text("\n".join(levels) + "\n", encoding="utf-8")


def overlapping_periods(folder: Path) -> None:
    path = folder / "bells" / "high.yaml"
    text = path.read_text(encoding="utf-8")
    starts = [
        word for word in text.replace(",", " ").replace('"', " ").split() if ":" in word and word[0].isdigit()
    ]
    # Let the third period of the day start when the second starts.
    second, third = starts[2], starts[4]
    assert second < third
    first_position = text.index(third, text.index(second) + len(second) + 1)
    position = text.index(third, first_position + 1) if text.count(third) > 1 else first_position
    path.write_text(text[:position] + second + text[position + len(third) :], encoding="utf-8")


CASES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "a grade that does not exist": (
        replace("campuses.csv", "9-12", "9-15"),
        ["campuses.csv:", "9-15", "PK, K, 1 to 12"],
    ),
    "two campuses with one id": (two_campuses_with_one_id, ["campuses.csv:11", "one id", "burnet-hill", "line 2"]),
    "a bell schedule with overlapping periods": (overlapping_periods, ["bells/high.yaml:", "overlap"]),
    "a calendar that is cut in half": (cut_in_half, ["calendar.ics:", "cut"]),
    "an empty staff list": (empty_staff, ["staff.csv", "empty"]),
    "a YAML alias bomb": (alias_bomb, ["district.yaml:2", "alias"]),
    "a path outside the workspace": (
        replace("district.yaml", "campuses: campuses.csv", "campuses: ../campuses.csv"),
        ["district.yaml:", "../campuses.csv"],
    ),
    "a state that is not held": (
        replace("district.yaml", "state: NJ", "state: ZZ"),
        ["district.yaml:", "ZZ", "NJ"],
    ),
    "a key that is not known": (
        replace("district.yaml", "state: NJ", "state: NJ\ntimezon: x"),
        ["district.yaml:", "timezon", "Maybe you meant 'timezone'"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_with_a_message_and_changes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = CASES[name]
    folder = tmp_path / "district"
    copy_example(folder)
    change(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for command in ("check", "plan", "audit"):
        ran = run(capsys, command, folder)
        assert ran.code == 2, ran
        for word in words:
            assert word in ran.err
        assert "Traceback" not in ran.err
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_missing_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "plan", "--all", tmp_path / "nowhere")
    assert ran.code == 2
    assert "nowhere" in ran.err


def test_audit_without_a_plan_suggests_to_plan_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    ran = run(capsys, "audit", "--all", folder)
    assert ran.code == 2
    assert "Maybe run 'drillplanner plan' first." in ran.err


@pytest.mark.parametrize("text", ["{", "[]", '{"format_version": 1}', "\x00\xff"])
def test_a_damaged_plan_file_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    (folder / "plan").mkdir()
    (folder / "plan" / "plan.json").write_text(text, encoding="latin-1")
    ran = run(capsys, "audit", "--all", folder)
    assert ran.code == 2
    assert "plan/plan.json" in ran.err


def test_an_unknown_output_is_refused_with_the_known_outputs(
    planned_example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "publish", planned_example, "--only", "calender")
    assert ran.code == 2
    assert "icalendar" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("replan", "--as-of", "soon"), "'soon' is not a date; write it as 2026-01-27."),
        (("audit", "--as-of", "27.01.2026"), "'27.01.2026' is not a date; write it as 2026-01-27."),
        (("record", "--as-of", "2026-02-30"), "'2026-02-30' is not a date; write it as 2026-01-27."),
    ],
)
def test_bad_dates_and_times_are_refused_with_an_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    command, *rest = arguments
    ran = run(capsys, command, tmp_path, *rest)
    assert ran.code == 2
    assert message in " ".join(ran.err.split())


def test_an_unknown_command_or_option_gives_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "plam").code == 2
    assert run(capsys, "plan", "--all", "--sed", "1").code == 2


def test_problems_of_hundreds_of_schools_fit_a_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_workspace(tmp_path)
    rows = "".join(f"school-{number},School {number} (invented),K-99\n" for number in range(663))
    (folder / "campuses.csv").write_text(f"campus_id,name,grades\n{rows}", encoding="utf-8")
    ran = run(capsys, "check", folder)
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert 30 < len(lines) <= 40
    assert lines[-1].startswith("and ")
    assert lines[-1].endswith(" more lines: add --all")
    assert lines[0].startswith("campuses.csv:2: ")
    everything = run(capsys, "check", folder, "--all").err.splitlines()
    assert everything[: len(lines) - 1] == lines[:-1]
    assert everything[len(lines) - 1].startswith("campuses.csv:"), "no problem is cut in two"
    assert any(line.startswith("campuses.csv:664: ") for line in everything)
