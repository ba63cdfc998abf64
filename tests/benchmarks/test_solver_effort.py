"""What the solver spends and finds, against the file of figures: a change that makes districts slower is noticed.

The test plans the quick districts; ``python -m benchmarks.solver_effort --check`` plans all of them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import solver_effort
from benchmarks.solver_effort import Spent, file_text, kept, names, spent_on, this_system, worse

#: Some seconds of processor time in all; the others are for the script.
QUICK = ("example", "NJ, 1", "IL, 1", "TX, 1", "NY, 1")
ADVICE = "if you mean it, run 'python -m benchmarks.solver_effort', and say in CHANGELOG.md what it is good for"
SPENT = Spent(cost=100, bound=98, breaches=7, drills=30, seconds=2.0, searches=40, rounds=20, columns=50)


@pytest.mark.parametrize("name", QUICK)
def test_no_figure_of_a_district_is_worse_than_in_the_file(name: str) -> None:
    # Another OR-Tools or system takes other steps to the same plan, so effort is compared on the same one alone.
    system, before = kept()
    found = worse(before[name], spent_on(name), with_effort=system == this_system())
    assert found == [], ADVICE


def test_the_file_has_every_district_and_the_locked_solver() -> None:
    system, before = kept()
    assert tuple(before) == names()
    lock = (Path(__file__).parents[2] / "requirements" / "lock.txt").read_text(encoding="utf-8")
    assert f"ortools=={system['ortools']} " in lock, ADVICE


def test_counting_twice_gives_the_same() -> None:
    assert spent_on("IL, 1") == spent_on("IL, 1")


@pytest.mark.parametrize(
    ("now", "sentences"),
    [
        (SPENT, []),
        (replace(SPENT, cost=98, seconds=1.0, searches=10, rounds=3), []),
        (replace(SPENT, seconds=2.19, searches=44, rounds=23), []),
        (replace(SPENT, cost=101, bound=99), ["points 100 -> 101"]),
        (replace(SPENT, bound=97), ["gap 2 -> 3"]),
        (replace(SPENT, breaches=8, drills=31), ["weight of breaches 7 -> 8", "drills 30 -> 31"]),
        (
            replace(SPENT, seconds=2.21, searches=45, rounds=24, columns=56),
            ["deterministic seconds 2.0 -> 2.21", "searches 40 -> 45", "rounds 20 -> 24", "columns 50 -> 56"],
        ),
    ],
)
def test_what_is_worse_is_named(now: Spent, sentences: list[str]) -> None:
    assert worse(SPENT, now, with_effort=True) == sentences
    effort = ("deterministic", "searches", "rounds", "columns")
    assert worse(SPENT, now, with_effort=False) == [text for text in sentences if not text.startswith(effort)]


def test_the_file_is_compared_or_renewed_for_the_districts_that_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "effort.json"
    _, before = kept()
    monkeypatch.setattr(solver_effort, "FILE", copy)
    copy.write_text(file_text({**before, "IL, 1": replace(before["IL, 1"], cost=0, bound=0)}), encoding="utf-8")
    worse_than_nothing = copy.read_bytes()
    assert solver_effort.main(["--check", "--only", "IL, 1"]) == 1
    assert "points 0 -> " in capsys.readouterr().out
    assert copy.read_bytes() == worse_than_nothing
    assert solver_effort.main(["--only", "IL, 1"]) == 0
    _, after = kept()
    assert (after["IL, 1"].cost, after["NY, 200"]) == (before["IL, 1"].cost, before["NY, 200"])
