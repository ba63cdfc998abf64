"""A district's own file of good practice: numbers, entries left out, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.law.kinds.count import Count
from drillplanner.practice import GoodPractice, PracticePack, load_practice
from drillplanner.practice.pack import Apart, AtTimes


def own(folder: Path, text: str) -> PracticePack:
    (folder / "ours.yaml").write_text(text, encoding="utf-8")
    pack = load_practice("ours.yaml", folder)
    assert pack is not None
    return pack


def refused(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        own(folder, text)
    return caught.value.problems


def entry(pack: PracticePack, practice_id: str) -> GoodPractice:
    return next(practice for practice in pack.practices if practice.practice_id == practice_id)


def test_numbers_of_each_kind(tmp_path: Path) -> None:
    pack = own(tmp_path, "based_on: baseline\nnumbers: {GP-01: 2, GP-20: 60, GP-31: 0}\n")
    fire, apart, lunch = (entry(pack, name) for name in ("GP-01", "GP-20", "GP-31"))
    assert isinstance(fire.asks, Count)
    assert fire.asks.min == 2
    assert isinstance(apart.asks, Apart)
    assert apart.asks.days == 60
    assert isinstance(lunch.asks, AtTimes)
    assert lunch.asks.most_percent == 0
    assert lunch.title == "At most a quarter of the fire drills at lunch or recess (here: 0 percent)"
    assert pack.pack_id == "ours.yaml"
    assert pack.name == "good practice, baseline, with changes of the district"


def test_entries_left_out(tmp_path: Path) -> None:
    base = load_practice("lighter", tmp_path)
    assert base is not None
    pack = own(tmp_path, "based_on: lighter\noff: [GP-02, GP-30]\n")
    left_out = {practice.practice_id for practice in base.practices} - {
        practice.practice_id for practice in pack.practices
    }
    assert left_out == {"GP-02", "GP-30"}


def test_a_file_without_changes_is_its_level(tmp_path: Path) -> None:
    base = load_practice("baseline", tmp_path)
    assert base is not None
    assert own(tmp_path, "based_on: baseline\n").practices == base.practices


@pytest.mark.parametrize(
    ("text", "line", "message", "value", "allowed"),
    [
        ("", 1, "the file is empty or not a list of keys", None, "based_on: baseline"),
        ("numbers: {}\n", 1, "'based_on' is missing", None, "based_on"),
        ("based_on: best\n", 1, "there is no such level of good practice", "best", "baseline, lighter"),
        ("based_on: baseline\nof: []\n", 2, "'of' is not known here", "of", "based_on, numbers, off"),
        ("based_on: lighter\noff:\n- GP-01\n- GP-03\n", 4, "has no such practice", "GP-03", "GP-02"),
        ("based_on: baseline\nnumbers:\n  GP-01: 1\n  GP-99: 3\n", 4, "has no such practice", "GP-99", "GP-01"),
        ("based_on: baseline\nnumbers:\n  GP-10: 3\n", 3, "this practice has no number", "3", "'off'"),
        ("based_on: baseline\nnumbers:\n  GP-01: 0\n", 3, "cannot have that number", "0", "1 to 20 a period"),
        ("based_on: baseline\nnumbers:\n  GP-20: 1\n", 3, "cannot have that number", "1", "2 to 365 days"),
        ("based_on: baseline\nnumbers:\n  GP-31: 101\n", 3, "cannot have that number", "101", "0 to 100 percent"),
        ("based_on: baseline\nnumbers:\n  GP-01: many\n", 3, "numbers.GP-01", "many", None),
    ],
)
def test_mistakes(
    tmp_path: Path, text: str, line: int | None, message: str, value: str | None, allowed: str | None
) -> None:
    (problem,) = refused(tmp_path, text)
    assert (problem.file, problem.line) == ("ours.yaml", line)
    assert message in problem.message
    assert problem.value == value
    assert allowed is None or allowed in (problem.allowed or "")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = "based_on: baseline\noff: [GP-98]\nnumbers:\n  GP-99: 1\n  GP-01: 0\n"
    assert [problem.value for problem in refused(tmp_path, text)] == ["GP-99", "GP-98", "0"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("best", "practice: there is no such level"),
        ("notes.txt", "practice: there is no such level"),
        ("missing.yaml", "there is no such file"),
        ("../ours.yaml", "a path outside the workspace"),
    ],
)
def test_neither_a_level_nor_a_file_of_the_workspace(tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "district"
    folder.mkdir()
    for other in (folder / "notes.txt", tmp_path / "ours.yaml"):
        other.write_text("based_on: baseline\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_practice(name, folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.message, problem.value) == ("district.yaml", message, name)
    if message.startswith("practice"):
        assert problem.allowed == "baseline, lighter, none, a .yaml file of your own"
