"""The attacks attack: what is damaged is another file, what dies has not written, and what is found is counted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the attacks fork processes, which Windows cannot")

from benchmarks.attacks.count import LOST, MIXED, Count
from benchmarks.attacks.damage import BYTES, PLACES
from benchmarks.attacks.processes import Ran, ended, forked
from benchmarks.attacks.turns import Turn, Turns


@pytest.mark.parametrize("kind", [kind for kind in BYTES if kind != "mixed"])
def test_bytes_are_others(kind: str) -> None:
    raw = b"name: Oak\nstate: NJ\n"
    damaged = {BYTES[kind](raw, random.Random(seed)) for seed in range(20)}  # noqa: S311 (no secret)
    assert damaged - {raw}
    BYTES[kind](b"", random.Random(0))  # noqa: S311 (no secret)


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("is_folder", [True, False])
def test_another_thing_is_in_its_place(kind: str, is_folder: bool, tmp_path: Path) -> None:
    place, outside = tmp_path / "place", tmp_path / "outside"
    outside.mkdir()
    if is_folder:
        place.mkdir()
    else:
        place.write_text("a file", encoding="utf-8")
    PLACES[kind](place, outside)
    is_as_it_was = place.is_dir() if is_folder else place.is_file() and not place.is_symlink()
    assert not is_as_it_was or place.is_symlink() or kind == "huge"
    assert bool(list(outside.iterdir())) is (kind == "link out")


@pytest.mark.parametrize(("dies_at", "written"), [(0, []), (1, ["0"]), (2, ["0", "1"]), (3, ["0", "1", "2"])])
def test_a_process_dies_before_a_change(dies_at: int, written: list[str], tmp_path: Path) -> None:
    def work() -> None:
        for number in range(3):
            (tmp_path / f"{number}").touch()
            print(f"Recorded {number}")

    died = ended(*forked(work, dies_at=dies_at))
    assert died.killed is (dies_at < 3)
    assert [line.rpartition(" ")[2] for line in died.text.splitlines()] == written
    assert sorted(path.name for path in tmp_path.iterdir()) == written


def _find_each(place: Path, turns: Iterator[Turn], count: Count) -> None:
    assert place.is_dir()
    for turn, chance in turns:
        count.find(LOST, f"{turn}: {chance.random()}")


def test_processes_share_the_turns_and_the_choices_of_a_turn_are_its_own(tmp_path: Path) -> None:
    counts = []
    for jobs in (1, 3):
        folder = tmp_path / f"{jobs}"
        folder.mkdir()
        counts.append(Turns(7, jobs, minutes=10, seed=0).taken(_find_each, folder, (LOST,)))
    alone, shared = counts
    assert shared == alone
    assert sorted(int(text.partition(":")[0]) for text in alone.seen) == list(range(7))
    assert (alone.in_files[LOST], alone.is_clean) == (7, False)
    assert Turns(7, 1, minutes=0, seed=0).taken(_find_each, tmp_path, (LOST,)).is_clean


def test_what_must_not_be_is_counted() -> None:
    count = Count()
    for ran in (Ran(0, "", 1), Ran(2, "error: no", 2), Ran(-9, "", 3), Ran(1, "Traceback\nValueError", 4)):
        count.add(ran, "check")
    assert (count.runs, count.tracebacks, count.hangs, count.most_megabytes) == (4, 1, 0, 4)
    count.add(Ran(99, "", 1), "check")
    count.add(Ran(-9, "", 600, hung=True), "check")
    assert (count.tracebacks, count.hangs, count.is_clean) == (2, 1, False)
    assert "| tracebacks | 2 |" in count.table
    assert Count().is_clean


def test_only_what_is_looked_for_is_in_the_table() -> None:
    count = Count((LOST,))
    assert count.is_clean
    assert f"| {LOST} | 0 |" in count.table
    assert MIXED not in count.table
    count.find(LOST, "record: answered and lost")
    assert not count.is_clean
    assert f"| {LOST} | 1 |" in count.table
    with pytest.raises(ValueError, match="not looked for"):
        count.find(MIXED, "plan: neither before nor after")
