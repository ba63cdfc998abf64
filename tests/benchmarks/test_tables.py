"""The tables of the page, what is kept between runs, and the whole way from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.instances import Capacity
from benchmarks.page import PAGE, write_between
from benchmarks.rivals.measured import Measured, read_measured, write_measured
from benchmarks.rivals.table import tables

ROOT = Path(__file__).parents[2]


def measured(contestant: str = "ours", **more: Any) -> Measured:
    known: dict[str, Any] = {
        "schools": "example",
        "capacity": Capacity.TIGHT,
        "campuses": 5,
        "contestant": contestant,
        "day": date(2025, 9, 8),
        "seconds": 2.0,
        "processor_seconds": 3.0,
        "peak_megabytes": 100,
        "drills": 10,
        "visits": 5,
        "cost": 40,
        "bound": 38,
        "broken": 0,
        "breaches": 0,
    }
    return Measured.model_validate(known | more)


def test_gap_is_a_part_of_the_cost() -> None:
    assert measured().gap == pytest.approx(0.05)
    assert measured(bound=None).gap is None
    assert measured(cost=0, bound=0).gap == 0


RIVAL = {"trace": ((1.0, 60), (7.0, 40), (9.0, 39))}


@pytest.mark.parametrize(
    ("more", "reached"),
    [
        ({}, 7.0),
        ({"broken": 1}, None),
        ({"drills": 11}, None),
        ({"visits": 6}, None),
        ({"breaches": 1}, None),
        ({"drills": 9, "practices_broken": 1}, None),
        ({"trace": ((1.0, 60),)}, None),
        ({"drills": None, "cost": None, "broken": None}, None),
    ],
)
def test_a_rival_reaches_our_cost_only_with_a_plan_that_is_no_worse_elsewhere(
    more: dict[str, Any], reached: float | None
) -> None:
    assert measured("cpsat", **RIVAL | more).reached(measured()) == reached


def test_the_tables_tell_figures_and_ratios() -> None:
    rival = measured("cpsat", seconds=9.0, limit=12.0, first_plan=1.0, cost=39, **RIVAL)
    text = tables({one.key: one for one in (rival, measured())})
    cells = "Sep 8 | – | 3.0 | 600 | 2.0 | 100 | – | 10 | 40 | 38 | 5.00% | 0 | 0"
    assert f"| example | tight | 5 | drillplanner | {cells} |" in text
    assert "| example | tight | 5 | one CP-SAT model | Sep 8 | 12 | 3.0 | 600 | 9.0 | 100 | 1.0 | 10 |" in text
    assert "| example | tight | 5 | one CP-SAT model | 1.00× | 1.00× | 0.97× | 7.0 s | 2.33× |" in text
    assert text.index("drillplanner |") < text.index("one CP-SAT model |")


def test_what_was_measured_on_the_wall_clock_says_so() -> None:
    rival = measured("cpsat", clock="wall", limit=12.0, first_plan=1.0, **RIVAL)
    text = tables({one.key: one for one in (rival, measured())})
    assert "| one CP-SAT model | Sep 8 | 12 wall | 3.0 | 600 | 2.0 | 100 | 1.0 wall |" in text
    assert "| 7.0 s wall | 2.33× |" in text


def test_a_rival_without_a_plan_says_why() -> None:
    nothing = dict.fromkeys(("drills", "cost", "bound", "broken", "breaches"))
    one = measured("highs", note="time limit reached", **nothing)
    assert "no plan: time limit reached" in tables({one.key: one})


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    kept = {one.key: one for one in (measured(), measured("greedy", broken=3), measured("cpsat", cost=None))}
    for block in tables(kept).split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1


def test_a_later_measurement_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "measured.json"
    assert read_measured(path) == {}
    first, second = measured(cost=50), measured(cost=45)
    write_measured(path, {first.key: first})
    write_measured(path, read_measured(path) | {second.key: second})
    assert list(read_measured(path).values()) == [second]


def test_only_what_is_between_the_markers_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- a -->\nold\n<!-- end of a -->\nAfter\n", encoding="utf-8")
    write_between(page, "a", "new\n")
    write_between(page, "a", "newer\n")
    text = page.read_text(encoding="utf-8")
    assert text == "Before\n<!-- a -->\n\nnewer\n\n<!-- end of a -->\nAfter\n"


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- end of a --> <!-- a -->", encoding="utf-8")
    with pytest.raises(ValueError, match="in this order"):
        write_between(page, "a", "new")
    assert page.read_text(encoding="utf-8") == "<!-- end of a --> <!-- a -->"


@pytest.mark.parametrize("name", ["rivals", "whole way"])
def test_the_page_has_a_place_for_each_benchmark(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    write_between(page, name, "new")
    assert f"<!-- {name} -->\n\nnew\n\n" in page.read_text(encoding="utf-8")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.rivals", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_whole_way_on_one_campus_of_the_example(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="a library of the benchmark alone: benchmarks/requirements.txt")
    page, kept, picture = tmp_path / "page.md", tmp_path / "measured.json", tmp_path / "picture.svg"
    page.write_text("<!-- rivals -->\n<!-- end of rivals -->\n", encoding="utf-8")
    where = ["--results", str(kept), "--page", str(page), "--picture", str(picture)]
    done = run("example", "--sizes", "1", "--kinds", "ours", "greedy", "--capacities", "loose", *where)
    assert done.returncode == 0, done.stderr
    ours, rule = sorted(json.loads(kept.read_text(encoding="utf-8")), key=lambda one: one["contestant"] != "ours")
    assert (ours["broken"], rule["contestant"]) == (0, "greedy")
    assert ours["bound"] <= ours["cost"] <= rule["cost"]
    assert ours["peak_megabytes"] > 50
    assert "| greedy rule |" in page.read_text(encoding="utf-8")
    before = picture.read_bytes()
    assert run("--draw-only", *where).returncode == 0
    assert picture.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [(["chicago"], "NAME=STATE:TABLE"), (["a=IL:/no/such.csv"], "no file /no/such.csv"), ([], "name a list")],
)
def test_a_wrong_command_says_what_is_allowed(words: list[str], told: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
