"""The examples of ``docs/workspace.md`` form a workspace that can be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from drillplanner import api
from drillplanner.intake.bells.schedule_files import read_bell_schedule
from drillplanner.intake.workspace.district_file import FIRE_CODES
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DrillType, EventKind, UnitKind, Workspace
from drillplanner.solve import search_budget
from drillplanner.solve.solver import SolverSettings

PAGE = (Path(__file__).parents[3] / "docs" / "workspace.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The page's examples as a workspace."""
    for name, section in SECTION.findall(PAGE):
        for example in EXAMPLE.findall(section):
            path = tmp_path / ("bells/regular.yaml" if name == "bells/" else name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(example, encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Workspace:
    return read_workspace(folder)


def test_the_page_s_examples_are_a_workspace_without_open_questions(read: Workspace) -> None:
    assert [campus.campus_id for campus in read.campuses] == ["oak", "elm"]
    assert [len(campus.units) for campus in read.campuses] == [3, 2]
    assert (len(read.staff), len(read.events), len(read.filed)) == (2, 4, 2)
    assert len(read.calendar.terms) == 2
    assert read.calendar.summer == (date(2026, 6, 29), date(2026, 7, 24))
    assert read.calendar.questions == ()
    assert read.assumptions == ()


def test_the_page_s_workspace_is_planned_within_its_budget(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A small part of the usual budget: the plan is lawful, if not as good, and the search still ends by itself.
    monkeypatch.setattr(search_budget, "FOR_A_DISTRICT", 5.0)
    # The page's drill log says what happened instead, so the plan is judged before it counts.
    plan, report = api.plan_with_report(api.prepare(folder), SolverSettings(workers=1))
    assert {drill.campus_id for drill in plan.drills} == {"oak", "elm"}
    assert not report.violated
    assert not report.entries
    assert plan.bound <= plan.objective
    assert plan.ended_early is None
    buses = {drill.date for drill in plan.drills if drill.drill_type is DrillType.BUS_EVACUATION}
    assert any({drill.campus_id for drill in plan.drills if drill.date == on} == {"oak", "elm"} for on in buses), (
        "the same-day order of the page"
    )


def test_the_example_of_days_that_differ_can_be_read() -> None:
    indented = re.search(r"\*\*Days that differ\.\*\*[^#]*?\n\n((?:    [^\n]*\n)+)", PAGE)
    assert indented is not None
    schedule, rules = read_bell_schedule(dedent(indented[1]).encode(), "block.yaml", "block")
    assert list(schedule.variants) == ["A", "B", "rally"]
    assert rules.rotation is not None and rules.rotation.order == ("A", "B")


def test_every_file_that_counts_among_the_inputs_is_on_the_page() -> None:
    for name in ("district.yaml", "campuses.csv", "calendar.ics", "calendar.yaml", "staff.csv", "units.csv",
                 "events.csv", "filed.csv", "bells/", "scenarios/", "mandates/"):  # fmt: skip
        assert f"`{name}`" in PAGE


@pytest.mark.parametrize(
    "word", [*EventKind, *(kind for kind in UnitKind if kind is not UnitKind.CAMPUS), *FIRE_CODES]
)
def test_every_word_that_a_file_may_use_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE
